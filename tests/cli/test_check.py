"""eulod check: notes are told and do not fail, problems do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eulod.cli import main
from eulod.starting import start_dataset


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """The dataset that `eulod init` writes, with a base of its own."""
    start_dataset(tmp_path, base="https://example.org/")
    return tmp_path


def changed(file: Path, old: str, new: str) -> None:
    """Replace a text of a file that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_starter_has_no_problem(dataset: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--config", str(dataset)])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "0 problems\n")


def test_a_note_does_not_fail(dataset: Path) -> None:
    rows = dataset / "data" / "projects.csv"
    head, *others = rows.read_text(encoding="utf-8").splitlines()
    rows.write_text("\n".join([f"{head},fax", *(f"{row}," for row in others)]) + "\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "--config", str(dataset)])
    assert (done.exit_code, done.stderr) == (0, "0 problems, 1 note\n")
    assert done.stdout.startswith(f"note: {dataset / 'mappings' / 'projects' / 'mapping.yml'}:")
    assert "M024 nothing reads of the source 'projects': fax" in done.stdout


def test_a_problem_does(dataset: Path) -> None:
    mapping = dataset / "mappings" / "projects" / "mapping.yml"
    changed(mapping, "dd/MM/yyyy", "dd.MM.yyyy")
    done = CliRunner().invoke(main, ["check", "--config", str(dataset)])
    assert (done.exit_code, done.stderr) == (1, "2 problems\n")
    rows = dataset / "data" / "projects.csv"
    said = "'01/03/2023' is no date of the form dd.MM.yyyy, and 1 more"
    assert done.stdout.splitlines()[0] == f"{mapping}:25: M025 {rows}: record 1, column 'start': {said}"
