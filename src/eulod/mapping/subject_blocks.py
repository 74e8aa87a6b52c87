"""Statements as lines of N-Triples or N-Quads, in blocks: the sorted lines of one subject.

Records are sorted by subject before the text of their statements is built, so that a sort carries the records and not
the lines, which are many times as long. Records that each have a subject of their own go from the source to the text
without being kept; only the subjects that several records describe are sorted line by line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
_END = " ."
_DEAR = (ops.Aggregate, ops.Distinct, ops.JoinChain, ops.TableUnnest, ops.Unnest)
"""What should not be run twice."""
_MARK = "\x01"
"""Where a line goes in the text of its ends; constant terms hold no control characters."""
_FIRST = 5_000
"""Rows that are looked at before all are: where subjects stand twice, some of them mostly do so early."""


@dataclass(frozen=True, slots=True)
class Group:
    """What follows the subject in its lines with one predicate: each of `lines` with each of `ends`, which are sorted.

    `differ` says that none of `lines` can stand twice.
    """

    lines: tuple[Value, ...]
    ends: tuple[str, ...]
    differ: bool

    def text(self, subject: ibis.Value, line: ibis.Value) -> ibis.Value:
        """One line with every end, without the last line end; no term goes on with anything before a space."""
        start = _line(subject, line)
        if len(self.ends) == 1:
            return concatenated(start, ibis.literal(self.ends[0]))
        return ibis.literal("\n".join(_MARK + end for end in self.ends)).replace(_MARK, start)

    def each(self) -> list[Value]:
        """Each of the lines with its end."""
        return [joined([line, constant(end)]) for line in self.lines for end in self.ends]


Groups = tuple[Group, ...]


def blocks(maps: Sequence[CompiledMap], *, engine: Engine, graphs: bool, ordered: bool = True) -> Iterator[ibis.Table]:
    """Tables with the only column `block`, lines without the last line end, to be written one after the other.

    Together they hold each statement once, with its graph if `graphs`; if `ordered`, sorted by subject, predicate,
    object and graph in code-point order.
    """
    for group in _disjoint(maps):
        rows = [_SubjectRows.of(compiled, engine, graphs=graphs) for compiled in group]
        written = _streamed if _streams(rows, engine) else _kept
        yield written(rows, engine, ordered=ordered).select("block")


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


def _streams(group: list[_SubjectRows], engine: Engine) -> bool:
    """Say whether rows can go to the text as they come: those of one triples map, each with a subject of its own."""
    return len(group) == 1 and not group[0].dear and _told_apart(group[0].table, engine)


def _told_apart(table: ibis.Table, engine: Engine) -> bool:
    """Say whether no subject stands twice; hashes may meet, and then it is denied."""
    return all(_differ(part, engine) for part in (table.limit(_FIRST), table))


def _differ(table: ibis.Table, engine: Engine) -> bool:
    subjects = table.select(hash=_hashed(table[SUBJECT]))
    counted = subjects.aggregate(rows=subjects.count(), different=subjects.hash.nunique())
    (row,) = (row for batch in engine.batches(counted) for row in batch.to_pylist())
    return bool(row["rows"] == row["different"])


def _hashed(text: ibis.Value) -> ibis.Value:
    """A hash of each text; an engine's own meets too often for texts that begin alike, and so two are put together."""
    return text.hash() ^ concatenated(ibis.literal("<"), text).hash()


def _streamed(group: list[_SubjectRows], engine: Engine, *, ordered: bool) -> ibis.Table:
    """The blocks of one triples map straight from its source."""
    (rows,) = group
    return rows.blocks(rows.table.order_by(SUBJECT) if ordered else rows.table)


def _kept(group: list[_SubjectRows], engine: Engine, *, ordered: bool) -> ibis.Table:
    """The blocks of triples maps that may describe the same subjects."""
    kept = [rows.kept() for rows in group]
    repeated = engine.keep(_repeated([rows.table for rows in kept]))
    if len(kept) == 1 and not engine.count(repeated):
        table = kept[0].table  # what is made of sorted rows keeps their order
        return kept[0].blocks(table.order_by(SUBJECT) if ordered else table)
    alone = [rows.blocks(rows.table.anti_join(repeated, SUBJECT)) for rows in kept]
    lines = [rows.lines(rows.table.semi_join(repeated, SUBJECT)) for rows in kept]
    whole = ibis.union(*alone, ibis.union(*lines, distinct=False).distinct(), distinct=False)
    return whole.order_by([SUBJECT, "block"]) if ordered else whole


def _repeated(tables: list[ibis.Table]) -> ibis.Table:
    """The subjects that several rows describe."""
    subjects = ibis.union(*(table.select(SUBJECT) for table in tables), distinct=False)
    counted = subjects.group_by(SUBJECT).aggregate(rows=subjects.count())
    return counted.filter(counted.rows > 1).select(SUBJECT)


@dataclass(frozen=True, slots=True)
class _SubjectRows:
    """The rows of a triples map with their subject, and the lines that follow a subject.

    `dear` says that the rows are better run once only.
    """

    table: ibis.Table
    groups: Groups
    dear: bool
    engine: Engine

    @classmethod
    def of(cls, compiled: CompiledMap, engine: Engine, *, graphs: bool) -> _SubjectRows:
        groups = _by_predicate(compiled.arms, graphs=graphs)
        table, subject = compiled.rows.table, compiled.subject.build(compiled.rows.table)
        lines = {
            f"eulod:{n}": line.build(table) for n, line in enumerate(line for group in groups for line in group.lines)
        }
        looks_around = any(line.op().find(ops.WindowFunction) for line in lines.values())
        if looks_around:
            groups = _as_columns(groups)
            rows = table.select(**lines, **{SUBJECT: subject})
        else:
            rows = table.select(*_fields(lines.values(), table), **{SUBJECT: subject})
        if compiled.subject.many:
            rows = rows.mutate(**{SUBJECT: rows[SUBJECT].unnest()})
        dear = looks_around or compiled.rows.document is not None or bool(table.op().find(_DEAR))
        return cls(rows.filter(rows[SUBJECT].notnull()), groups, dear, engine)

    def kept(self) -> _SubjectRows:
        """The same, its distinct rows kept."""
        return replace(self, table=self.engine.keep(self.table.distinct()))

    def blocks(self, table: ibis.Table) -> ibis.Table:
        """One row for each row of `table` that makes a statement.

        A list of one text is made and unnested: sorted rows are then sorted before the text is made of them, and a
        filter does not make it once more.
        """
        texts = [_text(group, table, self.engine) for group in self.groups]
        text = ibis.literal("\n").join(texts) if len(texts) > 1 else texts[0]
        found = table.select(SUBJECT, block=ibis.array([text]).unnest())
        if any(line.constant is not None for group in self.groups for line in group.lines):
            return found
        return found.filter(found.block != "")

    def lines(self, table: ibis.Table) -> ibis.Table:
        """One row for each line of each row of `table`."""
        lines = _all_lines([line for group in self.groups for line in group.each()], table)
        found = table.select(SUBJECT, line=lines.unnest())
        return found.filter(found.line.notnull()).select(SUBJECT, block=_line(found[SUBJECT], found.line))


def _by_predicate(arms: Sequence[Arm], *, graphs: bool) -> Groups:
    """What follows the subject in each line: a group for each predicate, in their order; one for all if any varies."""
    known = all(arm.predicate is not None for arm in arms)
    groups: dict[str, list[Arm]] = {}
    for arm in arms:
        groups.setdefault((known and arm.predicate) or "", []).append(arm)
    return tuple(_group(groups[predicate], graphs=graphs) for predicate in sorted(groups))


def _group(arms: Sequence[Arm], *, graphs: bool) -> Group:
    ends = {id(arm.pair): {_end(other, graphs) for other in arms if other.pair is arm.pair} for arm in arms}
    first, *others = ends.values()
    if None in first or any(other != first for other in others):
        return _group_of([_after_subject(arm, graphs=graphs) for arm in arms], ("",), _graphs_differ(arms, graphs))
    pairs = {id(arm.pair): arm.pair for arm in arms}
    return _group_of([*pairs.values()], tuple(sorted(end for end in first if end is not None)), False)


def _group_of(lines: Sequence[Value], ends: tuple[str, ...], told_apart: bool) -> Group:
    fixed = {line.constant: line for line in lines if line.constant is not None}
    others = [line for line in lines if line.constant is None]
    once = all(line.distinct or not line.many for line in others)
    return Group((*fixed.values(), *others), ends, once and (not others or len(lines) == 1 or told_apart))


def _graphs_differ(arms: Sequence[Arm], graphs: bool) -> bool:
    """Say whether each arm has a graph of its own that is the same for every record, and that is written."""
    names = {arm.graph.constant if arm.graph else "" for arm in arms}
    return graphs and None not in names and len(names) == len(arms)


def _end(arm: Arm, graphs: bool) -> str | None:
    """What follows the pair; None where that depends on the record."""
    if arm.graph is None:
        return _END
    if arm.graph.constant is None:
        return None
    return f" {arm.graph.constant}{_END}" if graphs else _END


def _after_subject(arm: Arm, *, graphs: bool) -> Value:
    end = _end(arm, graphs)
    if end is not None or arm.graph is None:
        return joined([arm.pair, constant(end or _END)])
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
    return tuple(
        replace(
            group,
            lines=tuple(column(next(names), origins=line.origins, many=line.many) for line in group.lines),
        )
        for group in groups
    )


def _text(group: Group, table: ibis.Table, engine: Engine) -> ibis.Value:
    """The lines of one predicate, sorted; null where there is none."""
    subject = table[SUBJECT]
    if len(group.lines) == 1 and not group.lines[0].many:
        return group.text(subject, group.lines[0].build(table))
    lines = _sorted(_all_lines(list(group.lines), table), group, engine)
    return lines.map(lambda line: group.text(subject, line)).join("\n").nullif("")  # no item gives an empty text


def _sorted(lines: ibis.Value, group: Group, engine: Engine) -> ibis.Value:
    """Lines in their order, each once; to look for those that stand twice is dear."""
    if group.differ and len(group.lines) == 1:
        return lines
    return lines.sort() if group.differ else engine.sorted_items(lines)


def _all_lines(values: list[Value], table: ibis.Table) -> ibis.Value:
    """Every line of a row, in an array."""
    single = [value.build(table) for value in values if not value.many]
    several = [value.build(table) for value in values if value.many]
    nothing = ibis.literal([], "array<string>")
    return reduce(add, (ibis.coalesce(lines, nothing) for lines in several), ibis.array(single) if single else nothing)


def _line(subject: ibis.Value, rest: ibis.Value) -> ibis.Value:
    return concatenated(subject, ibis.literal(" "), rest)
