"""Mappings checked without reading data: only the header lines of CSV files are looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from eulod.errors import EulodError, MappingError, Place
from eulod.mapping.call import check_call
from eulod.mapping.errors import UnknownReference, UnknownSource, nearest
from eulod.mapping.term_map import Constant, Expression, FunctionCall, Reference, TermMap
from eulod.mapping.triples_map import Field, IterableField, Mapping, ParentTriplesMap, PredicateObjectMap, TriplesMap
from eulod.sources.csv import csv_dialect, header
from eulod.sources.logical_source import source_files
from eulod.terms.prefixes import PREFIXES

_RDF_TYPE = PREFIXES["rdf"] + "type"


class UnknownTerm(MappingError):
    """A mapping uses a class, property or concept of eulod's own vocabulary that does not exist."""

    code = "M030"


def lint(mapping: Mapping, folder: Path, *, known_terms: Collection[str]) -> Iterator[EulodError]:
    """Everything that can be said against a mapping whose files lie in `folder`, as errors that are not raised.

    `known_terms` are the IRIs of eulod's classes, properties and concepts.
    """
    yield from _Linter(mapping, folder, frozenset(known_terms)).problems()


class _Linter:
    def __init__(self, mapping: Mapping, folder: Path, known_terms: frozenset[str]) -> None:
        self.mapping = mapping
        self.folder = folder
        self.known_terms = known_terms
        self.columns: dict[str, tuple[str, ...] | None] = {}

    def problems(self) -> Iterator[EulodError]:
        for name in self.mapping.sources:
            yield from self.open(name)
        for view in self.mapping.views.values():
            yield from self.source_exists(view.on, view.place)
            yield from self.fields(view.fields, view.on)
        for triples_map in self.mapping.triples_maps:
            yield from self.source_exists(triples_map.source, triples_map.place)
            yield from self.triples_map(triples_map)

    def open(self, name: str) -> Iterator[EulodError]:
        source = self.mapping.sources[name]
        self.columns[name] = None
        try:
            files = source_files(source, self.folder)
            if source.formulation == "csv":
                self.columns[name] = header(files[0], csv_dialect(source))
        except EulodError as error:
            yield error

    def source_exists(self, name: str, place: Place) -> Iterator[EulodError]:
        known = [*self.mapping.sources, *self.mapping.views]
        if name not in known:
            yield UnknownSource(f"no source or view '{name}'", place=place, help=nearest(name, known))

    def fields(self, fields: tuple[Field | IterableField, ...], source: str) -> Iterator[EulodError]:
        for entry in fields:
            if isinstance(entry, Field):
                yield from self.expression(entry.expression, source, entry.place)
            else:
                yield from self.fields(entry.fields, source)

    def triples_map(self, triples_map: TriplesMap) -> Iterator[EulodError]:
        yield from self.term_map(triples_map.subject, triples_map.source)
        for graph in triples_map.graphs:
            yield from self.term_map(graph, triples_map.source)
        if triples_map.condition is not None:
            yield from self.expression(triples_map.condition, triples_map.source, triples_map.place)
        for entry in triples_map.predicate_objects:
            yield from self.predicate_object(entry, triples_map.source)

    def predicate_object(self, entry: PredicateObjectMap, source: str) -> Iterator[EulodError]:
        if entry.condition is not None:
            yield from self.expression(entry.condition, source, entry.place)
        for term_map in (*entry.predicates, *entry.graphs):
            yield from self.term_map(term_map, source)
        types = any(predicate.expression == Constant(_RDF_TYPE) for predicate in entry.predicates)
        for object_map in entry.objects:
            if isinstance(object_map, ParentTriplesMap):
                yield from self.parent(object_map, source)
            else:
                yield from self.term_map(object_map, source)
                yield from self.vocabulary(object_map) if types else ()
        for predicate in entry.predicates:
            yield from self.vocabulary(predicate)

    def parent(self, entry: ParentTriplesMap, source: str) -> Iterator[EulodError]:
        parents = {triples_map.name: triples_map for triples_map in self.mapping.triples_maps}
        if entry.triples_map not in parents:
            help = nearest(entry.triples_map, parents)
            yield UnknownSource(f"no triples map '{entry.triples_map}'", place=entry.place, help=help)
            return
        for join in entry.joins:
            yield from self.expression(join.child, source, join.place)
            yield from self.expression(join.parent, parents[entry.triples_map].source, join.place)

    def term_map(self, term_map: TermMap, source: str) -> Iterator[EulodError]:
        for expression in (term_map.expression, term_map.language, term_map.datatype):
            if expression is not None:
                yield from self.expression(expression, source, term_map.place)

    def expression(self, expression: Expression, source: str, place: Place) -> Iterator[EulodError]:
        if isinstance(expression, Reference):
            yield from self.reference(expression.name, source, place)
        elif isinstance(expression, FunctionCall):
            yield from self.call(expression, source)
        elif not isinstance(expression, Constant):
            for part in expression.parts:
                yield from self.expression(part, source, place)

    def call(self, call: FunctionCall, source: str) -> Iterator[EulodError]:
        try:
            check_call(call, Path(self.mapping.file).parent)
        except EulodError as error:
            yield error
        for _, parameter in call.parameters:
            yield from self.expression(parameter, source, call.place)

    def reference(self, name: str, source: str, place: Place) -> Iterator[EulodError]:
        columns = self.columns.get(self.mapping.base_source(source))
        if columns is None:
            return
        known = [*columns, *self.view_fields(source)]
        if name not in known:
            problem = f"column '{name}' is read; there are: {', '.join(known)}"
            yield UnknownReference(problem, place=place, help=nearest(name, known))

    def view_fields(self, source: str) -> Iterator[str]:
        while source in self.mapping.views:
            yield from (entry.name for entry in self.mapping.views[source].fields)
            source = self.mapping.views[source].on

    def vocabulary(self, term_map: TermMap) -> Iterator[EulodError]:
        expression = term_map.expression
        if not isinstance(expression, Constant) or not expression.value.startswith(PREFIXES["eulod"]):
            return
        if expression.value not in self.known_terms:
            local = {iri.removeprefix(PREFIXES["eulod"]) for iri in self.known_terms}
            name = expression.value.removeprefix(PREFIXES["eulod"])
            problem = f"the ontology has no term eulod:{name}"
            yield UnknownTerm(problem, place=term_map.place, help=nearest(name, local))


