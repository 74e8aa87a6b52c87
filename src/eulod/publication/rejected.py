"""rejected.csv: every record that was left out, with its place and the reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from eulod.sources.problem import Problem

COLUMNS = ("source", "file", "record", "line", "column", "value", "code", "reason")


def write_rejected(problems: Iterable[Problem], path: Path) -> None:
    """Write one row for each problem that rejects its record, sorted; the header stands even when there is none.

    `record` counts from 1 and is empty where only the line of the file is known. Personal data in values and reasons
    must be masked already.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_row(problem) for problem in sorted(problems) if problem.rejects)


def _row(problem: Problem) -> tuple[str, ...]:
    place = (str(problem.record or ""), str(problem.line or ""))
    return (
        problem.source,
        problem.file,
        *place,
        problem.column,
        problem.value,
        problem.code,
        problem.reason,
    )
