"""sh:closed. Source: https://www.w3.org/TR/shacl/#ClosedConstraintComponent"""

from __future__ import annotations

import ibis
from rdflib import RDFS, SH, Graph, Literal, URIRef

from eulod.validation.compile.data import TYPE
from eulod.validation.compile.declaration import Declaration, Declarations
from eulod.validation.compile.failing import certain, none_of
from eulod.validation.compile.value_test import NotCompilable


def failing_closed(
    declaration: Declaration, declarations: Declarations, values: ibis.Table, triples: ibis.Table, nodes: ibis.Table
) -> ibis.Table:
    """Focus nodes with a value that has a predicate which the shape does not list.

    Raises NotCompilable when the parameter is no boolean.
    """
    rule = declaration.one(SH.closed)
    if not isinstance(rule, Literal) or not isinstance(rule.value, bool):
        raise NotCompilable("sh:closed is no boolean")
    if not rule.value:
        return none_of(nodes)
    allowed = sorted(_allowed(declaration, declarations))
    triples = triples.view()  # values may come from the same rows
    strange = triples.filter(
        ~triples.predicate.isin([*allowed, ""])
        & ~((triples.predicate == TYPE) & (triples.object == f"<{RDFS.Resource}>"))
    )
    found = values.semi_join(strange, values.value == strange.subject)
    return certain(found.select(node=found.focus).distinct())


def _allowed(declaration: Declaration, declarations: Declarations) -> set[str]:
    graph: Graph = declarations.graph
    ignored = {term for head in declaration.parameters.get(SH.ignoredProperties, ()) for term in graph.items(head)}
    shapes = [declarations[node] for node in declaration.parameters.get(SH.property, ())]
    if any(shape.path is None for shape in shapes):
        raise NotCompilable("sh:property points to what is no property shape")
    paths = {shape.path for shape in shapes} | ignored
    return {f"<{path}>" for path in paths if isinstance(path, URIRef)}
