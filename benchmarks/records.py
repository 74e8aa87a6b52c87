"""Measures how long it takes from a changed record to its located finding: `eulod validate` in a dataset.

    python -m benchmarks.records [--rows N] [--runs N]

One dataset is the one that `eulod init` writes; in the other its two rows are 10,000 rows of an XLSX workbook. In each
one end date was moved before the start, and the finding must name the cell. Prints a table, writes
benchmarks/results/records.json, and exits with 1 when a finding is not in its cell or a bound does not hold.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from benchmarks.measure import best, measure
from eulod.starting import start_dataset
from tests.shared import ROOT

SCRATCH = ROOT / "benchmarks" / "scratch"
RESULTS = ROOT / "benchmarks" / "results" / "records.json"
COMMAND = (sys.executable, "-m", "eulod", "validate", "-f", "json", "--fail-on", "none", "-o", "report.json")
COUNTRIES = ("Austria", "France", "Germany", "Hungary", "Sweden")
RETRIEVED = date(2026, 1, 1)
MAPPING = "mappings/projects/mapping.yml"


@dataclass(frozen=True, slots=True)
class Case:
    """A dataset, the line of its wrong cell, and the seconds that checking it may take."""

    name: str
    folder: Path
    line: int
    seconds: float


def small(folder: Path) -> Case:
    """The starter with one wrong date."""
    start_dataset(folder)
    rows = folder / "data" / "projects.csv"
    rows.write_text(rows.read_text(encoding="utf-8").replace("31/08/2027", "31/08/2020"), encoding="utf-8")
    return Case("starter", folder, 3, 2)


def large(folder: Path, rows: int) -> Case:
    """The starter's mapping over a workbook with one wrong date, in the middle."""
    start_dataset(folder)
    header = (folder / "data" / "projects.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    mapping = folder / MAPPING
    text = mapping.read_text(encoding="utf-8")
    text = text.replace("projects.csv, referenceFormulation: csv", "projects.xlsx, referenceFormulation: xlsx")
    mapping.write_text(text, encoding="utf-8")
    with xlsxwriter.Workbook(folder / "data" / "projects.xlsx") as workbook:
        sheet = workbook.add_worksheet("projects")
        for number, values in enumerate([header, *(record(n, wrong=n == rows // 2) for n in range(1, rows + 1))]):
            sheet.write_row(number, 0, values)
    return Case(f"XLSX of {rows:,} rows", folder, rows // 2 + 1, 10)


def record(number: int, *, wrong: bool) -> list[str]:
    """One project of a made-up list, texts all through."""
    first = date(2021, 1, 4) + timedelta(days=number % 900)
    last = first + timedelta(days=-5 if wrong else 700)
    return [
        *(
            str(number),
            f"PRJ{number}",
            f"Project number {number} of many",
            "Example Cooperation Programme",
            "2021-2027",
        ),
        *(f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}", "finished" if last < RETRIEVED else "ongoing"),
        *(f"{100_000 + number:,}.00", f"{80_000 + number:,}.00", "EUR", f"Partner {number % 3_000}"),
        *(COUNTRIES[number % len(COUNTRIES)], f"https://example.org/{number}"),
    ]


def is_found(case: Case) -> bool:
    """Whether the report names the cell of the wrong date."""
    findings = json.loads((case.folder / "report.json").read_text(encoding="utf-8"))["findings"]
    places = [one["place"] for one in findings if one["code"] == "X11"]
    return [(place["line"], place["column"]) for place in places] == [(case.line, "end")]


def main() -> int:
    """Measure, print and write; the exit code tells whether the bounds hold."""
    parser = argparse.ArgumentParser(description="measure the time from a changed record to its finding")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3, help="the least figure of so many runs counts")
    asked = parser.parse_args()
    shutil.rmtree(SCRATCH / "records", ignore_errors=True)
    cases = [small(SCRATCH / "records" / "small"), large(SCRATCH / "records" / "large", asked.rows)]
    rows, problems = {}, []
    print(f"{'dataset':<22}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}")
    for case in cases:
        used = best([measure(COMMAND, cwd=case.folder) for _ in range(asked.runs)])
        figures = {"cpu_seconds": used.cpu, "wall_seconds": used.wall, "peak_megabytes": used.peak / 1e6}
        rows[case.name] = {name: round(figure, 2) for name, figure in figures.items()}
        print(f"{case.name:<22}{used.cpu:>9.2f}{used.wall:>9.2f}{used.peak / 1e6:>9.0f}")
        if not is_found(case):
            problems.append(f"{case.name}: the wrong cell is not found")
        if used.wall > case.seconds:
            problems.append(f"{case.name}: {used.wall:.1f} s on the wall; {case.seconds} is the bound")
    print("\n".join(problems) or "every bound holds")
    told = {"runs": asked.runs, "datasets": rows, "system": platform.system(), "python": platform.python_version()}
    RESULTS.write_text(f"{json.dumps(told, indent=2)}\n", encoding="utf-8")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
