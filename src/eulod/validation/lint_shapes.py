"""Shapes checked for their author, without data: what is well-formed and still not what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from eulod.errors import EulodError, PatternCanRunAway, ShapeWithoutMessage, UnknownTermInShapes
from eulod.validation.compile.declaration import Declaration, Declarations
from eulod.validation.compile.paths import predicates_of, read_path
from eulod.validation.compile.regular_expressions import runs_away
from eulod.validation.compile.value_test import NotCompilable

_OWN = ("https://w3id.org/eulod/ns#", "https://w3id.org/eulod/code/")
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_NAMING = (*_TARGETS, SH["class"], SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)
_SILENT = {SH.property, SH.ignoredProperties, SH.flags}  # parameters without results of their own


def lint_shapes(shapes: Graph, *, known_terms: Collection[str]) -> Iterator[EulodError]:
    """Everything that can be said against shapes that are well-formed, as errors that are not raised.

    `known_terms` are the IRIs of eulod's classes, properties and concepts.
    """
    for subject, pattern in sorted(shapes.subject_objects(SH.pattern)):
        if runs_away(str(pattern)):
            yield PatternCanRunAway(
                f"{_shown(shapes, subject)}: the pattern {str(pattern)!r} may run away",
                help="write it so that each text can match in one way only",
            )
    for subject, term in sorted(set(_terms(shapes)), key=str):
        if term.startswith(_OWN) and term not in known_terms:
            yield UnknownTermInShapes(
                f"{_shown(shapes, subject)}: <{term}> is not described by the ontology", help="correct its spelling"
            )
    for shape in _reported(Declarations(_copy(shapes))):
        if (shape.node, SH.message, None) not in shapes and not _has_messages(shapes, shape):
            yield ShapeWithoutMessage(
                f"{_shown(shapes, shape.node)} has no sh:message", help="say what is wrong and what would be right"
            )


def _terms(shapes: Graph) -> Iterator[tuple[Node, str]]:
    """The classes and predicates that shapes name, each with the shape."""
    for parameter in _NAMING:
        yield from ((subject, str(term)) for subject, term in shapes.subject_objects(parameter))
    for subject, path in shapes.subject_objects(SH.path):
        try:
            yield from ((subject, predicate.strip("<>")) for predicate in predicates_of(read_path(shapes, path)))
        except NotCompilable:
            continue


def _reported(declarations: Declarations) -> Iterator[Declaration]:
    """The shapes whose results reach the report: those with targets, and the property shapes of these."""
    waiting = [declaration.node for declaration, _ in declarations.targeted()]
    seen: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            shape = declarations[node]
            waiting += shape.parameters.get(SH.property, ())
            if not shape.deactivated and set(shape.parameters) - _SILENT:
                yield shape


def _has_messages(shapes: Graph, shape: Declaration) -> bool:
    """Whether a shape has results by queries only, each with a message."""
    queries = shape.parameters.get(SH.sparql, ())
    return set(shape.parameters) - _SILENT == {SH.sparql} and all(
        (node, SH.message, None) in shapes for node in queries
    )


def _shown(shapes: Graph, node: Node) -> str:
    """A shape as its author knows it: a blank one by the named shape that it stands in, and its path."""
    if isinstance(node, URIRef):
        return node.n3()
    owners = sorted(owner.n3() for owner in shapes.transitive_subjects(None, node) if isinstance(owner, URIRef))
    path = shapes.value(node, SH.path)
    return (
        f"{owners[0] if owners else 'a shape without a name'}{f' at {path.n3()}' if isinstance(path, URIRef) else ''}"
    )


def _copy(graph: Graph) -> Graph:
    copied = Graph(identifier=graph.identifier, bind_namespaces="none")
    for triple in graph:
        copied.add(triple)
    return copied
