"""The shapes folder as the tests read it."""

from __future__ import annotations

import re

from rdflib import DCTERMS, RDF, SH, Graph, URIRef
from rdflib.term import Node

from eulod.validation.data_graph import read_data
from eulod.validation.profiles import shapes_files
from tests.shared import ROOT

FOLDER = ROOT / "shapes"
CASES = ROOT / "tests" / "cases" / "shapes"
NAMESPACE = "https://w3id.org/eulod/shapes#"
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
NAMING = (*TARGETS, SH.path, SH.inversePath, SH["class"], SH.lessThanOrEquals, SH.hasValue, RDF.first)  # point to terms

SHAPES = read_data(shapes_files(FOLDER))
ONTOLOGY = read_data([ROOT / "ontology" / "eulod.ttl", ROOT / "ontology" / "codes.ttl"])


def identifier(shape: Node) -> str:
    """The id of a shape, such as P01; empty for one that only other shapes refer to."""
    return str(SHAPES.value(shape, DCTERMS.identifier) or "")


def reported() -> list[URIRef]:
    """The shapes that results can point to, sorted: those with a target."""
    return sorted({shape for target in TARGETS for shape in SHAPES.subjects(target) if isinstance(shape, URIRef)})


def alone(shape: Node) -> Graph:
    """A shapes graph of one shape and all that it refers to."""
    graph, waiting = Graph(bind_namespaces="none"), [shape]
    while waiting:
        node = waiting.pop()
        for triple in SHAPES.triples((node, None, None)):
            if triple not in graph:
                graph.add(triple)
                waiting.append(triple[2])
    return graph


def targets(shape: Node, data: Graph) -> set[Node]:
    """The focus nodes of a shape in some data, subclasses left aside."""
    found = {node for target in SHAPES.objects(shape, SH.targetClass) for node in data.subjects(RDF.type, target)}
    found |= {node for target in SHAPES.objects(shape, SH.targetSubjectsOf) for node in data.subjects(target)}
    return found | {node for target in SHAPES.objects(shape, SH.targetObjectsOf) for node in data.objects(None, target)}


def used_terms() -> set[str]:
    """The IRIs of the terms that shapes name, those in their queries included."""
    named = {node for predicate in NAMING for node in SHAPES.objects(None, predicate) if isinstance(node, URIRef)}
    return {str(node) for node in named if not node.startswith(NAMESPACE)} | _terms_of_queries()


def _terms_of_queries() -> set[str]:
    declared = {str(SHAPES.value(node, SH.prefix)): str(space) for node, space in SHAPES.subject_objects(SH.namespace)}
    texts = (re.sub(r'"[^"]*"', "", str(query)) for query in SHAPES.objects(None, SH.select))
    names = (name for text in texts for name in re.findall(r"\b([a-z]+):([\w-]+)", text))
    return {declared[prefix] + local for prefix, local in names}
