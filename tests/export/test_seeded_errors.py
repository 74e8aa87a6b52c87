"""Errors put into copies of real files: each finding names the file, the line, the record and the column."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from eulod.pipeline import check_records
from eulod.validation.report import Finding, Report
from tests.exported import full_settings
from tests.shared import shared

pytestmark = pytest.mark.slow

PROJECTS, ORGANISATIONS = "cordis/project_df_100.csv", "cordis/organization_df_100.csv"
SWEDEN = "sweden/partners.json"
SWEDISH = 100  # of its records; the real file is one line


@dataclass(frozen=True)
class Seed:
    """A wrong value in one cell, and the codes by which it is found."""

    file: str
    record: int
    column: str
    value: str | int
    codes: tuple[str, ...]


SEEDS = (
    Seed(PROJECTS, 5, "status", "SIGNEDD", ("L001",)),
    Seed(PROJECTS, 9, "startDate", "2023-13-01", ("V001",)),
    Seed(PROJECTS, 12, "endDate", "2001-01-31", ("X11",)),
    Seed(PROJECTS, 31, "totalCost", "-5", ("M02",)),
    Seed(PROJECTS, 44, "ecMaxContribution", "12,34,5", ("V001",)),
    Seed(ORGANISATIONS, 7, "country", "XX", ("L001", "Q07")),
    Seed(ORGANISATIONS, 15, "role", "boss", ("L001", "Q02")),
    Seed(ORGANISATIONS, 50, "organizationURL", "htp:/x y", ("V002",)),
    Seed(SWEDEN, 3, "land", "Sverie", ("L001", "Q07")),
    Seed(SWEDEN, 8, "partnerbudget", "12x", ("V001",)),
    Seed(SWEDEN, 15, "startdatum", "2023-02-31", ("V001",)),
    Seed(SWEDEN, 44, "organisationsroll", "XX", ("L001", "Q02")),
    Seed(SWEDEN, 66, "partnerbudget", -4, ("M02",)),
)


def copied(folder: Path) -> Path:
    """The CORDIS tables, and the first records of the Swedish file with one on each line."""
    shutil.copytree(shared("data/cordis/horizon_heads100"), folder / "cordis", copy_function=shutil.copyfile)
    records = json.loads((shared("data/interreg/sweden") / "partners.json").read_text(encoding="utf-8"))
    (folder / "sweden").mkdir()
    save_json(folder / SWEDEN, records[:SWEDISH])
    return folder


def save_json(path: Path, records: list[dict[str, object]]) -> None:
    """Write records, one a line, the first on line 2."""
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")


def put(folder: Path, seed: Seed) -> None:
    """Write a wrong value into its cell."""
    path = folder / seed.file
    if path.suffix == ".json":
        records = json.loads(path.read_text(encoding="utf-8"))
        records[seed.record - 1][seed.column] = seed.value
        save_json(path, records)
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[seed.record][rows[0].index(seed.column)] = str(seed.value)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The copies with every error in them, and what is found."""
    folder = copied(tmp_path_factory.mktemp("seeded"))
    for seed in SEEDS:
        put(folder, seed)
    settings = full_settings()
    inputs = {"cordis-horizon": folder / "cordis", "interreg-sweden": folder / "sweden"}
    sources = tuple(replace(one, input=inputs.get(one.name, one.input)) for one in settings.sources)
    report = check_records(replace(settings, folder=folder, sources=sources), sources=("reference", *inputs))
    return folder, report


def at(report: Report, seed: Seed, code: str) -> list[Finding]:
    """The findings of a code in the cell of a seed."""
    wanted = (seed.file, seed.record, seed.column)
    places = ((one, one.place) for one in report.findings if one.code == code and one.place)
    return [one for one, place in places if (place.file, place.record, place.column) == wanted]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.column}={seed.value}")
def test_a_seeded_error_is_found_in_its_cell(seeded: tuple[Path, Report], seed: Seed) -> None:
    folder, report = seeded
    for code in seed.codes:
        found = at(report, seed, code)
        assert len(found) == 1, [str(one.place) for one in report.findings if one.code == code]
        assert found[0].cells == ((seed.column, str(seed.value)),)
        assert found[0].place
        line = (folder / seed.file).read_text(encoding="utf-8").splitlines()[(found[0].place.line or 0) - 1]
        assert str(seed.value) in line
