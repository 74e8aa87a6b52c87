"""Whether shapes have anything to look at in some data, found without reading the data into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from eulod.validation.validate import hierarchy

if TYPE_CHECKING:
    import ibis

    from eulod.engines.engine import Engine

_BY_PREDICATE = (SH.targetSubjectsOf, SH.targetObjectsOf)
_ALWAYS = (SH.targetNode, SH.target)
_TYPE = f"<{RDF.type}>"


def may_have_focus_nodes(shapes: Graph, statements: ibis.Table, *, ontology: Graph, engine: Engine) -> bool:
    """Say whether a shape that is not deactivated may have a focus node among `statements` or the ontology's hierarchy.

    `statements` has the columns predicate and object, N-Quads text. A single node and a target of any other kind are
    taken to be there.
    Source: https://www.w3.org/TR/shacl/#targets
    """
    if any(shapes.value(shape, kind) is not None for kind in _ALWAYS for shape in _active(shapes, kind)):
        return True
    joined = hierarchy(ontology)
    predicates = {str(predicate) for predicate in joined.predicates()} | _distinct(statements, "predicate", engine)
    aimed = ((shape, kind) for kind in _BY_PREDICATE for shape in _active(shapes, kind))
    targets = {str(found) for shape, kind in aimed for found in shapes.objects(shape, kind)}
    if targets & predicates:
        return True
    typed = statements.filter(statements.predicate == _TYPE)
    classes = {str(found) for found in joined.objects(None, RDF.type)} | _distinct(typed, "object", engine)
    return bool(_target_classes(shapes, joined) & classes)


def _active(shapes: Graph, kind: URIRef) -> set[Node]:
    return {shape for shape in shapes.subjects(kind) if (shape, SH.deactivated, None) not in shapes}


def _target_classes(shapes: Graph, joined: Graph) -> set[str]:
    """The classes that are targets, those that are shapes themselves included, and what stands below them."""
    named = {found for shape in _active(shapes, SH.targetClass) for found in shapes.objects(shape, SH.targetClass)}
    implicit = {found for kind in (RDFS.Class, OWL.Class) for found in shapes.subjects(RDF.type, kind)}
    whole = joined + shapes
    return {str(below) for found in named | implicit for below in whole.transitive_subjects(RDFS.subClassOf, found)}


def _distinct(statements: ibis.Table, column: str, engine: Engine) -> set[str]:
    rows = statements.select(term=column).distinct()
    return {term[1:-1] for batch in engine.batches(rows) for term in batch.column(0).to_pylist()}
