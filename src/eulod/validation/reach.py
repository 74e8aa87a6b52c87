"""The part of the data that validating some nodes against a shape can look at.

It follows the shape's own paths step by step from those nodes, so that a hub which many nodes point to brings no more
than the shape asks of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis
from rdflib import SH, BNode, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, SequencePath
from rdflib.term import Node

from eulod.validation.compile.compiler import LISTS
from eulod.validation.compile.data import SUBCLASS, TYPE, Data
from eulod.validation.compile.declaration import DEEPEST, Declaration, Declarations
from eulod.validation.compile.pairs import PAIRS
from eulod.validation.compile.paths import Alternative, Path, Predicate, Repeated, Sequence, read_path
from eulod.validation.compile.qualified import siblings
from eulod.validation.compile.terms import is_blank
from eulod.validation.compile.value_test import NotCompilable
from eulod.validation.sparql_reading import THIS, Pattern, patterns_of, predicates_in
from eulod.validation.term_text import term_text

_LOOK_FURTHER = frozenset((SH["class"], SH.closed, SH.property, SH.node, SH["not"], SH.qualifiedValueShape, SH.sparql))
_LOOK_FURTHER |= {*PAIRS, *LISTS}
_SHAPES = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)


class Reach:
    """Gathers the triples that some shapes can look at."""

    def __init__(self, data: Data, declarations: Declarations) -> None:
        self._data, self._declarations = data, declarations
        self.found: list[ibis.Table] = []
        self._near: dict[str, tuple[set[str], ibis.Table]] = {}  # what of some nodes is gathered, and their triples
        self._uses_classes = False

    def triples(self) -> ibis.Table | None:
        """What was gathered: columns subject, predicate, object, distinct; None when nothing was."""
        found = list(self.found)
        if self._uses_classes:
            found.append(self._data.along([SUBCLASS]))
        return ibis.union(*found, distinct=True) if len(found) > 1 else (found[0].distinct() if found else None)

    def add(self, node: Node, nodes: ibis.Table, *, within: tuple[Node, ...] = ()) -> None:
        """Gather what validating `nodes`, kept rows with a column node, against a shape looks at.

        Raises NotCompilable when that cannot be bounded: then it may be all of the data.
        """
        if node in within or len(within) > DEEPEST:
            raise NotCompilable("the shape refers to itself, or nests deeply")
        declaration = self._declarations[node]
        if declaration.deactivated:
            return
        values = nodes
        if declaration.path is not None:
            values = self._walk(read_path(self._declarations.graph, declaration.path), nodes)
        for parameter, rules in declaration.parameters.items():
            for rule in self._leaves_taken(rules, values) if parameter == SH.property else rules:
                self._constraint(declaration, parameter, rule, nodes, values, (*within, node))

    def add_blank(self, nodes: ibis.Table) -> None:
        """Gather what is said of the blank nodes among some nodes, for pySHACL writes them out in its messages."""
        blank = nodes.filter(is_blank(nodes.node))
        if self._data.engine.count(blank):
            for end in ("subject", "object"):
                self._take(None, end, blank)

    def _leaves_taken(self, rules: tuple[Node, ...], nodes: ibis.Table) -> list[Node]:
        """Gather the values of property shapes along predicates in one go; gives the shapes that look further."""
        shapes = [self._declarations[rule] for rule in rules]
        along = {predicate for shape in shapes for predicate in _first_steps(shape)}
        if along:
            self._near[nodes.get_name()] = along, self._take(along, "subject", nodes)
        return [shape.node for shape in shapes if not _is_leaf(shape)]

    def _constraint(
        self,
        declaration: Declaration,
        parameter: Node,
        rule: Node,
        nodes: ibis.Table,
        values: ibis.Table,
        within: tuple[Node, ...],
    ) -> None:
        if parameter == SH["class"]:
            self._uses_classes = True
            self._take({TYPE}, "subject", values)
        elif parameter == SH.closed:
            self._take(None, "subject", values)
        elif parameter in PAIRS:
            self._take({term_text(rule)}, "subject", nodes)
        elif parameter in _SHAPES or parameter in LISTS:
            for shape in self._referred(declaration, parameter, rule):
                self.add(shape, values, within=within)
        elif parameter == SH.sparql:
            self._query(declaration, rule, nodes)

    def _referred(self, declaration: Declaration, parameter: Node, rule: Node) -> tuple[Node, ...]:
        if parameter in LISTS:
            return tuple(dict.fromkeys(self._declarations.graph.items(rule)))
        if parameter == SH.qualifiedValueShape:
            return (rule, *siblings(declaration, rule, self._declarations))
        return (rule,)

    def _take(self, predicates: set[str] | None, end: str, nodes: ibis.Table) -> ibis.Table:
        """Gather the triples with some predicates, or any, that have one of some nodes at one end."""
        if predicates is not None and end == "subject" and nodes.get_name() in self._near:
            near, taken = self._near[nodes.get_name()]
            if predicates <= near:
                return taken.filter(taken.predicate.isin(sorted(predicates)))
        triples = self._data.triples if predicates is None else self._data.along(predicates)
        taken = self._data.keep(triples.semi_join(nodes, triples[end] == nodes.node))
        self.found.append(taken)
        return taken

    def _walk(self, path: Path, nodes: ibis.Table) -> ibis.Table:
        """Gather the triples of a path, and give its value nodes, or more of them: kept rows, column node."""
        if isinstance(path, Predicate):
            start, end = ("object", "subject") if path.inverse else ("subject", "object")
            taken = self._take({path.iri}, start, nodes)
            return self._data.keep(taken.select(node=taken[end]).distinct())
        if isinstance(path, Sequence):
            for step in path.steps:
                nodes = self._walk(step, nodes)
            return nodes
        if isinstance(path, Alternative):
            return self._data.keep(ibis.union(*(self._walk(branch, nodes) for branch in path.branches), distinct=True))
        return self._everywhere(path, nodes)

    def _everywhere(self, path: Repeated, nodes: ibis.Table) -> ibis.Table:
        taken = self._data.along(path.predicates)
        self.found.append(taken)
        ends = (taken.select(node=taken.subject), taken.select(node=taken.object), nodes.select("node"))
        return self._data.keep(ibis.union(*ends, distinct=True))

    def _query(self, declaration: Declaration, constraint: Node, nodes: ibis.Table) -> None:
        """Gather the triples of a query's patterns, from those that are required outwards.

        What a required pattern leads to bounds the patterns that share it; the rest is taken whole.
        """
        text = self._declarations.query_text(declaration.node, constraint)
        if not text:
            return
        known: dict[Node, ibis.Table] = {THIS: nodes}
        patterns = patterns_of(text)
        waiting = [pattern for pattern in patterns if pattern.required]
        while waiting:
            pattern = next((one for one in waiting if one.subject in known or one.object in known), waiting[0])
            waiting.remove(pattern)
            self._match(pattern, known, learns=True)
        for pattern in patterns:
            if not pattern.required:
                self._match(pattern, known, learns=False)

    def _match(self, pattern: Pattern, known: dict[Node, ibis.Table], *, learns: bool) -> None:
        start, end = self._end(pattern.subject, known), self._end(pattern.object, known)
        steps = _steps(pattern.predicate)
        if steps is None or (start is None and end is None):
            self.found.append(self._data.along(predicates_in(pattern.predicate)))
            return
        if start is not None:
            reached, other = self._walk(steps, start), pattern.object
        else:
            assert end is not None
            reached, other = self._walk(_reversed(steps), end), pattern.subject
        if learns and isinstance(other, (Variable, BNode)) and other not in known:
            known[other] = reached

    def _end(self, term: Node, known: dict[Node, ibis.Table]) -> ibis.Table | None:
        if isinstance(term, (Variable, BNode)):
            return known.get(term)
        return self._data.column([term_text(term)])


def _is_leaf(shape: Declaration) -> bool:
    """Whether a property shape looks no further than along a predicate."""
    return isinstance(shape.path, URIRef) and _LOOK_FURTHER.isdisjoint(shape.parameters)


def _first_steps(shape: Declaration) -> Iterator[str]:
    """The predicates that an active property shape follows from its focus nodes, as far as they are plain to see."""
    if not shape.deactivated or _is_leaf(shape):
        rules = [rule for parameter in PAIRS for rule in shape.parameters.get(parameter, ())]
        yield from (term_text(step) for step in (shape.path, *rules) if isinstance(step, URIRef))


def _steps(path: Any) -> Path | None:
    """A path of a query as one of a shape; None for one that repeats."""
    if isinstance(path, URIRef):
        return Predicate(f"<{path}>")
    if isinstance(path, InvPath):
        inner = _steps(path.arg)
        return None if inner is None else _reversed(inner)
    if isinstance(path, (SequencePath, AlternativePath)):
        parts = [_steps(part) for part in path.args]
        kind = Sequence if isinstance(path, SequencePath) else Alternative
        return None if None in parts else kind(tuple(part for part in parts if part is not None))
    return None


def _reversed(path: Path) -> Path:
    if isinstance(path, Predicate):
        return Predicate(path.iri, not path.inverse)
    if isinstance(path, Sequence):
        return Sequence(tuple(_reversed(step) for step in reversed(path.steps)))
    if isinstance(path, Alternative):
        return Alternative(tuple(_reversed(branch) for branch in path.branches))
    return path
