"""Whatever was written, other parsers read the same statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from pyld import jsonld
from pyoxigraph import RdfFormat

from eulod.engines.duckdb import DuckDBEngine
from eulod.serialisation.write import write
from tests.serialisation.rdf_statements import (
    PREFIXES,
    RDF_TYPE,
    STATEMENTS,
    Statement,
    nquads_of,
    read_by_pyoxigraph,
    read_by_rdflib,
    table_of,
    triples_of,
)

READERS = {
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "nq": (RdfFormat.N_QUADS, "nquads"),
    "nt": (RdfFormat.N_TRIPLES, "nt"),
    "trig": (RdfFormat.TRIG, "trig"),
    "ttl": (RdfFormat.TURTLE, "turtle"),
}
SCHEMES_LIKE_PREFIXES = [
    ("", "<geo:1,2>", "<urn:x:p>", "<geo:3,4>"),
    ("", "<geo:1,2>", "<urn:x:p>", '"x"^^<geo:5>'),
    ("", "<geo:1,2>", "<http://www.w3.org/2003/01/geo/wgs84_pos#lat>", '"47.5"'),
]
ONE_LITERAL_TYPE = [
    ("", "<https://e.org/a>", RDF_TYPE, '"no IRI"'),
    ("", "<https://e.org/a>", RDF_TYPE, "<https://e.org/T>"),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dumps")


@pytest.mark.parametrize("format", sorted(READERS))
@given(statements=STATEMENTS)
@example(statements=[])
@example(statements=SCHEMES_LIKE_PREFIXES)
@example(statements=ONE_LITERAL_TYPE)
@settings(max_examples=12)
def test_other_parsers_read_what_was_written(
    statements: list[Statement], format: str, engine: DuckDBEngine, folder: Path
) -> None:
    path, plain = folder / f"dump.{format}", folder / "expected.nq"
    write(table_of(statements, engine), path, engine=engine, prefixes=PREFIXES)
    kept = statements if format in ("nq", "trig") else triples_of(statements)
    plain.write_text(nquads_of(kept), encoding="utf-8", newline="\n")
    oxigraph, rdflib = READERS[format]
    expected = read_by_pyoxigraph(nquads_of(kept), RdfFormat.N_QUADS)
    assert read_by_pyoxigraph(path.read_bytes(), oxigraph) == expected
    assert read_by_rdflib(path, rdflib) == read_by_rdflib(plain, "nquads")
    if format == "jsonld":
        assert read_by_pyoxigraph(read_by_pyld(path), RdfFormat.N_QUADS) == expected


def read_by_pyld(path: Path) -> str:
    """The N-Quads of a JSON-LD document; its context must be inline, for nothing is fetched."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return str(jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": refuse}))


def refuse(url: str, options: object) -> object:
    raise AssertionError(f"asked for {url}")
