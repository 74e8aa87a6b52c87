"""What the mappings of the records and of the reference data make: the golden dumps, and the numbers that they must give."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.map_source import map_source
from tests.shared import ROOT

BASE = "https://w3id.org/eulod/"
SOURCES = ("records", "reference")
NS = f"{BASE}ns#"


def _dump(name: str) -> str:
    """The sorted N-Quads of a source; no record of it may have a problem."""
    folder = ROOT / "mappings" / name
    engine = DuckDBEngine()
    try:
        mapped = map_source(engine, folder, input=folder, externals={"base": BASE, "source": name}, base=BASE)
        assert mapped.problems == ()
        rows = mapped.pairs.distinct().to_pyarrow().to_pylist()
    finally:
        engine.close()
    return "".join(sorted({f"{row['subject']} {row['pair']} {row['graph']} .\n" for row in rows}))


def _expected(name: str) -> Path:
    return ROOT / "mappings" / name / "expected.nq"


@pytest.mark.parametrize("name", SOURCES)
def test_the_mapping_makes_the_expected_dump(name: str, update_golden: bool) -> None:
    found = _dump(name)
    if update_golden:
        _expected(name).write_text(found, encoding="utf-8", newline="\n")
    assert found == _expected(name).read_text("utf-8")


def _union() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for name in SOURCES:
        for quad in pyoxigraph.parse(path=_expected(name), format=pyoxigraph.RdfFormat.N_QUADS):
            store.add(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object))
    return store


def _count(store: pyoxigraph.Store, pattern: str) -> int:
    prefixes = f"PREFIX : <{NS}> PREFIX code: <{BASE}code/> PREFIX dcterms: <http://purl.org/dc/terms/>"
    solutions = store.query(f"{prefixes} SELECT * WHERE {{ {pattern} }}")
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return len(list(solutions))


COUNTS = {
    "?project a :Project": 5,
    "?project :hasParticipation ?participation": 29,
    "?project :hasMoney ?line": 4,
    "?project :hasPhase ?phase": 2,
    "?project :hasEvent ?event": 18,
    "?project :hasOutput ?output": 11,
    "?participation :hasDecision ?decision": 1,
    "?record a :SourceRecord": 5,
    "?project :programme/:programmingPeriod/:earliestStart ?day": 5,
    "?programme dcterms:replaces+ ?older": 6,
    "?project a :Project . FILTER NOT EXISTS { ?project :programme/dcterms:title ?title }": 0,
    "?x :country ?c . ?x :place ?place . FILTER NOT EXISTS { ?place :country ?c }": 0,
}


@pytest.mark.parametrize(("pattern", "count"), COUNTS.items())
def test_the_dumps_hold_what_the_records_say(pattern: str, count: int) -> None:
    assert _count(_union(), pattern) == count


def test_every_quote_is_short_and_tagged() -> None:
    quotes = [quad.object for quad in _union().quads_for_pattern(None, pyoxigraph.NamedNode(f"{NS}quote"), None)]
    assert quotes
    for quote in quotes:
        assert isinstance(quote, pyoxigraph.Literal)
        assert quote.language and len(quote.value) <= 300


def test_every_node_has_an_iri() -> None:
    terms = [term for quad in _union() for term in (quad.subject, quad.object)]
    assert not any(isinstance(term, pyoxigraph.BlankNode) for term in terms)
