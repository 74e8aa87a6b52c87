"""Shapes are run where they have something to look at, and only there."""

from __future__ import annotations

import pytest
from rdflib import Graph

from eulod.engines.duckdb import DuckDBEngine
from eulod.validation.focus_nodes import may_have_focus_nodes

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
DATA = {
    "graph": ["", ""],
    "subject": ["<https://example.org/1>", "<https://example.org/1>"],
    "predicate": ["<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<https://example.org/name>"],
    "object": ["<https://example.org/Small>", '"one"'],
}
ONTOLOGY = "ex:Small rdfs:subClassOf ex:Middle . ex:Middle rdfs:subClassOf ex:Great ."


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ("", False),
        ("[] sh:targetClass ex:Small .", True),
        ("[] sh:targetClass ex:Great .", True),
        ("[] sh:targetClass ex:Other .", False),
        ("[] sh:targetClass ex:Small ; sh:deactivated true .", False),
        ("ex:Great a sh:NodeShape, rdfs:Class .", True),
        ("ex:Other a sh:NodeShape, owl:Class .", False),
        ("[] sh:targetSubjectsOf ex:name .", True),
        ("[] sh:targetObjectsOf ex:name .", True),
        ("[] sh:targetSubjectsOf ex:other .", False),
        ("[] sh:targetSubjectsOf rdfs:subClassOf .", True),
        ("[] sh:targetNode ex:nowhere .", True),
        ("[] sh:target [ sh:select 'x' ] .", True),
    ],
)
def test_targets_are_looked_for_in_data_and_hierarchy(shapes: str, expected: bool, engine: DuckDBEngine) -> None:
    found = may_have_focus_nodes(_graph(shapes), engine.from_columns(DATA), ontology=_graph(ONTOLOGY), engine=engine)
    assert found is expected


def _graph(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")
