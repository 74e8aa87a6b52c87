"""Files by name, by pattern, and all of a folder that fit a format."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.sources.access.local_files import is_pattern, local_files, matches

NAMES = (
    "project.csv",
    "2024/project.csv",
    "2024/06/project.csv.gz",
    "2024/06/notes.TXT",
    "2024/partners.json",
    "2024/.hidden.csv",
    ".git/rows.csv",
    "list [1]/a.tsv",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as portals pack them."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("access", "formulation", "found"),
    [
        (
            ".",
            "csv",
            ["2024/06/notes.TXT", "2024/06/project.csv.gz", "2024/project.csv", "list [1]/a.tsv", "project.csv"],
        ),
        ("2024", "csv", ["2024/06/notes.TXT", "2024/06/project.csv.gz", "2024/project.csv"]),
        ("2024", "jsonpath", ["2024/partners.json"]),
        ("2024", "yaml", []),
        ("list [1]", "csv", ["list [1]/a.tsv"]),
        ("**/project.csv*", "csv", ["2024/06/project.csv.gz", "2024/project.csv", "project.csv"]),
        ("*/project.csv", "csv", ["2024/project.csv"]),
        ("20[0-9][0-9]/*.json", "csv", ["2024/partners.json"]),
        ("2024/.hidden.csv", "csv", ["2024/.hidden.csv"]),
        ("nowhere", "csv", []),
    ],
)
def test_what_a_source_names(folder: Path, access: str, formulation: str, found: list[str]) -> None:
    paths = local_files(access, folder, formulation)
    assert [path.relative_to(folder).as_posix() for path in paths] == found
    absolute = local_files(str(folder / access), Path("elsewhere"), formulation)
    assert absolute == (paths if "[1]" in access or not is_pattern(access) else absolute)


def test_absolute_patterns(folder: Path) -> None:
    assert local_files(f"{folder}/**/p*.csv", Path("elsewhere"), "csv") == (
        folder / "2024" / "project.csv",
        folder / "project.csv",
    )


@pytest.mark.parametrize(
    ("name", "pattern", "does"),
    [
        ("a/b.csv", "*.csv", False),
        ("a/b.csv", "**/*.csv", True),
        ("b.csv", "**/*.csv", True),
        ("a/x/b.csv", "a/**/b.csv", True),
        ("b.csv", "?.csv", True),
        ("b.csv", "[!a].csv", True),
        ("a.csv", "[!a].csv", False),
        ("a+b.csv", "a+b.csv", True),
        ("b]", "[]]", False),
        ("a\\b", "a[\\]b", True),
    ],
)
def test_patterns_of_archives_are_those_of_files(name: str, pattern: str, does: bool) -> None:
    assert matches(name, pattern) is does
