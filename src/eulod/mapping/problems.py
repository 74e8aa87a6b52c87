"""What the records of a mapping's sources have against being mapped: checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import ibis

from eulod.mapping.compile import CompiledMap, Compiler
from eulod.mapping.rows import Rows
from eulod.mapping.values import Check, Severity
from eulod.sources.problem import Problem
from eulod.sources.records import FILE, LINE, RECORD

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_MARK = "\x1f"


def find_problems(compiler: Compiler, maps: Iterable[CompiledMap]) -> tuple[Problem, ...]:
    """Every problem of every record that `maps`, which `compiler` compiled with lineage, read; sorted.

    One scan for each source, view or triples map that has checks.
    """
    every = [*compiler.rows.items(), *((one.triples_map.source, one.rows) for one in maps)]
    checked = ((name, rows) for name, of_name in every for rows in of_name.checked)
    return tuple(sorted({problem for name, rows in checked for problem in _problems(compiler, name, rows)}))


def _problems(compiler: Compiler, name: str, rows: Rows) -> Iterator[Problem]:
    source = compiler.mapping.base_source(name)
    for batch in compiler.engine.batches(_failures(rows)):
        for row in batch.to_pylist():
            number, _, value = row["failure"].partition(_MARK)
            yield _problem(rows.checks[int(number)], source, row, value)


def _failures(rows: Rows) -> ibis.Table:
    marks = [_failure(number, check, rows.table) for number, check in enumerate(rows.checks)]
    listed = rows.table.select(FILE, RECORD, LINE, failure=ibis.array(marks).unnest())
    return listed.filter(listed.failure.notnull())


def _failure(number: int, check: Check, table: ibis.Table) -> ibis.Value:
    value = check.value(table).cast("string")
    return check.failed(table).ifelse(ibis.literal(f"{number}{_MARK}") + value, ibis.null("string"))


def _problem(check: Check, source: str, row: dict[str, Any], value: str) -> Problem:
    return Problem(
        source=source,
        file=row[FILE],
        record=row[RECORD],
        line=int(row[LINE] or 0),
        column=", ".join(sorted(check.origins)),
        value=value,
        code=check.code,
        reason=check.reason,
        rejects=check.severity is Severity.REJECT,
        mapping_file=check.place.file,
        mapping_line=check.place.line or 0,
    )


def rejected_records(engine: Engine, problems: tuple[Problem, ...]) -> dict[str, ibis.Table]:
    """For each source, the FILE and RECORD of the records that its problems reject."""
    places: dict[str, set[tuple[str, int]]] = {}
    for problem in problems:
        if problem.rejects and problem.record:
            places.setdefault(problem.source, set()).add((problem.file, problem.record))
    return {source: _places_table(engine, sorted(found)) for source, found in places.items()}


def _places_table(engine: Engine, places: list[tuple[str, int]]) -> ibis.Table:
    columns = {FILE: [file for file, _ in places], RECORD: [str(record) for _, record in places]}
    return engine.from_columns(columns).mutate(**{RECORD: ibis._[RECORD].cast("int64")})
