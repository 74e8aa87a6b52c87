"""Mappings checked without reading data: only the header lines of CSV files are looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from eulod.errors import EulodError, MappingError, Place
from eulod.mapping.call import check_call
from eulod.mapping.errors import UnknownReference, UnknownSource, nearest
from eulod.mapping.term_map import Constant, Expression, FunctionCall, Reference, Template, TermMap, TermType
from eulod.mapping.terms import constant_iri, constant_language, needed_base
from eulod.mapping.triples_map import (
    Field,
    IterableField,
    Mapping,
    ParentTriplesMap,
    PredicateObjectMap,
    TriplesMap,
    View,
    ViewJoin,
)
from eulod.mapping.view_rows import declared_fields
from eulod.sources.logical_source import source_files
from eulod.sources.open import source_columns
from eulod.terms.prefixes import PREFIXES

_RDF_TYPE = PREFIXES["rdf"] + "type"


class UnknownTerm(MappingError):
    """A mapping uses a class, property or concept of eulod's own vocabulary that does not exist."""

    code = "M030"


def lint(mapping: Mapping, folder: Path, *, known_terms: Collection[str], base: str = "") -> Iterator[EulodError]:
    """Everything that can be said against a mapping whose files lie in `folder`, as errors that are not raised.

    `known_terms` are the IRIs of eulod's classes, properties and concepts; relative IRIs are resolved against `base`.
    """
    yield from _Linter(mapping, folder, frozenset(known_terms), base).problems()


Scope = tuple[str, ...] | None
"""The names that references may use, or None where they are paths into documents."""


class _Linter:
    def __init__(self, mapping: Mapping, folder: Path, known_terms: frozenset[str], base: str) -> None:
        self.mapping = mapping
        self.base = base
        self.folder = folder
        self.known_terms = known_terms
        self.scopes: dict[str, Scope] = {}

    def problems(self) -> Iterator[EulodError]:
        for name in self.mapping.sources:
            yield from self.source(name)
        for view in self.mapping.views.values():
            yield from self.view(view)
        for triples_map in self.mapping.triples_maps:
            yield from self.exists(triples_map.source, triples_map.place)
            yield from self.triples_map(triples_map)

    def source(self, name: str) -> Iterator[EulodError]:
        source = self.mapping.sources[name]
        self.scopes[name] = None
        if source.files == () or (source.is_remote and source.files is None):
            return  # told already, or not to be asked
        try:
            source_files(source, self.folder)
            self.scopes[name] = source_columns(source, self.folder)
        except EulodError as error:
            yield error

    def view(self, view: View) -> Iterator[EulodError]:
        yield from self.exists(view.on, view.place)
        scope = self.scopes.get(view.on)
        for entry in view.fields:
            if isinstance(entry, Field):
                yield from self.expression(entry.expression, scope, entry.place)
                scope = scope if scope is None or view.closed else (*scope, entry.name)
            else:
                yield from self.items(entry)
        self.scopes[view.name] = (*declared_fields(view),) if view.closed else scope
        for join in view.joins:
            yield from self.view_join(join, self.scopes[view.name])

    def view_join(self, join: ViewJoin, scope: Scope) -> Iterator[EulodError]:
        yield from self.exists(join.parent, join.place)
        parent = self.scopes.get(join.parent)
        for condition in join.conditions:
            yield from self.expression(condition.child, scope, condition.place)
            yield from self.expression(condition.parent, parent, condition.place)
        for entry in join.fields:
            yield from self.expression(entry.expression, parent, entry.place)

    def items(self, entry: IterableField) -> Iterator[EulodError]:
        for part in entry.fields:
            if isinstance(part, Field):
                yield from self.expression(part.expression, None, part.place)
            else:
                yield from self.items(part)

    def exists(self, name: str, place: Place) -> Iterator[EulodError]:
        known = [*self.mapping.sources, *self.mapping.views]
        if name not in known:
            yield UnknownSource(f"no source or view '{name}'", place=place, help=nearest(name, known))

    def triples_map(self, triples_map: TriplesMap) -> Iterator[EulodError]:
        scope = self.scopes.get(triples_map.source)
        for term_map in (triples_map.subject, *triples_map.graphs):
            yield from self.term_map(term_map, scope)
        if triples_map.condition is not None:
            yield from self.expression(triples_map.condition, scope, triples_map.place)
        for entry in triples_map.predicate_objects:
            yield from self.predicate_object(entry, scope)

    def predicate_object(self, entry: PredicateObjectMap, scope: Scope) -> Iterator[EulodError]:
        if entry.condition is not None:
            yield from self.expression(entry.condition, scope, entry.place)
        for term_map in (*entry.predicates, *entry.graphs):
            yield from self.term_map(term_map, scope)
        for predicate in entry.predicates:
            yield from self.vocabulary(predicate)
        types = any(predicate.expression == Constant(_RDF_TYPE) for predicate in entry.predicates)
        for object_map in entry.objects:
            yield from self.object(object_map, scope, types=types)

    def object(self, entry: TermMap | ParentTriplesMap, scope: Scope, *, types: bool) -> Iterator[EulodError]:
        if isinstance(entry, ParentTriplesMap):
            yield from self.parent(entry, scope)
            return
        yield from self.term_map(entry, scope)
        if types:
            yield from self.vocabulary(entry)

    def parent(self, entry: ParentTriplesMap, scope: Scope) -> Iterator[EulodError]:
        parents = {triples_map.name: triples_map for triples_map in self.mapping.triples_maps}
        if entry.triples_map not in parents:
            help = nearest(entry.triples_map, parents)
            yield UnknownSource(f"no triples map '{entry.triples_map}'", place=entry.place, help=help)
            return
        for join in entry.joins:
            yield from self.expression(join.child, scope, join.place)
            yield from self.expression(join.parent, self.scopes.get(parents[entry.triples_map].source), join.place)

    def term_map(self, term_map: TermMap, scope: Scope) -> Iterator[EulodError]:
        for expression in (term_map.expression, term_map.language, term_map.datatype):
            if expression is not None:
                yield from self.expression(expression, scope, term_map.place)
        yield from self.constants(term_map)

    def constants(self, term_map: TermMap) -> Iterator[EulodError]:
        """What is wrong with the parts of a term map that are the same for every record: IRIs and language tags."""
        try:
            if term_map.term_type in (TermType.IRI, TermType.URI, TermType.UNSAFE_IRI):
                self.iri(term_map.expression, term_map.place)
            if term_map.datatype is not None:
                self.iri(term_map.datatype, term_map.place)
            if isinstance(term_map.language, Constant):
                constant_language(term_map.language.value, term_map.place)
        except EulodError as error:
            yield error

    def iri(self, expression: Expression, place: Place) -> None:
        """Raise what is wrong with a constant IRI or the beginning of a template."""
        first = expression.parts[0] if isinstance(expression, Template) else expression
        if isinstance(first, Constant):
            constant_iri(first.value, self.base, place)
        elif isinstance(expression, Template):
            needed_base(self.base, place)

    def expression(self, expression: Expression, scope: Scope, place: Place) -> Iterator[EulodError]:
        if isinstance(expression, Reference):
            yield from self.reference(expression.name, scope, place)
        elif isinstance(expression, FunctionCall):
            yield from self.call(expression, scope)
        elif isinstance(expression, Template):
            for part in expression.parts:
                yield from self.expression(part, scope, place)

    def call(self, call: FunctionCall, scope: Scope) -> Iterator[EulodError]:
        try:
            check_call(call, Path(self.mapping.file).parent)
        except EulodError as error:
            yield error
        for _, parameter in call.parameters:
            yield from self.expression(parameter, scope, call.place)

    def reference(self, name: str, scope: Scope, place: Place) -> Iterator[EulodError]:
        if scope is not None and name not in scope:
            problem = f"column '{name}' is read; there are: {', '.join(scope)}"
            yield UnknownReference(problem, place=place, help=nearest(name, scope))

    def vocabulary(self, term_map: TermMap) -> Iterator[EulodError]:
        expression, namespace = term_map.expression, PREFIXES["eulod"]
        if not isinstance(expression, Constant) or not expression.value.startswith(namespace):
            return
        if expression.value not in self.known_terms:
            local = [iri.removeprefix(namespace) for iri in self.known_terms if iri.startswith(namespace)]
            name = expression.value.removeprefix(namespace)
            problem = f"the ontology has no term eulod:{name}"
            yield UnknownTerm(problem, place=term_map.place, help=nearest(name, local))
