"""Statements as lines of N-Triples or N-Quads, in blocks: the sorted lines of one subject.

Records are sorted by subject before the text of their statements is built, so that a sort carries the records and not
the lines, which are many times as long. Only the subjects that several records describe are sorted line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import count
from operator import add
from typing import TYPE_CHECKING

import ibis
import ibis.expr.operations as ops

from eulod.mapping.compile import Arm, CompiledMap, subject_start
from eulod.mapping.term_map import TermType
from eulod.mapping.values import Value, column, constant, joined
from eulod.terms.concatenation import concatenated

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

SUBJECT = "eulod:subject"
_END = " .\n"

Groups = tuple[tuple[Value, ...], ...]
"""What follows the subject in its lines, by predicate."""


def blocks(
    maps: Sequence[CompiledMap],
    *,
    engine: Engine,
    graphs: bool,
    ordered: bool = True,
    on_empty: Callable[[CompiledMap], None] = lambda _: None,
) -> Iterator[ibis.Table]:
    """Tables with the only column `block`, to be run and written one after the other.

    Together they hold each statement once, with its graph if `graphs`; if `ordered`, sorted by subject, predicate,
    object and graph in code-point order. A table is there only until the next one is asked for. `on_empty` is told of
    each triples map for which there is no subject.
    """
    for group in _disjoint(maps):
        kept = [_SubjectRows.of(compiled, engine, graphs=graphs) for compiled in group]
        for compiled, rows in zip(group, kept, strict=True):
            if not engine.count(rows.table):
                on_empty(compiled)
        yield _written(kept, engine, ordered=ordered)
        for rows in kept:
            engine.drop(rows.table)


def _disjoint(maps: Sequence[CompiledMap]) -> list[list[CompiledMap]]:
    """Triples maps in groups that share no subject, in the order of their subjects."""
    groups: list[tuple[str, list[CompiledMap]]] = []
    for compiled in sorted((one for one in maps if one.arms), key=_start):
        if groups and _start(compiled).startswith(groups[-1][0]):
            groups[-1][1].append(compiled)
        else:
            groups.append((_start(compiled), [compiled]))
    return [group for _, group in groups]


def _start(compiled: CompiledMap) -> str:
    blank = compiled.triples_map.subject.term_type is TermType.BLANK_NODE
    return "_:" if blank else "<" + subject_start(compiled.triples_map)


def _written(kept: list[_SubjectRows], engine: Engine, *, ordered: bool) -> ibis.Table:
    repeated = engine.keep(_repeated([rows.table for rows in kept]))
    if len(kept) == 1 and not engine.count(repeated):
        table = kept[0].table  # what is made of sorted rows keeps their order
        return kept[0].blocks(table.order_by(SUBJECT) if ordered else table).select("block")
    alone = [rows.blocks(rows.table.anti_join(repeated, SUBJECT)) for rows in kept]
    lines = [rows.lines(rows.table.semi_join(repeated, SUBJECT)) for rows in kept]
    whole = ibis.union(*alone, ibis.union(*lines, distinct=False).distinct(), distinct=False)
    return (whole.order_by([SUBJECT, "block"]) if ordered else whole).select("block")


def _repeated(tables: list[ibis.Table]) -> ibis.Table:
    """The subjects that several rows describe."""
    subjects = ibis.union(*(table.select(SUBJECT) for table in tables), distinct=False)
    counted = subjects.group_by(SUBJECT).aggregate(rows=subjects.count())
    return counted.filter(counted.rows > 1).select(SUBJECT)


@dataclass(frozen=True, slots=True)
class _SubjectRows:
    """The distinct rows of a triples map with their subject, kept, and the lines that follow a subject."""

    table: ibis.Table
    groups: Groups

    @classmethod
    def of(cls, compiled: CompiledMap, engine: Engine, *, graphs: bool) -> _SubjectRows:
        groups = _by_predicate(compiled.arms, graphs=graphs)
        table, subject = compiled.rows.table, compiled.subject.build(compiled.rows.table)
        lines = {f"eulod:{n}": line.build(table) for n, line in enumerate(line for group in groups for line in group)}
        if any(line.op().find(ops.WindowFunction) for line in lines.values()):
            groups = _as_columns(groups)
            rows = table.select(**lines, **{SUBJECT: subject})
        else:
            rows = table.select(*_fields(lines.values(), table), **{SUBJECT: subject})
        if compiled.subject.many:
            rows = rows.mutate(**{SUBJECT: rows[SUBJECT].unnest()})
        return cls(engine.keep(rows.filter(rows[SUBJECT].notnull()).distinct()), groups)

    def blocks(self, table: ibis.Table) -> ibis.Table:
        """One row for each row of `table`."""
        texts = ibis.array([_text(group, table) for group in self.groups])
        return table.select(SUBJECT, block=ibis.coalesce(texts.join(""), ""))

    def lines(self, table: ibis.Table) -> ibis.Table:
        """One row for each line of each row of `table`."""
        lines = _all_lines([line for group in self.groups for line in group], table)
        found = table.select(SUBJECT, line=lines.unnest())
        return found.filter(found.line.notnull()).select(SUBJECT, block=_line(found[SUBJECT], found.line))


def _by_predicate(arms: Sequence[Arm], *, graphs: bool) -> Groups:
    """What follows the subject in each line: a group for each predicate, in their order; one for all if any varies."""
    known = all(arm.predicate is not None for arm in arms)
    groups: dict[str, list[Value]] = {}
    for arm in arms:
        groups.setdefault((known and arm.predicate) or "", []).append(_after_subject(arm, graphs=graphs))
    return tuple(tuple(groups[predicate]) for predicate in sorted(groups))


def _after_subject(arm: Arm, *, graphs: bool) -> Value:
    if arm.graph is None or (not graphs and arm.graph.constant is not None):
        return joined([arm.pair, constant(_END)])
    if graphs:
        return joined([arm.pair, constant(" "), arm.graph, constant(_END)])
    return joined([arm.pair, _nothing_where_known(arm.graph), constant(_END)])


def _nothing_where_known(graph: Value) -> Value:
    """The empty text where there is a graph, else null."""

    def build(table: ibis.Table) -> ibis.Value:
        found = graph.build(table)
        known = found.filter(lambda name: name.notnull()).length() > 0 if graph.many else found.notnull()
        return known.ifelse("", ibis.null("string"))

    return Value(build, graph.origins)


def _fields(lines: Iterable[ibis.Value], table: ibis.Table) -> list[str]:
    """The columns of `table` that `lines` are made from."""
    fields = {field.name for line in lines for field in line.op().find(ops.Field) if field.rel == table.op()}
    return sorted(fields)


def _as_columns(groups: Groups) -> Groups:
    """The same lines where they are columns already: functions that look at other records need all of them."""
    names = (f"eulod:{n}" for n in count())
    return tuple(tuple(column(next(names), origins=line.origins, many=line.many) for line in group) for group in groups)


def _text(group: tuple[Value, ...], table: ibis.Table) -> ibis.Value:
    """The lines of one predicate, sorted; null or empty where there is none."""
    subject = table[SUBJECT]
    if len(group) == 1 and not group[0].many:
        return _line(subject, group[0].build(table))
    lines = _all_lines(list(group), table).filter(lambda line: line.notnull()).unique().sort()
    return lines.map(lambda line: _line(subject, line)).join("")


def _all_lines(values: list[Value], table: ibis.Table) -> ibis.Value:
    """Every line of a row, in an array."""
    single = [value.build(table) for value in values if not value.many]
    several = [value.build(table) for value in values if value.many]
    nothing = ibis.literal([], "array<string>")
    return reduce(add, (ibis.coalesce(lines, nothing) for lines in several), ibis.array(single) if single else nothing)


def _line(subject: ibis.Value, rest: ibis.Value) -> ibis.Value:
    return concatenated(subject, ibis.literal(" "), rest)
