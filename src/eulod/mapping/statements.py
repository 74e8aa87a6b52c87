"""The statements of whole mappings as one table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from eulod.mapping.compile import PART, Arm, CompiledMap, gathered
from eulod.terms.concatenation import run_together, split_part
from eulod.terms.prefixes import PREFIXES

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

ORDER = ("subject", "predicate", "object", "graph")
"""What statements are sorted by."""
_TYPE = f"<{PREFIXES['rdf']}type>{PART}"
_DEAR = (ops.Aggregate, ops.Distinct, ops.JoinChain, ops.TableUnnest, ops.Unnest, ops.WindowFunction)
"""What should not be run twice."""
_FEW = 8
"""So many triples maps stay apart; more are put together first, since each one in a query holds memory of its own."""
_ROWS = "rows_of_subjects"


def statements(maps: Iterable[CompiledMap]) -> ibis.Table:
    """Every statement once, as N-Quads text in the columns graph, subject, predicate, object; not sorted.

    The graph is '' for the default graph.
    """
    pairs = [compiled.statements() for compiled in maps]
    return with_columns(ibis.union(*pairs, distinct=False).distinct())


def with_columns(table: ibis.Table) -> ibis.Table:
    """The columns graph, subject, predicate, object from graph, subject, pair."""
    end = table.pair.find(" ")
    return table.select("graph", "subject", predicate=table.pair.substr(0, end), object=table.pair.substr(end + 1))


def sorted_statements(maps: Iterable[CompiledMap], others: ibis.Table, *, engine: Engine, name: str) -> ibis.Table:
    """Every statement of `maps` and `others` once, sorted, kept under `name`.

    `others` and the result have the text columns graph, subject, predicate and object; the graph is '' for the default
    graph. The result has types as well: on the first row of each subject, if the engine keeps the order, the IRIs and
    blank nodes that are its types, a space between them; else null.

    Rows are sorted by subject with all that they say of it, rather than each statement: there are fewer of them. Only
    what several rows say of one subject is taken apart first.
    """
    text = run_together(others.predicate, ibis.literal(PART), others.object, ibis.literal(PART), others.graph)
    about = others.select("subject", texts=ibis.array([text]))
    every = tuple(maps)
    kept = [_put_together(every, about, engine)] if len(every) > _FEW else []
    parts = kept[:] or [about, *(_part(compiled, kept, engine) for compiled in every)]
    repeated = engine.keep(_repeated(parts))
    kept.append(repeated)
    table = engine.materialise(name, _in_columns(_texts(parts, repeated, engine)), order=ORDER)
    for rows in kept:
        engine.drop(rows)
    return table


def _put_together(maps: Iterable[CompiledMap], others: ibis.Table, engine: Engine) -> ibis.Table:
    """The rows of all triples maps and `others`, kept as one table."""
    rows = engine.materialise(_ROWS, others)
    for compiled in maps:
        engine.append(_ROWS, _subject_rows(compiled, engine).distinct())
    return rows


def _part(compiled: CompiledMap, kept: list[ibis.Table], engine: Engine) -> ibis.Table:
    """The rows of a triples map, added to `kept` if they are dear to run twice or not all different."""
    rows = _subject_rows(compiled, engine)
    if compiled.rows.document is None and not rows.op().find(_DEAR) and _told_apart(rows, engine):
        return rows
    kept.append(engine.keep(rows.distinct()))
    return kept[-1]


def _subject_rows(compiled: CompiledMap, engine: Engine) -> ibis.Table:
    """The rows of a triples map: subject, and its texts in their order, some of them perhaps null."""
    table, arms = compiled.rows.table, compiled.arms
    if each_of_its_own(arms):
        texts = gathered([arm.parts for arm in sorted(arms, key=lambda arm: arm.predicate or "")], table)
    else:
        texts = engine.sorted_items(gathered([arm.parts for arm in arms], table))
    rows = table.select(subject=compiled.subject.build(table), texts=texts)
    if compiled.subject.many:
        rows = rows.mutate(subject=rows.subject.unnest())
    return rows.filter(rows.subject.notnull())


def _told_apart(rows: ibis.Table, engine: Engine) -> bool:
    """Say whether each row has a subject of its own; hashes may meet, and then it is denied."""
    subjects = rows.select(hash=rows.subject.hash())
    counted = subjects.aggregate(rows=subjects.count(), different=subjects.hash.nunique())
    (row,) = (row for batch in engine.batches(counted) for row in batch.to_pylist())
    return bool(row["rows"] == row["different"])


def _repeated(parts: list[ibis.Table]) -> ibis.Table:
    """The subjects of several rows."""
    subjects = ibis.union(*(part.select("subject") for part in parts), distinct=False) if parts[1:] else parts[0]
    counted = subjects.group_by("subject").aggregate(rows=subjects.count())
    return counted.filter(counted.rows > 1).select("subject")


def each_of_its_own(arms: Iterable[Arm]) -> bool:
    """Say whether each arm has one predicate of its own and makes one statement at most, so that none stands twice."""
    every = list(arms)
    several = any(arm.pair.many or (arm.graph is not None and arm.graph.many) for arm in every)
    predicates = [arm.predicate for arm in every]
    return not several and None not in predicates and len(set(predicates)) == len(every)


def _texts(parts: list[ibis.Table], repeated: ibis.Table, engine: Engine) -> ibis.Table:
    """Each text once with its subject and, if the engine keeps an order, in order, types on the first of a subject."""
    rows = [part.anti_join(repeated, "subject") for part in parts] if engine.count(repeated) else []
    several = [_apart(part.semi_join(repeated, "subject")) for part in parts] if rows else []
    rows = rows or parts[:]
    if several:
        loose = (ibis.union(*several, distinct=False) if several[1:] else several[0]).distinct()
        alone = loose.select("subject", texts=ibis.array([loose.text]))
        rows.append(_together(loose, engine) if engine.keeps_order else alone)
    whole = ibis.union(*rows, distinct=False) if rows[1:] else rows[0]
    return _in_turn(whole) if engine.keeps_order else _apart(whole).mutate(types=ibis.null(str))


def _apart(rows: ibis.Table) -> ibis.Table:
    """The texts of rows, one by one."""
    texts = rows.select("subject", text=rows.texts.unnest())
    return texts.filter(texts.text.notnull())


def _together(texts: ibis.Table, engine: Engine) -> ibis.Table:
    """What several rows say of their subjects as one row for each."""
    rows = texts.group_by("subject").aggregate(texts=texts.text.collect())
    return rows.select("subject", texts=engine.sorted_items(rows.texts))


def _in_turn(rows: ibis.Table) -> ibis.Table:
    """The texts of rows, one by one, sorted by subject."""
    stated = rows.select("subject", texts=rows.texts.filter(lambda text: text.notnull()))
    ordered = stated.mutate(types=_types(stated.texts)).order_by("subject")
    place = ibis.range(ordered.texts.length()).unnest()
    texts = ordered.select("subject", "types", text=ordered.texts.unnest(), place=place)
    return texts.select("subject", "text", types=(texts.place == 0).ifelse(texts.types, ibis.null(str)))


def _types(texts: ir.ArrayValue) -> ir.StringValue:
    """The types among the texts of a subject, a space between them."""
    stated = texts.filter(lambda text: text.startswith(_TYPE) & ~text.startswith(_TYPE + '"'))
    types: ir.StringValue = stated.map(lambda text: split_part(text, PART, 2)).join(" ")
    return types


def _in_columns(texts: ibis.Table) -> ibis.Table:
    names = ("predicate", "object", "graph")
    parts = {name: split_part(texts.text, PART, number) for number, name in enumerate(names, start=1)}
    return texts.select("subject", "types", **parts).select("graph", "subject", "predicate", "object", "types")
