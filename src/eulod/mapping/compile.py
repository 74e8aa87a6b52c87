"""Mappings compiled to Ibis: one expression for each triples map, nothing run.

Each triples map makes one scan of its source: the subject once, an array of predicate-object pairs, then unnested.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from eulod.errors import Place
from eulod.mapping.call import compile_call
from eulod.mapping.errors import MappingSyntax, UnknownSource, nearest
from eulod.mapping.natural import single
from eulod.mapping.parent_join import joined_subjects
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import (
    DEFAULT_GRAPH,
    Constant,
    Expression,
    FunctionCall,
    RecordKey,
    Reference,
    Template,
    TermMap,
)
from eulod.mapping.terms import TermCompiler
from eulod.mapping.triples_map import (
    Mapping,
    ParentTriplesMap,
    PredicateObjectMap,
    TriplesMap,
)
from eulod.mapping.values import Check, Value, constant, in_text, in_truth, joined
from eulod.mapping.view_rows import view_rows
from eulod.sources.open import open_source
from eulod.sources.records import FILE, RECORD, Records
from eulod.terms.iri import begins_absolute

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

Rejected = dict[str, ibis.Table]
"""For each source with rejected records: a table of their FILE and RECORD."""


PART = "\x01"
"""Between the parts of a statement: it stands before all characters that terms are made of, so that they sort alike."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One predicate with one object in one graph: the N-Quads text of the pair, null where there is no statement.

    `parts` is predicate, object and graph, '' for the default, each with PART between them. `predicate` is the
    predicate's text where it is the same for every record.
    """

    pair: Value
    parts: Value
    graph: Value | None
    predicate: str | None
    place: Any


@dataclass(frozen=True, slots=True)
class CompiledMap:
    """One triples map over its rows: the subject's text and an arm for each statement that a row can make."""

    triples_map: TriplesMap
    rows: Rows
    subject: Value
    arms: tuple[Arm, ...]

    def statements(self) -> ibis.Table:
        """The columns graph, subject and pair, `pair` being predicate, space, object; the graph '' for the default.

        Rows that say the same are taken once; different rows may still make the same statement.
        """
        graphs = {_identity(arm.graph): arm.graph for arm in self.arms}
        several = len(graphs) != 1 or any(graph is not None and graph.many for graph in graphs.values())
        return self._in_several_graphs() if several else self._in_one_graph(*graphs.values())

    def _in_one_graph(self, graph: Value | None) -> ibis.Table:
        table = self.rows.table
        flat = self._flat(_graph_text(graph, table), [arm.pair for arm in self.arms])
        return flat.select("graph", "subject", pair="text")

    def _in_several_graphs(self) -> ibis.Table:
        """The graph stands before each pair while they are one text; no graph's name has a space."""
        pairs = [joined([arm.graph or constant(""), constant(" "), arm.pair]) for arm in self.arms]
        flat = self._flat(ibis.literal(""), pairs)
        end = flat.text.find(" ")
        return flat.select("subject", graph=flat.text.substr(0, end), pair=flat.text.substr(end + 1)).select(
            "graph", "subject", "pair"
        )

    def _flat(self, graph: ir.StringValue, texts: list[Value]) -> ibis.Table:
        """One row for each text of each row that has a subject: graph, subject, text."""
        table = self.rows.table
        built = table.select(graph=graph, subject=self.subject.build(table), texts=gathered(texts, table))
        if self.subject.many:
            built = built.mutate(subject=built.subject.unnest())
        distinct = built.filter(built.subject.notnull(), built.graph.notnull()).distinct()
        flat = distinct.select("graph", "subject", text=distinct.texts.unnest())
        return flat.filter(flat.text.notnull())


def _identity(graph: Value | None) -> object:
    """What tells graphs apart: their name where it is constant, else the value itself."""
    return None if graph is None else graph.constant or id(graph)


def _graph_text(graph: Value | None, table: ibis.Table) -> ir.StringValue:
    text: ir.StringValue = ibis.literal("") if graph is None else graph.build(table)
    return text


def gathered(texts: list[Value], table: ibis.Table) -> ir.ArrayValue:
    """All texts of a row in one array."""
    nothing = ibis.literal([], "array<string>")
    single = [text.build(table) for text in texts if not text.many]
    several = [ibis.coalesce(text.build(table), nothing) for text in texts if text.many]
    gathered: ir.ArrayValue = ibis.array(single) if single else nothing
    # One after the other, each concatenation would repeat the text of all before it in SQL.
    return ibis.array([gathered, *several]).flatten() if several else gathered


@dataclass(slots=True)
class Compiler:
    """Compiles one mapping document whose sources lie in `folder`.

    `strict` applies the rules for published IRIs; `lineage` keeps file, record and source values beside each row;
    `rejected` holds the records to leave out, `skip` passes over those that cannot be read at all.
    """

    engine: Engine
    mapping: Mapping
    folder: Path
    base: str = ""
    strict: bool = False
    lineage: bool = False
    rejected: Rejected = field(default_factory=dict)
    skip: bool = False
    records: dict[str, Records] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)

    def compiled(self, *, about: Collection[str] | None = None) -> Iterator[CompiledMap]:
        """Each triples map in turn, compiled; with `about`, only those that can describe one of these subjects.

        Subjects are N-Quads text. Raises MappingError and SourceError subclasses.
        """
        for triples_map in self.mapping.triples_maps:
            start = "<" + subject_start(triples_map)
            if about is None or any(subject.startswith(start) for subject in about):
                yield self.compile_map(triples_map)

    def rows_of(self, name: str, place: Any) -> Rows:
        """The rows of a source or view, compiled once."""
        if name not in self.rows:
            view = self.mapping.views.get(name)
            self.rows[name] = self.source_rows(name, place) if view is None else view_rows(self, view)
        return self.rows[name]

    def source_rows(self, name: str, place: Any) -> Rows:
        if name not in self.mapping.sources:
            known = [*self.mapping.sources, *self.mapping.views]
            raise UnknownSource(f"no source or view '{name}'", place=place, help=nearest(name, known))
        lineage = self.lineage or bool(self.rejected)
        records = open_source(self.engine, self.mapping.sources[name], self.folder, lineage=lineage, skip=self.skip)
        self.records[name] = records
        rows = Rows.of(self.engine, records, lineage=self.lineage)
        if name in self.rejected:
            rows.table = rows.table.anti_join(self.rejected[name], [FILE, RECORD])
        return rows

    def value(self, expression: Expression, rows: Rows, place: Any) -> Value:
        """An expression over rows."""
        if isinstance(expression, Constant):
            return constant(expression.value)
        if isinstance(expression, Reference):
            return rows.reference(expression.name, place)
        if isinstance(expression, RecordKey):
            return rows.key(expression.number)
        if isinstance(expression, FunctionCall):
            folder = Path(self.mapping.file).parent
            return compile_call(expression, rows, lambda part: self.value(part, rows, expression.place), folder)
        return joined([self.part(part, rows, place) for part in expression.parts])

    def part(self, expression: Expression, rows: Rows, place: Any) -> Value:
        """An expression over rows that goes into a term or a text: no list and no object of JSON."""
        return single(self.value(expression, rows, place), rows, place)

    def terms(self, triples_map: TriplesMap, rows: Rows) -> TermCompiler:
        """What compiles the term maps of `triples_map` over `rows`."""

        def compile(expression: Expression, place: Place) -> Value:
            return in_text(self.part(expression, rows, place))

        return TermCompiler(rows, compile, triples_map.base or self.base, self.strict)

    def compile_map(self, triples_map: TriplesMap) -> CompiledMap:
        """One triples map over its rows."""
        rows = self.rows_of(triples_map.source, triples_map.place).copy()
        self.filter(rows, triples_map)
        terms = self.terms(triples_map, rows)
        subject = terms.term(triples_map.subject)
        arms = [arm for entry in triples_map.predicate_objects for arm in self.arms(entry, triples_map, rows, terms)]
        rows.settle()
        return CompiledMap(triples_map, rows, subject, tuple(arms))

    def filter(self, rows: Rows, triples_map: TriplesMap) -> None:
        """Leave only the rows for which the condition of a triples map holds."""
        if condition := self.condition(triples_map.condition, rows):
            rows.keep_where(condition)

    def condition(self, call: FunctionCall | None, rows: Rows) -> Value | None:
        """What says for which rows a condition holds; None where there is no condition."""
        return None if call is None else in_truth(self.value(call, rows, call.place))

    def arms(self, entry: PredicateObjectMap, owner: TriplesMap, rows: Rows, terms: TermCompiler) -> Iterator[Arm]:
        condition = self.condition(entry.condition, rows)
        before = len(rows.checks)
        graphs = [self.graph(graph, terms) for graph in entry.graphs or owner.graphs] or [None]
        predicates = [terms.term(predicate) for predicate in entry.predicates]
        for object_map in entry.objects:
            made = self.object(object_map, owner, rows, terms)
            for predicate in predicates:
                pair = _where(joined([predicate, constant(" "), made]), condition)
                for graph in graphs:
                    named = graph or constant("")
                    parts = _where(joined([predicate, constant(PART), made, constant(PART), named]), condition)
                    yield Arm(pair, parts, graph, predicate.constant, object_map.place)
        rows.checks[before:] = [_where_checked(check, condition) for check in rows.checks[before:]]

    def graph(self, term_map: TermMap, terms: TermCompiler) -> Value | None:
        """The graph that a graph map names, None for the default graph."""
        return None if term_map.expression == Constant(DEFAULT_GRAPH) else terms.term(term_map)

    def object(self, entry: TermMap | ParentTriplesMap, owner: TriplesMap, rows: Rows, terms: TermCompiler) -> Value:
        return terms.term(entry) if isinstance(entry, TermMap) else self.parent_subject(entry, owner, rows)

    def parent_subject(self, entry: ParentTriplesMap, owner: TriplesMap, rows: Rows) -> Value:
        """The subjects of the parent triples map, as several values joined to each row."""
        parents = {triples_map.name: triples_map for triples_map in self.mapping.triples_maps}
        if entry.triples_map not in parents:
            help = nearest(entry.triples_map, parents)
            raise UnknownSource(f"no triples map '{entry.triples_map}'", place=entry.place, help=help)
        parent = parents[entry.triples_map]
        if entry.joins:
            return self.joined_subject(entry, parent, rows)
        if not self.same_records(parent.source, owner.source):
            help = "say with a condition which of its records belong to each record"
            raise MappingSyntax(f"'{parent.name}' reads another source", place=entry.place, help=help)
        condition = self.condition(parent.condition, rows)
        return _where(self.terms(parent, rows).term(parent.subject), condition)

    def same_records(self, one: str, other: str) -> bool:
        """Say whether two sources or views go through the same records and show them in the same way."""
        shown = [self.mapping.views[name].closed for name in (one, other) if name in self.mapping.views]
        return one == other or (not any(shown) and self.mapping.base_source(one) == self.mapping.base_source(other))

    def joined_subject(self, entry: ParentTriplesMap, parent: TriplesMap, rows: Rows) -> Value:
        other = self.rows_of(parent.source, entry.place).copy()
        self.filter(other, parent)
        subject = self.terms(parent, other).term(parent.subject)
        parents = [self.value(join.parent, other, join.place) for join in entry.joins]
        children = [self.value(join.child, rows, join.place) for join in entry.joins]
        return joined_subjects(rows, children, other, parents, subject)


def subject_start(triples_map: TriplesMap) -> str:
    """The text that every subject IRI of a triples map begins with; '' where that depends on the record."""
    expression = triples_map.subject.expression
    first = expression.parts[0] if isinstance(expression, Template) else expression
    return first.value if isinstance(first, Constant) and begins_absolute(first.value) else ""


def _where_checked(check: Check, condition: Value | None) -> Check:
    if condition is None:
        return check
    return replace(check, failed=lambda table: condition.build(table) & check.failed(table))


def _where(pair: Value, condition: Value | None) -> Value:
    if condition is None:
        return pair
    nothing = ibis.null("array<string>" if pair.many else "string")

    def build(table: ibis.Table) -> Any:
        return condition.build(table).ifelse(pair.build(table), nothing)

    return Value(build, pair.origins | condition.origins, pair.many)
