"""Where statements come from: the mapping's own expressions, filtered on the answer.

Nothing is stored while mapping; file, record, column and value are recomputed for the subjects asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import ibis

from eulod.errors import Place
from eulod.mapping.compile import Arm, CompiledMap, Compiler, gathered
from eulod.mapping.rows import ORIGIN
from eulod.mapping.term_map import Constant
from eulod.mapping.triples_map import TriplesMap
from eulod.mapping.values import Value, constant, joined
from eulod.sources.records import FILE, LINE, RECORD

_SUBJECT = "eulod:subject"
_CELLS, _PART = "\x1f", "\x1e"
_LONGEST_CELL = 300
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """One statement and one place it comes from; terms are N-Quads text, the graph '' for the default graph.

    `values` are the source columns that the statement was made from, with what the record says there.
    """

    subject: str
    predicate: str
    object: str
    graph: str
    source: str
    file: str
    record: int
    line: int
    values: tuple[tuple[str, str], ...]
    triples_map: str
    mapping_file: str
    mapping_line: int

    @property
    def place(self) -> Place:
        """The record, with its column where there is just one."""
        column = self.values[0][0] if len(self.values) == 1 else None
        return Place(self.file, self.line or None, self.record or None, column)

    @property
    def mapping_place(self) -> Place:
        """The line of the mapping that made the statement."""
        return Place(self.mapping_file, self.mapping_line or None)


def origins(compiler: Compiler, subjects: Sequence[str]) -> tuple[Origin, ...]:
    """Every statement about `subjects`, N-Quads terms, with each record that it comes from, sorted.

    `compiler` must keep lineage. One scan for each triples map.
    """
    asked = compiler.engine.from_columns({_SUBJECT: sorted(set(subjects))})
    found = {origin for compiled in compiler.compiled(about=subjects) for origin in _of_map(compiler, compiled, asked)}
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True, order=True)
class Site:
    """A record that describes a subject, and the columns of it that one predicate is made from.

    `objects` are what it states with `predicate`, nothing where its values make no statement; `cells` are those columns
    with what the record says there, '' for nothing. With `predicate` '' it is the record as a whole; `typed` says that
    the same triples map states the subject's class, so that the subject is what it is about.
    """

    subject: str
    predicate: str
    objects: tuple[str, ...]
    source: str
    file: str
    record: int
    line: int
    cells: tuple[tuple[str, str], ...]
    typed: bool


def sites(compiler: Compiler, subjects: Sequence[str], predicates: Collection[str] | None) -> Iterator[Site]:
    """Each record that describes one of `subjects`, as a whole and for each of `predicates`, or for all if None.

    Terms are N-Quads text. Unlike `origins` it tells columns that made no statement, so that what is missing has a
    place too. `compiler` must keep lineage. One scan for each triples map.
    """
    asked = compiler.engine.from_columns({_SUBJECT: sorted(set(subjects))})
    for compiled in compiler.compiled(about=subjects):
        arms = tuple(arm for arm in compiled.arms if predicates is None or arm.predicate in predicates)
        typed = any(arm.predicate == _TYPE for arm in compiled.arms)
        yield from _sites_of_map(compiler, replace(compiled, arms=arms), asked, typed)


def _sites_of_map(compiler: Compiler, compiled: CompiledMap, asked: ibis.Table, typed: bool) -> Iterator[Site]:
    source = compiler.mapping.base_source(compiled.triples_map.source)
    for row in _rows(compiler, compiled, asked):
        place = (source, row[FILE], row[RECORD], int(row[LINE] or 0))
        yield Site(row[_SUBJECT], "", (), *place, (), typed)
        for number, arm in enumerate(compiled.arms):
            stated = [pair.partition(" ") for pair in _several(row[f"pair:{number}"])]
            cells = tuple((name, str(row.get(ORIGIN + name) or "")) for name in sorted(arm.pair.origins))
            predicate = arm.predicate or (stated[0][0] if stated else "")
            yield Site(row[_SUBJECT], predicate, tuple(object_ for _, _, object_ in stated), *place, cells, typed)


def subjects_with(compiler: Compiler, predicate: str, objects: Sequence[str]) -> tuple[str, ...]:
    """The subjects of the statements with `predicate` and one of `objects`, all N-Quads terms, sorted.

    Runs only the triples maps that write `predicate` as a constant.
    """
    pairs = [f"{predicate} {object_}" for object_ in objects]
    found: set[str] = set()
    for triples_map in compiler.mapping.triples_maps:
        if predicate in _predicates(triples_map):
            compiled = compiler.compile_map(triples_map)
            arms = [arm for arm in compiled.arms if arm.predicate == predicate]
            found.update(*(_subjects(compiler, compiled, arm, pairs) for arm in arms))
    return tuple(sorted(found))


def _predicates(triples_map: TriplesMap) -> set[str]:
    predicates = (predicate for entry in triples_map.predicate_objects for predicate in entry.predicates)
    return {f"<{term.expression.value}>" for term in predicates if isinstance(term.expression, Constant)}


def _subjects(compiler: Compiler, compiled: CompiledMap, arm: Arm, pairs: Sequence[str]) -> Iterator[str]:
    table = compiled.rows.table
    rows = table.select(subject=compiled.subject.build(table), pair=arm.pair.build(table))
    rows = rows.mutate(pair=rows.pair.unnest()) if arm.pair.many else rows
    rows = rows.mutate(subject=rows.subject.unnest()) if compiled.subject.many else rows
    for batch in compiler.engine.batches(rows.filter(rows.pair.isin(pairs), rows.subject.notnull())):
        yield from batch.column(0).to_pylist()


@dataclass(frozen=True, slots=True)
class ArmOrigins:
    """What made statements: the line of the mapping for their objects, and the columns of the record that it reads."""

    source: str
    triples_map: str
    mapping_place: Place
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapOrigins:
    """Where everything comes from that one triples map states.

    `rows` has the columns subject, predicate, object (N-Quads text), file, record, line (0 where unknown), arm, the
    number of one of `arms`, and cells: what it says in that arm's columns, in their order, joined by U+001F, '' for
    nothing. One row for each statement and record.
    """

    arms: Mapping[int, ArmOrigins]
    rows: ibis.Table


def all_origins(compiler: Compiler, *, without: Collection[str] = (), first: int = 1) -> Iterator[MapOrigins]:
    """Where every statement of the mapping comes from, as tables; columns of `without` are left out of the cells.

    `compiler` must keep lineage. Arms are numbered from `first`. One scan for each triples map.
    """
    for compiled in compiler.compiled():
        source, table = compiler.mapping.base_source(compiled.triples_map.source), compiled.rows.table
        arms, texts = {}, []
        for number, arm in enumerate(compiled.arms, start=first):
            read = sorted((arm.pair.origins or compiled.subject.origins) - {*without})
            columns = tuple(name for name in read if ORIGIN + name in table.columns)
            arms[number] = ArmOrigins(source, compiled.triples_map.name, arm.place, columns)
            texts.append(joined([constant(f"{number}{_PART}"), _cells(columns), constant(_PART), arm.pair]))
        first += len(arms)
        yield MapOrigins(arms, _split(_answers_of(compiled, texts)))


def _answers_of(compiled: CompiledMap, texts: list[Value]) -> ibis.Table:
    """One row for each of `texts` that a row of the triples map gives: subject, file, record, line, text."""
    table = compiled.rows.table
    rows = table.select(
        subject=compiled.subject.build(table),
        file=table[FILE],
        record=ibis.coalesce(table[RECORD].cast("int64"), 0),
        line=ibis.coalesce(table[LINE].cast("string").try_cast("int64"), 0),
        texts=gathered(texts, table),
    )
    rows = rows.mutate(subject=rows.subject.unnest()) if compiled.subject.many else rows
    rows = rows.filter(rows.subject.notnull()).select("subject", "file", "record", "line", text=rows.texts.unnest())
    return rows.filter(rows.text.notnull())


def _split(rows: ibis.Table) -> ibis.Table:
    """The parts of each text: number of the arm, cells, predicate, object."""
    first = rows.text.find(_PART)
    rows = rows.mutate(arm=rows.text.substr(0, first).cast("int64"), text=rows.text.substr(first + 1))
    second = rows.text.find(_PART)
    rows = rows.mutate(cells=rows.text.substr(0, second), text=rows.text.substr(second + 1))
    end = rows.text.find(" ")
    return rows.mutate(predicate=rows.text.substr(0, end), object=rows.text.substr(end + 1)).drop("text")


def _cells(columns: tuple[str, ...]) -> Value:
    """What a record says in some columns, each of a length to be shown."""

    def build(table: ibis.Table) -> Any:
        said = [ibis.coalesce(_shown_cell(table[ORIGIN + name]), "") for name in columns]
        return ibis.literal(_CELLS).join(said) if said else ibis.literal("")

    return Value(build)


def _shown_cell(value: Any) -> Any:
    text = value.cast("string").replace(_CELLS, " ").replace(_PART, " ")
    return (text.length() > _LONGEST_CELL).ifelse(text.substr(0, _LONGEST_CELL) + "…", text)


def _of_map(compiler: Compiler, compiled: CompiledMap, asked: ibis.Table) -> Iterator[Origin]:
    for row in _rows(compiler, compiled, asked):
        yield from _of_row(compiler, compiled, row)


def _rows(compiler: Compiler, compiled: CompiledMap, asked: ibis.Table) -> Iterator[dict[str, Any]]:
    """The rows whose subject is asked for: place, what they read, subject, each arm's pairs and graphs."""
    table = compiled.rows.table
    answers = table.select(
        *(table[name] for name in table.columns if name in (FILE, RECORD, LINE) or name.startswith(ORIGIN)),
        **{_SUBJECT: compiled.subject.build(table)},
        **{f"pair:{n}": arm.pair.build(table) for n, arm in enumerate(compiled.arms)},
        **{f"graph:{n}": arm.graph.build(table) for n, arm in enumerate(compiled.arms) if arm.graph},
    )
    if compiled.subject.many:
        answers = answers.mutate(**{_SUBJECT: answers[_SUBJECT].unnest()})
    for batch in compiler.engine.batches(answers.semi_join(asked, _SUBJECT)):
        yield from batch.to_pylist()


def _of_row(compiler: Compiler, compiled: CompiledMap, row: dict[str, Any]) -> Iterator[Origin]:
    source = compiler.mapping.base_source(compiled.triples_map.source)
    for number, arm in enumerate(compiled.arms):
        graphs = _several(row[f"graph:{number}"] if arm.graph else "")
        for pair, graph in product(_several(row[f"pair:{number}"]), graphs):
            predicate, _, object_ = pair.partition(" ")
            yield Origin(
                subject=row[_SUBJECT],
                predicate=predicate,
                object=object_,
                graph=graph,
                source=source,
                file=row[FILE],
                record=row[RECORD],
                line=int(row[LINE] or 0),
                values=_values(compiled, arm, row),
                triples_map=compiled.triples_map.name,
                mapping_file=arm.place.file,
                mapping_line=arm.place.line or 0,
            )


def _several(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [pair for pair in values if pair is not None]


def _values(compiled: CompiledMap, arm: Arm, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    read = arm.pair.origins or compiled.subject.origins
    found = ((name, row.get(ORIGIN + name)) for name in sorted(read))
    return tuple((name, str(value)) for name, value in found if value is not None)
