"""rejected.csv: every record that was left out, with its place and the reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from eulod.publication.personal_data import masked_text
from eulod.sources.problem import Problem

COLUMNS = ("source", "file", "record", "line", "column", "value", "code", "reason")


def write_rejected(problems: Iterable[Problem], path: Path, *, names: Iterable[str] = ()) -> None:
    """Write one row for each problem that rejects its record, sorted; the header stands even when there is none.

    `record` counts from 1 and is empty where only the line of the file is known. Personal data is masked, `names` of
    contacts included.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        known = tuple(names)
        writer.writerows(_row(problem, known) for problem in sorted(problems) if problem.rejects)


def _row(problem: Problem, names: tuple[str, ...]) -> tuple[str, ...]:
    place = (str(problem.record or ""), str(problem.line or ""))
    return (
        problem.source,
        problem.file,
        *place,
        problem.column,
        masked_text(problem.value, names=names),
        problem.code,
        masked_text(problem.reason, names=names),
    )
