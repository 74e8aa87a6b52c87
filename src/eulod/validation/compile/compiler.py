"""A shape compiled to the nodes that may fail it, its constraints family by family."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ibis
from rdflib import SH, URIRef
from rdflib.term import Node

from eulod.validation.compile.closed import failing_closed
from eulod.validation.compile.data import Data
from eulod.validation.compile.declaration import DEEPEST, Declaration, Declarations
from eulod.validation.compile.failing import (
    certain,
    doubtful,
    fails_all,
    fails_any,
    fails_not,
    fails_xone,
    none_of,
    of_focus,
)
from eulod.validation.compile.pairs import PAIRS, failing_pairs
from eulod.validation.compile.paths import Predicate, ends, read_path, value_nodes
from eulod.validation.compile.qualified import failing_qualified, siblings
from eulod.validation.compile.value_test import NotCompilable
from eulod.validation.compile.values import COUNTS, TESTS, Rows, asks_values, failing_values
from eulod.validation.sparql_constraints import Queries
from eulod.validation.term_text import term_text

LISTS = (SH["and"], SH["or"], SH.xone)
_QUALIFIED = (SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.qualifiedValueShapesDisjoint)
_KNOWN = {*TESTS, *COUNTS, *PAIRS, *LISTS, *_QUALIFIED, SH["class"], SH.closed, SH.ignoredProperties, SH.flags}
_KNOWN |= {SH.property, SH.node, SH["not"], SH.qualifiedValueShape, SH.sparql}


@dataclass(frozen=True, slots=True, order=True)
class FallBack:
    """A constraint that is left to pySHACL: the shape that it stands in, its parameter and the reason."""

    shape: str
    parameter: str
    reason: str


class Compiler:
    """Compiles the shapes of one shapes graph over one set of data."""

    def __init__(self, data: Data, declarations: Declarations, queries: Queries) -> None:
        self._data, self._declarations, self._queries = data, declarations, queries
        self.fall_backs: set[FallBack] = set()
        self._sure = False  # whether anybody asks which nodes fail for sure

    def candidates(self, node: Node, nodes: ibis.Table) -> ibis.Table:
        """The nodes among `nodes`, kept rows with a column node, that may fail a shape: column node, distinct.

        Raises NotCompilable as `failing` does.
        """
        parts = [part.select("node") for part in self._parts(self._declarations[node], nodes, (node,))]
        return ibis.union(*parts, distinct=True) if len(parts) > 1 else (parts or [none_of(nodes)])[0].select("node")

    def failing(self, node: Node, nodes: ibis.Table, *, within: tuple[Node, ...] = ()) -> ibis.Table:
        """The nodes among `nodes`, kept rows with a column node, that may fail a shape.

        Raises NotCompilable when there is no such shape, or when it refers to itself.
        """
        if node in within or len(within) > DEEPEST:
            raise NotCompilable("the shape refers to itself, or nests deeply")
        declaration = self._declarations[node]
        if declaration.deactivated:
            return none_of(nodes)
        parts = list(self._parts(declaration, nodes, (*within, node)))
        return fails_any(parts) if parts else none_of(nodes)

    def _parts(self, declaration: Declaration, nodes: ibis.Table, within: tuple[Node, ...]) -> Iterator[ibis.Table]:
        """What each constraint of a shape finds; one that cannot be compiled finds every node."""
        try:
            values = self._values(declaration, nodes)
        except NotCompilable as reason:
            self.told(declaration, SH.path, str(reason))
            yield doubtful(nodes)
            return
        yield from self._alone(declaration, nodes)
        if asks_values(declaration):
            rows = Rows(values.mutate(predicate=ibis.literal("")))
            yield failing_values(nodes, [(declaration, rows)], self._declarations.graph, self.told, sure=self._sure)
        if SH.property in declaration.parameters:
            yield from self._properties(declaration, values, nodes, within)
        for parameter in declaration.parameters:
            if parameter in (*TESTS, *COUNTS, SH.property, SH.flags, SH.ignoredProperties, *_QUALIFIED):
                continue
            try:
                yield from self._constraint(declaration, parameter, values, nodes, within)
            except NotCompilable as reason:
                self.told(declaration, parameter, str(reason))
                yield doubtful(nodes)

    def _alone(self, declaration: Declaration, nodes: ibis.Table) -> Iterator[ibis.Table]:
        """Parameters that stand without the one that they belong to: pySHACL stops at them."""
        owners = {SH.ignoredProperties: SH.closed, **dict.fromkeys(_QUALIFIED, SH.qualifiedValueShape)}
        for parameter, owner in owners.items():
            if parameter in declaration.parameters and owner not in declaration.parameters:
                self.told(declaration, parameter, "it stands alone")
                yield doubtful(nodes)

    def _values(self, declaration: Declaration, nodes: ibis.Table) -> ibis.Table:
        if declaration.path is None:
            return nodes.select(focus=nodes.node, value=nodes.node)
        return value_nodes(read_path(self._declarations.graph, declaration.path), self._data, nodes)

    def _constraint(
        self, declaration: Declaration, parameter: Node, values: ibis.Table, nodes: ibis.Table, within: tuple[Node, ...]
    ) -> Iterator[ibis.Table]:
        rules = declaration.parameters[parameter]
        if parameter == SH["class"]:
            yield from (self._class(declaration, rule, values, nodes) for rule in rules)
        elif parameter in PAIRS:
            found = (parameter, rules, values, self._data, nodes, declaration)
            yield from (failing_pairs(parameter, rule, *found[2:]) for rule in rules)
        elif parameter == SH.closed:
            yield failing_closed(declaration, self._declarations, values, self._data.triples, nodes)
        elif parameter == SH.sparql:
            yield from self._sparql(declaration, nodes)
        elif parameter in (SH.node, SH["not"], *LISTS, SH.qualifiedValueShape):
            yield from self._shapes(declaration, parameter, values, nodes, within)
        else:
            raise NotCompilable("no expression for this constraint")

    def _class(self, declaration: Declaration, rule: Node, values: ibis.Table, nodes: ibis.Table) -> ibis.Table:
        instances = self._data.instances(term_text(rule)).view()  # values may come from the same rows
        if predicate := self._predicate(declaration):
            values = ends(Predicate(predicate), self._data)  # few are strange: their focus nodes are looked at then
        strange = values.anti_join(instances, values.value == instances.node)
        found = strange.select(node=strange.focus).distinct()
        return certain(found.semi_join(nodes, "node") if predicate else found)

    def _sparql(self, declaration: Declaration, nodes: ibis.Table) -> Iterator[ibis.Table]:
        for constraint in declaration.parameters[SH.sparql]:
            if self._queries.text(declaration, constraint):
                answer = self._queries.answered(declaration, constraint)
                if answer.reason:
                    self.told(declaration, SH.sparql, answer.reason)
                yield doubtful(nodes.semi_join(answer.nodes, "node"))

    def _shapes(
        self, declaration: Declaration, parameter: Node, values: ibis.Table, nodes: ibis.Table, within: tuple[Node, ...]
    ) -> Iterator[ibis.Table]:
        """Constraints that refer to other shapes, judged on the distinct values."""
        reached = nodes if declaration.path is None else self._data.keep(values.select(node=values.value).distinct())
        before, self._sure = self._sure, self._sure or parameter in (SH["not"], SH.xone, SH.qualifiedValueShape)
        try:
            yield from self._judged(declaration, parameter, values, reached, nodes, within)
        finally:
            self._sure = before

    def _judged(
        self,
        declaration: Declaration,
        parameter: Node,
        values: ibis.Table,
        reached: ibis.Table,
        nodes: ibis.Table,
        within: tuple[Node, ...],
    ) -> Iterator[ibis.Table]:
        for rule in declaration.parameters[parameter]:
            if parameter == SH.qualifiedValueShape:
                others = siblings(declaration, rule, self._declarations)
                judged = [self.failing(one, reached, within=within) for one in (rule, *others)]
                yield failing_qualified(declaration, values, nodes, judged)
                continue
            if parameter in LISTS:
                members = tuple(self._declarations.graph.items(rule))
                if not members:
                    raise NotCompilable("a list of shapes is empty")
                if parameter != SH.xone:
                    members = tuple(dict.fromkeys(members))
                found = [self.failing(one, reached, within=within) for one in members]
                failing = _combined(parameter, reached, found)
            else:
                if parameter == SH.node and self._declarations[rule].path is not None:
                    raise NotCompilable("sh:node points to a property shape")
                failing = self.failing(rule, reached, within=within)
                if parameter == SH["not"]:
                    failing = fails_not(reached, failing)
            yield failing if declaration.path is None else of_focus(values, failing)

    def _properties(
        self, declaration: Declaration, values: ibis.Table, nodes: ibis.Table, within: tuple[Node, ...]
    ) -> Iterator[ibis.Table]:
        """Property shapes: those along a predicate in one pass over their values, the others one by one."""
        same = declaration.path is None
        reached = nodes if same else self._data.keep(values.select(node=values.value).distinct())
        try:
            found = list(self._property_shapes(declaration, reached, within))
        except NotCompilable as reason:
            self.told(declaration, SH.property, str(reason))
            found = [doubtful(reached)]
        for failing in found:
            yield failing if same else of_focus(values, failing)

    def _property_shapes(
        self, declaration: Declaration, nodes: ibis.Table, within: tuple[Node, ...]
    ) -> Iterator[ibis.Table]:
        along: list[tuple[Declaration, str]] = []
        for node in dict.fromkeys(declaration.parameters[SH.property]):
            shape = self._declarations[node]
            if shape.path is None:
                raise NotCompilable("sh:property points to what is no property shape")
            if not shape.deactivated and asks_values(shape) and (iri := self._predicate(shape)):
                along.append((shape, iri))
                shape = _without_values(shape)
            if node in within or len(within) > DEEPEST:
                raise NotCompilable("the shape refers to itself, or nests deeply")
            if not shape.deactivated:
                yield from self._parts(shape, nodes, (*within, node))
        if along:
            yield self._along(along, nodes)

    def _predicate(self, shape: Declaration) -> str:
        """The predicate that the path of a shape is, '' when it is another path."""
        return term_text(shape.path) if isinstance(shape.path, URIRef) else ""

    def _along(self, shapes: list[tuple[Declaration, str]], nodes: ibis.Table) -> ibis.Table:
        named = self._data.along({iri for _, iri in shapes})
        pairs = named.select(focus=named.subject, predicate=named.predicate, value=named.object)
        rows = pairs.semi_join(nodes, pairs.focus == nodes.node)
        parts = [(shape, Rows(rows, iri)) for shape, iri in shapes]
        return failing_values(nodes, parts, self._declarations.graph, self.told, sure=self._sure)

    def told(self, declaration: Declaration, parameter: Node, reason: str) -> None:
        """Note that a constraint falls back."""
        name = str(parameter).removeprefix(str(SH))
        self.fall_backs.add(FallBack(term_text(declaration.node), f"sh:{name}", reason))


def _without_values(shape: Declaration) -> Declaration:
    left = {key: rules for key, rules in shape.parameters.items() if key not in (*TESTS, *COUNTS)}
    return Declaration(shape.node, shape.path, shape.deactivated, left)


def _combined(parameter: Node, nodes: ibis.Table, failing: list[ibis.Table]) -> ibis.Table:
    if parameter == SH.xone:
        return fails_xone(nodes, failing)
    return fails_any(failing) if parameter == SH["and"] else fails_all(failing)
