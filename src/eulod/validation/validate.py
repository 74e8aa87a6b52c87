"""Checking a data graph in memory against a shapes graph with pySHACL alone."""

from __future__ import annotations

from rdflib import Graph

from eulod.validation.findings import findings_of
from eulod.validation.hierarchy import hierarchy
from eulod.validation.report import Report
from eulod.validation.run_pyshacl import run_pyshacl


def validate(data: Graph, shapes: Graph, *, ontology: Graph | None = None, language: str = "en") -> Report:
    """Check a data graph against a shapes graph; both stay as they are.

    Of `ontology` only the class and property hierarchy and the membership of concepts in their schemes join the data,
    so that its labels and axioms are no focus nodes. There is no inference, no import and no advanced feature. Each
    finding has one message, in `language` if the shape has it, else in English. A severity of one's own counts as a
    violation.
    Raises ShapesNotRunnable when pySHACL stops at a shape, PatternRunsAway when a pattern takes too long.

    >>> validate(Graph(), Graph()).conforms
    True
    """
    graph = _with_hierarchy(data, ontology) if ontology is not None else data
    return Report(tuple(findings_of(run_pyshacl(graph, shapes), shapes, language)))


def _with_hierarchy(data: Graph, ontology: Graph) -> Graph:
    merged = Graph(identifier=data.identifier, bind_namespaces="none")
    for triple in (*data, *hierarchy(ontology)):
        merged.add(triple)
    return merged
