"""What a mapping reads of its sources: every reference, followed through views, with the line where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from eulod.errors import Place
from eulod.mapping.term_map import Expression, FunctionCall, Reference, Template, TermMap
from eulod.mapping.triples_map import (
    Field,
    IterableField,
    Mapping,
    ParentTriplesMap,
    PredicateObjectMap,
    TriplesMap,
    View,
)
from eulod.mapping.view_rows import declared_fields


@dataclass(frozen=True, slots=True)
class Read:
    """One reference to a logical source, and its place in the mapping.

    `reference` is a column, or a path from the record; from an item, if there are `iterators`, one in the other.
    """

    source: str
    reference: str
    place: Place
    iterators: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The column, or the path from the record as it may be written in one."""
        if not self.iterators:
            return self.reference
        own = self.reference.removeprefix("$").removeprefix(".")
        return ".".join((*self.iterators, own) if own else self.iterators)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What references mean: fields of a view, or, unless it is closed, what the items of `iterators` say."""

    source: str
    fields: frozenset[str] = frozenset()
    iterators: tuple[str, ...] = ()
    closed: bool = False

    def plus(self, *names: str) -> _Scope:
        return replace(self, fields=self.fields | {*names})


def references(mapping: Mapping) -> Iterator[Read]:
    """Every reference of `mapping` to a column or a path of a logical source, in the order of the document."""
    yield from _References(mapping).all()


class _References:
    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.scopes: dict[str, _Scope] = {}

    def all(self) -> Iterator[Read]:
        for view in self.mapping.views.values():
            yield from self.view(view)
        for triples_map in self.mapping.triples_maps:
            yield from self.triples_map(triples_map)

    def scope(self, name: str) -> _Scope:
        """What references mean to a triples map on the source or view `name`."""
        if name not in self.scopes:
            view = self.mapping.views.get(name)
            self.scopes[name] = _Scope(name) if view is None else self.view_scope(view)
        return self.scopes[name]

    def view_scope(self, view: View) -> _Scope:
        below = self.scope(view.on)
        if view.closed:
            return _Scope(below.source, frozenset(declared_fields(view)), closed=True)
        joined = [entry.name for join in view.joins for entry in join.fields]
        return below.plus(*_names(view.fields), *joined)

    def view(self, view: View) -> Iterator[Read]:
        yield from self.fields(view.fields, self.scope(view.on), closed=view.closed)
        for join in view.joins:
            parent = self.scope(join.parent)
            for condition in join.conditions:
                yield from self.expression(condition.child, self.scope(view.name), condition.place)
                yield from self.expression(condition.parent, parent, condition.place)
            for entry in join.fields:
                yield from self.expression(entry.expression, parent, entry.place)

    def fields(self, fields: tuple[Field | IterableField, ...], scope: _Scope, *, closed: bool) -> Iterator[Read]:
        """What fields read; those of a closed view do not see each other."""
        for entry in fields:
            if isinstance(entry, Field):
                yield from self.expression(entry.expression, scope, entry.place)
                scope = scope if closed else scope.plus(entry.name)
            else:
                names = () if closed else (f"{entry.name}.#",)
                below = _Scope(scope.source, frozenset(names), (*scope.iterators, entry.iterator))
                yield from self.fields(entry.fields, below, closed=closed)
                scope = scope if closed else scope.plus(*_names((entry,)))

    def triples_map(self, triples_map: TriplesMap) -> Iterator[Read]:
        scope = self.scope(triples_map.source)
        for term_map in (triples_map.subject, *triples_map.graphs):
            yield from self.term_map(term_map, scope)
        if triples_map.condition is not None:
            yield from self.expression(triples_map.condition, scope, triples_map.place)
        for entry in triples_map.predicate_objects:
            yield from self.predicate_object(entry, scope)

    def predicate_object(self, entry: PredicateObjectMap, scope: _Scope) -> Iterator[Read]:
        if entry.condition is not None:
            yield from self.expression(entry.condition, scope, entry.place)
        for term_map in (*entry.predicates, *entry.graphs, *entry.objects):
            if isinstance(term_map, ParentTriplesMap):
                yield from self.parent(term_map, scope)
            else:
                yield from self.term_map(term_map, scope)

    def parent(self, entry: ParentTriplesMap, scope: _Scope) -> Iterator[Read]:
        parents = {triples_map.name: triples_map for triples_map in self.mapping.triples_maps}
        for join in entry.joins:
            yield from self.expression(join.child, scope, join.place)
            if entry.triples_map in parents:
                yield from self.expression(join.parent, self.scope(parents[entry.triples_map].source), join.place)

    def term_map(self, term_map: TermMap, scope: _Scope) -> Iterator[Read]:
        for expression in (term_map.expression, term_map.language, term_map.datatype):
            if expression is not None:
                yield from self.expression(expression, scope, term_map.place)

    def expression(self, expression: Expression, scope: _Scope, place: Place) -> Iterator[Read]:
        if isinstance(expression, Reference):
            if expression.name not in scope.fields and not scope.closed:
                yield Read(scope.source, expression.name, place, scope.iterators)
        elif isinstance(expression, FunctionCall):
            for _, parameter in expression.parameters:
                yield from self.expression(parameter, scope, expression.place)
        elif isinstance(expression, Template):
            for part in expression.parts:
                yield from self.expression(part, scope, place)


def _names(fields: tuple[Field | IterableField, ...]) -> Iterator[str]:
    """The names of fields, nested ones and indexes included."""
    for entry in fields:
        if isinstance(entry, Field):
            yield entry.name
        else:
            yield f"{entry.name}.#"
            yield from _names(entry.fields)
