"""What the mappings of the records and of the reference data make: the golden dumps and what must be in them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from tests.mappings.mapped import BASE, NS, run
from tests.shared import ROOT

SOURCES = {"records": "records", "reference": "mappings/reference"}
"""Each source with the folder of its files."""


def _expected(name: str) -> Path:
    return ROOT / "mappings" / name / "expected.nq"


@pytest.mark.parametrize("name", SOURCES)
def test_the_mapping_makes_the_expected_dump(name: str, update_golden: bool) -> None:
    mapped = run(name, ROOT / SOURCES[name])
    assert mapped.problems == ()
    found = mapped.lines()
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
        assert quote.language
        assert len(quote.value) <= 300


def test_every_node_has_an_iri() -> None:
    terms = [term for quad in _union() for term in (quad.subject, quad.object)]
    assert not any(isinstance(term, pyoxigraph.BlankNode) for term in terms)
