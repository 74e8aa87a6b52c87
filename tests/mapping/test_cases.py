"""Mappings and their input, each with the statements or the errors that it must make.

A case is a folder of tests/cases/mapping: mapping.yml or mapping.ttl, its input, and expected.nq, expected-error.txt or
both. The second holds the error that stops the mapping, or what is wrong with single records.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import EulodError
from eulod.single_mapping import map_document
from tests.conformance.rml_suite import sorted_lines
from tests.mapping.running import BASE, RML, run, shown
from tests.shared import ROOT

CASES = ROOT / "tests" / "cases" / "mapping"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
EXPECTED = "expected.nq"
ERROR = "expected-error.txt"


def made(folder: Path, engine: DuckDBEngine) -> dict[str, str]:
    """What the case makes, by the name of the file that expects it."""
    try:
        found = run(folder, engine)
    except EulodError as error:
        return {ERROR: shown(f"{error}\n", folder)}
    return {name: text for name, text in ((EXPECTED, found.statements), (ERROR, found.problems)) if text}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_mapping_makes_what_is_expected(folder: Path, engine: DuckDBEngine, update_golden: bool) -> None:
    found = made(folder, engine)
    if update_golden:
        for name in (EXPECTED, ERROR):
            (folder / name).unlink(missing_ok=True)
        for name, text in found.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    expected = {name: (folder / name).read_bytes().decode() for name in (EXPECTED, ERROR) if (folder / name).exists()}
    assert found == expected


@pytest.mark.parametrize("path", sorted(CASES.glob(f"*/{RML}")), ids=lambda path: path.parent.name)
def test_the_command_makes_the_same(path: Path, tmp_path: Path) -> None:
    expected = path.with_name(EXPECTED)
    if not path.with_name(ERROR).exists():
        map_document(path, tmp_path / EXPECTED, base=BASE)
        assert sorted_lines((tmp_path / EXPECTED).read_text("utf-8")) == sorted_lines(expected.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(CASES.glob(f"*/{EXPECTED}")), ids=lambda path: path.parent.name)
def test_what_is_made_is_rdf(path: Path) -> None:
    lines = path.read_bytes().decode().splitlines()
    assert len(list(pyoxigraph.parse("\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS))) == len(lines)


def test_every_case_expects_something() -> None:
    assert len(FOLDERS) >= 20
    assert all((folder / EXPECTED).exists() or (folder / ERROR).exists() for folder in FOLDERS)
