"""A query runs once per focus node, so it must look only at what surrounds its own: triples are counted, not time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import SH, Graph, URIRef

from tests.shapes.folder import SHAPES, identifier, reported, targets

QUERIED = {identifier(shape): shape for shape in reported() if (shape, SH.sparql, None) in SHAPES}
PREFIXES = {str(SHAPES.value(node, SH.prefix)): str(space) for node, space in SHAPES.subject_objects(SH.namespace)}


class CountingGraph(Graph):
    """A graph that counts the triples it hands out."""

    handed_out = 0

    def triples(self, triple: Any) -> Iterator[Any]:  # type: ignore[override]
        """The triples that match, each counted."""
        for found in super().triples(triple):
            self.handed_out += 1
            yield found


def release(projects: int) -> CountingGraph:
    """A data graph with so many projects, alike in everything but their IRIs."""
    graph, folder = CountingGraph(), Path(__file__).parent
    graph.parse(folder / "release-shared.ttl")
    for number in range(projects):
        graph.parse(folder / "release-project.ttl", publicID=f"https://w3id.org/eulod/{number}/")
    return graph


SMALL, LARGE = release(5), release(20)


def cost(shape: URIRef, data: CountingGraph) -> int:
    """The triples that a shape's query looks at, over all focus nodes."""
    query = str(SHAPES.value(SHAPES.value(shape, SH.sparql), SH.select))
    before = data.handed_out
    nodes = [node for node in targets(shape, data) if isinstance(node, URIRef)]
    for node in nodes:
        list(data.query(query, initNs=PREFIXES, initBindings={"this": node}))
    assert nodes
    return data.handed_out - before


@pytest.mark.parametrize("name", sorted(QUERIED))
def test_four_times_the_projects_cost_about_four_times_as_much(name: str) -> None:
    assert cost(QUERIED[name], LARGE) < 6 * cost(QUERIED[name], SMALL)
