"""Values of records that are not what they look like: told of, and published as they came."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from eulod.mapping.compile import Compiler
from eulod.mapping.references import references
from eulod.mapping.rows import Rows
from eulod.sources.logical_source import LogicalSource
from eulod.sources.problem import DoubtfulText, Problem
from eulod.sources.records import DOCUMENT, FILE, LINE, RECORD
from eulod.terms.doubtful import IS_DOUBTFUL, MAY_BE_DOUBTFUL, told_of

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_ESCAPED_IN_JSON = r"\\u(?:[1-9a-fA-F]|0[1-9a-fA-F]|00[1-9a-fA-F]|000[02-9a-fA-F])"  # engines mark texts with U+0001
_MARK = "\x1f"

Read = Mapping[str, tuple[ir.Value, bool]]
"""For each column or path that is read: its text, or an array of several, and whether it is an array."""


def doubtful_texts(compiler: Compiler) -> Iterator[Problem]:
    """A finding for every value that a mapping reads and that is not what it looks like, in no order.

    `compiler` has compiled the mapping with lineage. One scan for each source.
    """
    columns: dict[str, set[str]] = {}
    for one in references(compiler.mapping):
        columns.setdefault(one.source, set()).add(one.reference)
    for name in compiler.records:
        rows = compiler.rows[name]
        read = _read(rows, columns.get(name, set()))
        for batch in rows.engine.batches(_found(rows, read)) if read else ():
            for row in batch.to_pylist():
                yield _problem(compiler.mapping.sources[name], row, tuple(read))


def _read(rows: Rows, columns: Collection[str]) -> Read:
    table, engine = rows.table, rows.engine
    if DOCUMENT not in table.columns:
        return {name: (table[name], False) for name in sorted(columns) if name in (rows.records.columns or ())}
    asked = {label: path for label, (path, _) in sorted(rows.asked.items())}
    return {name: (engine.json_text(table[DOCUMENT], path), engine.finds_several(path)) for name, path in asked.items()}


def _found(rows: Rows, read: Read) -> ibis.Table:
    """FILE, RECORD, LINE and, as `found`, the number of what is read, a mark and the value."""
    table = rows.table
    if DOCUMENT in table.columns:
        suspected = table[DOCUMENT].re_search(f"{MAY_BE_DOUBTFUL}|{_ESCAPED_IN_JSON}")
    else:
        suspected = reduce(or_, (text.re_search(MAY_BE_DOUBTFUL) for text, _ in read.values()))
    texts = [_marked(rows.engine, number, *value) for number, value in enumerate(read.values())]
    found = table.filter(suspected).select(FILE, RECORD, LINE, found=ibis.array(texts).flatten().unnest())
    return found.filter(found.found.notnull())


def _marked(engine: Engine, number: int, text: Any, many: bool) -> ir.Value:
    """The doubtful ones of one or several texts, in an array."""

    def marked(one: Any) -> Any:
        is_doubtful = one.re_search(IS_DOUBTFUL) | (engine.nfc(one) != one)
        return one.re_search(MAY_BE_DOUBTFUL).ifelse(is_doubtful, False).ifelse(f"{number}{_MARK}" + one, None)

    return ibis.coalesce(text.map(marked), ibis.literal([], "array<string>")) if many else ibis.array([marked(text)])


def _problem(source: LogicalSource, row: Mapping[str, Any], read: tuple[str, ...]) -> Problem:
    number, _, value = row["found"].partition(_MARK)
    shown, reason = told_of(value)
    return Problem(
        source=source.name,
        file=row[FILE],
        record=row[RECORD],
        line=int(row[LINE] or 0),
        column=read[int(number)],
        value=shown,
        code=DoubtfulText.code,
        reason=reason,
        rejects=False,
        mapping_file=source.place.file,
        mapping_line=source.place.line or 0,
    )
