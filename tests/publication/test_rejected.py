"""rejected.csv lists what was left out."""

from __future__ import annotations

import csv
from pathlib import Path

from eulod.publication.rejected import COLUMNS, write_rejected
from eulod.sources.problem import Problem


def problem(record: int, line: int, column: str, *, rejects: bool = True) -> Problem:
    """One problem of the file b.csv."""
    return Problem("list", "b.csv", record, line, column, 'a "b"\nc', "V001", "no amount", rejects, "mapping.yml", 7)


def test_every_problem_that_rejects_has_a_row_in_order(tmp_path: Path) -> None:
    problems = [problem(10, 0, "x"), problem(2, 0, "y"), problem(0, 3, ""), problem(1, 0, "x", rejects=False)]
    write_rejected(problems, tmp_path / "rejected.csv")
    with (tmp_path / "rejected.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert [row[:5] for row in rows] == [
        ["list", "b.csv", "", "3", ""],
        ["list", "b.csv", "2", "", "y"],
        ["list", "b.csv", "10", "", "x"],
    ]
    assert {tuple(row[5:]) for row in rows} == {('a "b"\nc', "V001", "no amount")}


def test_without_problems_the_header_stands(tmp_path: Path) -> None:
    write_rejected([], tmp_path / "rejected.csv")
    assert (tmp_path / "rejected.csv").read_bytes() == ",".join(COLUMNS).encode() + b"\n"


def test_the_place_of_a_problem_is_its_line_or_record_and_column() -> None:
    assert str(problem(2, 0, "x").place) == "b.csv: record 2, column 'x'"
    assert str(problem(0, 3, "").place) == "b.csv:3"
