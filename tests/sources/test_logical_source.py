"""Which files a source reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.sources.logical_source import MissingSource, source_files
from tests.sources.reading import source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files and folders of awkward names."""
    for name in ("b.csv", "a.csv", "list [1].csv", "notes.txt"):
        (tmp_path / name).write_text("x\n")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.csv" / "c.csv").write_text("x\n")
    return tmp_path


@pytest.mark.parametrize(
    ("access", "names"),
    [
        ("a.csv", ["a.csv"]),
        ("?.csv", ["a.csv", "b.csv"]),
        ("*.csv", ["a.csv", "b.csv", "list [1].csv"]),
        ("list [1].csv", ["list [1].csv"]),
        ("**/c.csv", ["c.csv"]),
        ("folder.csv/c.csv", ["c.csv"]),
    ],
)
def test_files_are_found_in_order(folder: Path, access: str, names: list[str]) -> None:
    assert [path.name for path in source_files(source(access), folder)] == names


@pytest.mark.parametrize("access", ["c.csv", "*.json", "folder.json", "/nowhere/*.csv"])
def test_a_missing_file_is_named_with_what_there_is(folder: Path, access: str) -> None:
    with pytest.raises(MissingSource) as raised:
        source_files(source(access), folder)
    assert str(raised.value).startswith(f"mapping.yml:3: S001 source 'rows' reads '{access}', which is not in {folder}")
    assert "there is: a.csv, b.csv" in raised.value.problem


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingSource, match="no such folder"):
        source_files(source("a.csv"), tmp_path / "nowhere")
