"""What of an ontology joins the data that are checked: classes, properties and concepts, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

_HIERARCHY = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.inScheme)
_KINDS = (
    OWL.Class,
    RDFS.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    RDF.Property,
    SKOS.Concept,
    SKOS.ConceptScheme,
)


def hierarchy(ontology: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """The triples between named terms that say what is a kind of what, or in which scheme; no labels or axioms."""
    for subject, predicate, object in ontology:
        named = isinstance(subject, URIRef) and isinstance(object, URIRef)
        if named and (predicate in _HIERARCHY or (predicate == RDF.type and object in _KINDS)):
            yield subject, predicate, object
