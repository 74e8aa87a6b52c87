"""Property paths: the value nodes of focus nodes, as pySHACL finds them.

Source: https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from eulod.validation.compile.data import Data
from eulod.validation.compile.value_test import NotCompilable


@dataclass(frozen=True, slots=True)
class Predicate:
    """One step along a predicate, or against it."""

    iri: str  # as N-Quads text
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after the other."""

    steps: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any one of some paths."""

    branches: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path with `*`, `+` or `?`, of which only its predicates are known."""

    predicates: tuple[str, ...]


Path = Predicate | Sequence | Alternative | Repeated
_REPEATS = (SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)


def read_path(shapes: Graph, node: Node) -> Path:
    """The path at a node of a shapes graph.

    Raises NotCompilable when pySHACL reads it in its own way, or not at all.
    """
    if isinstance(node, URIRef):
        return Predicate(f"<{node}>")
    if (node, RDF.first, None) in shapes:
        return Sequence(_several(shapes, node))
    if (inner := shapes.value(node, SH.inversePath)) is not None:
        return _inverse(inner)
    if (head := shapes.value(node, SH.alternativePath)) is not None:
        return Alternative(_several(shapes, head))
    for repeat in _REPEATS:
        if (inner := shapes.value(node, repeat)) is not None:
            return Repeated(predicates_of(read_path(shapes, inner)))
    raise NotCompilable("its path is none")


def _inverse(inner: Node) -> Predicate:
    if not isinstance(inner, URIRef):
        raise NotCompilable("its path inverts more than a predicate")
    return Predicate(f"<{inner}>", inverse=True)


def _several(shapes: Graph, head: Node) -> tuple[Path, ...]:
    found = tuple(read_path(shapes, item) for item in shapes.items(head))
    if len(found) < 2 or (head, RDF.first, None) not in shapes:
        raise NotCompilable("its path is a list of fewer than two")
    return found


def predicates_of(path: Path) -> tuple[str, ...]:
    """The predicates that a path goes along, as N-Quads text, sorted."""
    if isinstance(path, Predicate):
        return (path.iri,)
    if isinstance(path, Repeated):
        return path.predicates
    parts = path.steps if isinstance(path, Sequence) else path.branches
    return tuple(sorted({predicate for part in parts for predicate in predicates_of(part)}))


def value_nodes(path: Path, data: Data, nodes: ibis.Table) -> ibis.Table:
    """Each pair of a node of `nodes` and a value that the path leads to: columns focus and value, distinct.

    Raises NotCompilable for a path that repeats.
    """
    if isinstance(path, Predicate):
        return step(path, data, nodes)
    if isinstance(path, Repeated):
        raise NotCompilable("its path repeats (* + ?)")
    if isinstance(path, Alternative):
        return ibis.union(*(value_nodes(branch, data, nodes) for branch in path.branches), distinct=True)
    first, *rest = path.steps
    found = value_nodes(first, data, nodes)
    for part in rest:
        following = _following(part, data, found).rename(middle="focus", end="value")
        joined = found.join(following, found.value == following.middle)
        found = joined.select(focus=joined.focus, value=joined.end).distinct()
    return found


def _following(path: Path, data: Data, found: ibis.Table) -> ibis.Table:
    """The pairs that a path leads to from values that were found, and perhaps others."""
    if isinstance(path, Predicate):
        return ends(path, data)
    return value_nodes(path, data, found.select(node=found.value).distinct())


def step(path: Predicate, data: Data, nodes: ibis.Table) -> ibis.Table:
    """The pairs of one step: columns focus and value."""
    pairs = ends(path, data)
    return pairs.semi_join(nodes, pairs.focus == nodes.node)


def ends(path: Predicate, data: Data) -> ibis.Table:
    """The pairs of one step from any node: columns focus and value."""
    along = data.along([path.iri])
    start, end = ("object", "subject") if path.inverse else ("subject", "object")
    return along.select(focus=along[start], value=along[end])
