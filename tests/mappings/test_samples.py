"""The samples of the mappings: what they make, statement by statement."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.mappings.mapped import run
from tests.shared import ROOT

MAPPINGS = ROOT / "mappings"
SOURCES = ("cordis-horizon", "interreg-sweden")
TABLES = sorted((MAPPINGS / "cordis-horizon" / "sample").glob("*.csv"))


@pytest.mark.parametrize("name", SOURCES)
def test_the_sample_makes_the_expected_dump(name: str, update_golden: bool) -> None:
    found = run(name, MAPPINGS / name / "sample")
    assert found.problems == ()
    expected = MAPPINGS / name / "expected.nq"
    if update_golden:
        expected.write_text(found.lines(), encoding="utf-8", newline="\n")
    assert found.lines() == expected.read_text("utf-8")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_the_readme_names_every_column_of_cordis(path: Path) -> None:
    readme = (MAPPINGS / "cordis-horizon" / "README.md").read_text("utf-8")
    with path.open(encoding="utf-8", newline="") as lines:
        columns = next(csv.reader(lines))
    section = readme.partition(f"### {path.stem}\n")[2].partition("\n### ")[0]
    assert [column for column in columns if f"`{column}`" not in section] == []


def test_the_readme_names_every_key_of_the_swedish_list() -> None:
    readme = (MAPPINGS / "interreg-sweden" / "README.md").read_text("utf-8")
    rows = json.loads((MAPPINGS / "interreg-sweden" / "sample" / "partners.json").read_text("utf-8"))
    assert [key for key in rows[0] if f"`{key}`" not in readme] == []


def test_the_sample_of_cordis_holds_no_long_text() -> None:
    with (MAPPINGS / "cordis-horizon" / "sample" / "project.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["id"] for row in csv.DictReader(lines) if row["objective"]] == []
