"""Triples maps, the views they iterate over, and the mapping document that holds both."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass

from eulod.errors import Place
from eulod.mapping.term_map import Expression, FunctionCall, TermMap
from eulod.sources.logical_source import LogicalSource


@dataclass(frozen=True, slots=True)
class Field:
    """A named expression of a view; later fields and term maps may refer to it."""

    name: str
    expression: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class IterableField:
    """A nested iteration: one row for each item that `iterator` finds in the record, with the item's own fields.

    Its fields are named `name.field`, and `name.#` is the item's index from 0.
    """

    name: str
    iterator: str
    fields: tuple[Field | IterableField, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Join:
    """One join condition: the child's expression equals the parent's."""

    child: Expression
    parent: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class ViewJoin:
    """Fields of another view, for each of its rows that fits on every condition.

    A row that none fits has null in them; an `inner` join leaves it out.
    """

    parent: str
    conditions: tuple[Join, ...]
    fields: tuple[Field, ...]
    inner: bool
    place: Place


@dataclass(frozen=True, slots=True)
class View:
    """A logical view on a source or on another view.

    A `closed` view, as RML has them, shows its own fields alone, and gives each of the several values of a field a row
    of its own; records without items keep a row. An open one, as YARRRML has them here, shows what it stands on too.

    Source: https://kg-construct.github.io/rml-lv/dev.html
    """

    name: str
    on: str
    fields: tuple[Field | IterableField, ...]
    place: Place
    joins: tuple[ViewJoin, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ParentTriplesMap:
    """Objects that are the subjects of another triples map, joined on every condition."""

    triples_map: str
    joins: tuple[Join, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class PredicateObjectMap:
    """Every predicate with every object, where the condition, if any, holds."""

    predicates: tuple[TermMap, ...]
    objects: tuple[TermMap | ParentTriplesMap, ...]
    graphs: tuple[TermMap, ...]
    condition: FunctionCall | None
    place: Place


@dataclass(frozen=True, slots=True)
class TriplesMap:
    """How one kind of resource is described from the records of one source or view.

    Relative IRIs are resolved against `base` where there is one, else against the base of the run.
    """

    name: str
    source: str
    subject: TermMap
    graphs: tuple[TermMap, ...]
    predicate_objects: tuple[PredicateObjectMap, ...]
    condition: FunctionCall | None
    place: Place
    base: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping document: sources and views by name, triples maps in the order of the document."""

    file: str
    sources: Map[str, LogicalSource]
    views: Map[str, View]
    triples_maps: tuple[TriplesMap, ...]

    def base_source(self, name: str) -> str:
        """The logical source that a source or view name comes down to."""
        while name in self.views:
            name = self.views[name].on
        return name
