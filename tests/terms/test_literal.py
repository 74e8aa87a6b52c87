"""Literals as text: the same from Python and from the engine, and nothing lost on the way back."""

from __future__ import annotations

import json

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from eulod.terms.literal import escape, literal_term
from tests.tables import column_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.text(
    "\"\\'\n\r\t\b\f\x01\x1f\x7f\x85\u2028a", max_size=10
)


@settings(max_examples=40)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
def test_python_and_the_engine_write_the_same_and_a_parser_reads_it_back(
    engine: DuckDBEngine, texts: list[str]
) -> None:
    terms = [f'"{escape(text)}"' for text in texts]
    assert column_of(literal_term(engine.from_columns({"x": texts}).x, engine=engine), engine) == terms
    assert [read_back(term) for term in terms] == texts
    assert [json.loads(term) for term in terms] == texts


def read_back(term: str) -> str:
    """The text of a literal as another parser reads it."""
    (quad,) = pyoxigraph.parse(f"<http://s> <http://p> {term} .", format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, pyoxigraph.Literal)
    return quad.object.value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('a "b" \\', 'a \\"b\\" \\\\'),
        ("1\n2\r3\t4\b5\f6", "1\\n2\\r3\\t4\\b5\\f6"),
        ("\0\x01\x1f\x7f", "\\u0000\\u0001\\u001F\\u007F"),
        ("\x80\u2028é😀", "\x80\u2028é😀"),
    ],
)
def test_what_is_escaped(text: str, written: str) -> None:
    assert escape(text) == written


@pytest.mark.parametrize(
    ("suffix", "term"),
    [
        ("", '"a\\"b"'),
        ("@en", '"a\\"b"@en'),
        ("^^<http://www.w3.org/2001/XMLSchema#string>", '"a\\"b"^^<http://www.w3.org/2001/XMLSchema#string>'),
    ],
)
def test_suffixes_of_terms(engine: DuckDBEngine, suffix: str, term: str) -> None:
    table = engine.from_columns({"x": ['a"b', None], "suffix": [suffix, suffix]})
    assert column_of(literal_term(table.x, suffix, engine=engine), engine) == [term, None]
    assert column_of(literal_term(table.x, table["suffix"], engine=engine), engine) == [term, None]


def test_safe_texts_are_only_quoted(engine: DuckDBEngine) -> None:
    table = engine.from_columns({"x": ["12"]})
    assert column_of(literal_term(table.x, engine=engine, safe=True), engine) == ['"12"']
