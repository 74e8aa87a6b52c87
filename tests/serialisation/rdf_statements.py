"""Statements for the tests of dumps: as tables, as text, and at random with all that RDF allows in a term."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis
import pyoxigraph
from hypothesis import strategies as st
from rdflib import Dataset
from rdflib.term import Node

from eulod.engines.duckdb import DuckDBEngine
from eulod.serialisation.ordering import QUAD
from eulod.terms.literal import escape

Statement = tuple[str, str, str, str]

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# Each prefix is a trap: schemes of IRIs, one namespace within another, names that JSON-LD or Turtle might refuse.
PREFIXES = {
    "": "https://empty.example/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "http": "https://http.example/",
    "inner": "https://e.org/a/",
    "odd.name-1": "https://odd.example/ns#",
    "outer": "https://e.org/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "unusable": "https://e.org/a/b",
    "urn": "https://urn.example/",
    "xsd": XSD,
}


def table_of(statements: Sequence[Statement], engine: DuckDBEngine) -> ibis.Table:
    """The statements as a table in the order given."""
    return engine.from_columns({name: [row[place] for row in statements] for place, name in enumerate(QUAD)})


def nquads_of(statements: Sequence[Statement]) -> str:
    """The statements as N-Quads in the order given."""
    return "".join(f"{s} {p} {o} {g} .\n" for g, s, p, o in statements)


def triples_of(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without graph names, each once."""
    return sorted({("", *row[1:]) for row in statements})


def read_by_pyoxigraph(content: bytes | str, format: pyoxigraph.RdfFormat) -> set[str]:
    """The statements of a document as pyoxigraph reads it."""
    return {str(quad) for quad in pyoxigraph.parse(content, format=format)}


def read_by_rdflib(path: Path, format: str) -> set[tuple[Node | None, ...]]:
    """The statements of a document as rdflib reads it."""
    dataset = Dataset()
    dataset.parse(data=path.read_bytes(), format=format)
    return set(dataset.quads())


_SEGMENT = st.text("abcXYZ019-._~!$&'()*+,;=:@é中𝒳", max_size=6) | st.sampled_from(
    ["%20", "%C3%A9", "a%2Fb", "-x", "x.", ".."]
)
_STARTS = [
    *("https://e.org/", "https://e.org/a/", "https://e.org/a/b", "https://odd.example/ns#", "http://x.example/?q=/"),
    *(
        "https://empty.example/",
        "https://http.example/",
        "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "geo:",
        "urn:x:",
        "http:",
    ),
]
_HTTP_IRIS = st.builds("<{}{}>".format, st.sampled_from(_STARTS[:8]), _SEGMENT)
IRIS = st.builds("<{}{}>".format, st.sampled_from(_STARTS[:-1]), _SEGMENT)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    "\"\\'\n\r\t\b\f\0\x01\x1f\x7f\u0085\u2028^@<>", max_size=8
)
_TAGS = st.sampled_from(["en", "hu", "en-GB", "zh-Hant-TW", "x-private", "de-1996"])
_TYPED = st.sampled_from(
    [
        f'"{text}"^^<{XSD}{name}>'
        for name, text in (("integer", "01"), ("decimal", "1.50"), ("boolean", "1"), ("date", "2026-11-20"))
    ]
)
LITERALS = (
    st.builds('"{}"'.format, _TEXTS.map(escape))
    | st.builds('"{}"@{}'.format, _TEXTS.map(escape), _TAGS)
    | st.builds('"{}"^^{}'.format, _TEXTS.map(escape), IRIS)
    | _TYPED
)
PREDICATES = st.sampled_from([RDF_TYPE, "<https://e.org/p>", "<https://e.org/q>"]) | IRIS
GRAPHS = st.sampled_from(["", "<https://e.org/g>", "<https://e.org/h>"])
STATEMENTS = st.lists(st.tuples(GRAPHS, IRIS, PREDICATES, IRIS | LITERALS), max_size=40, unique=True)
