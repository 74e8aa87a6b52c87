"""IRIs: what may stand in them, told by the engine, by Python and by another parser."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from eulod.terms.iri import PUBLISHABLE, iri_safe, is_absolute, is_publishable
from tests.tables import column_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
AWKWARD = st.text(
    "aé𝒳 %/?#[]@:!$&'()*+,;=<>\"{}|\\^`~-._\x01\x7f\x85\ue000\ufdd0\ufffe\U000e0001\U0001ffff", max_size=8
)


def independently_safe(text: str) -> str:
    """IRI-safe by the grammar of RFC 3987, character by character."""
    return "".join(c if is_unreserved(ord(c)) else "".join(f"%{byte:02X}" for byte in c.encode()) for c in text)


def is_unreserved(code: int) -> bool:
    """Whether a code point is `iunreserved`. Source: https://www.rfc-editor.org/rfc/rfc3987#section-2.2"""
    if code < 0x80:
        return chr(code).isalnum() or chr(code) in "-._~"
    if code < 0x10000:
        return 0xA0 <= code <= 0xD7FF or 0xF900 <= code <= 0xFDCF or 0xFDF0 <= code <= 0xFFEF
    return code & 0xFFFF <= 0xFFFD and (code < 0xE0000 or 0xE1000 <= code < 0xF0000)


@settings(max_examples=40)
@given(texts=st.lists(TEXTS | AWKWARD, min_size=1, max_size=20))
def test_three_ways_to_make_a_text_safe_agree(engine: DuckDBEngine, texts: list[str]) -> None:
    expected = [independently_safe(text) for text in texts]
    assert [iri_safe(text) for text in texts] == expected
    assert column_of(engine.iri_safe(engine.from_columns({"x": texts}).x), engine) == expected


@settings(max_examples=40)
@given(texts=st.lists(TEXTS | AWKWARD, min_size=1, max_size=20))
def test_what_is_made_safe_is_publishable(texts: list[str]) -> None:
    for text in texts:
        iri = f"https://example.org/{iri_safe(text)}"
        assert PUBLISHABLE.fullmatch(iri)
        assert is_iri(iri)


def is_iri(text: str) -> bool:
    """Whether another parser takes a text as an absolute IRI."""
    try:
        list(pyoxigraph.parse(f"<{text}> <http://p> <http://o> .", format=pyoxigraph.RdfFormat.N_TRIPLES))
    except SyntaxError:
        return False
    return True


@settings(max_examples=200)
@given(text=st.builds("{}{}".format, st.sampled_from(["http://", "https://", "mailto:", "http://a/", ""]), AWKWARD))
def test_nothing_is_publishable_that_another_parser_refuses(text: str) -> None:
    assert is_iri(text) or not PUBLISHABLE.fullmatch(text)


IRIS = {
    "https://example.org/": True,
    "http://example.org": True,
    "https://example.org/a%20b/é?q=(1)&r=/?#top": True,
    "https://user@example.org:8080/x": True,
    "https://例え.jp/": True,
    "mailto:info@example.org": True,
    "HTTP://example.org/": False,
    "ftp://example.org/": False,
    "javascript:alert(1)": False,
    "urn:x:y": False,
    "example.org": False,
    "/path": False,
    "": False,
    "http://": False,
    "http:///path": False,
    "https://exa mple.org/": False,
    "https://example.org/\n": False,
    "https://example.org/100%": False,
    "https://example.org/[1]": False,
    "https://example.org/#a#b": False,
    "https://example.org:port/": False,
    "https://example.org/<>": False,
}


def test_publishable_iris(engine: DuckDBEngine) -> None:
    found = column_of(is_publishable(engine.from_columns({"x": list(IRIS)}).x), engine)
    assert dict(zip(IRIS, found, strict=True)) == IRIS
    assert {text: bool(PUBLISHABLE.fullmatch(text)) for text in IRIS} == IRIS


@pytest.mark.parametrize(("text", "absolute"), [("urn:x", True), ("a1+-.:x", True), ("1a:x", False), ("x", False)])
def test_what_begins_with_a_scheme_is_absolute(engine: DuckDBEngine, text: str, absolute: bool) -> None:
    assert column_of(is_absolute(engine.from_columns({"x": [text]}).x), engine) == [absolute]
