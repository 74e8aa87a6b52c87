"""Names of staged files: read back from their paths, whatever they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eulod.errors import Place
from eulod.staged_name import FOLDER, shown_name, staged_path

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=600)


@given(name=NAMES, file_name=NAMES)
def test_a_path_tells_its_name(name: str, file_name: str) -> None:
    path = staged_path(Path("some where"), "key", name, file_name)
    assert shown_name(str(path)) == name
    assert path.parts[:3] == ("some where", FOLDER, "key")
    assert all((0 < len(part) <= 180 and part.strip("._- ") != "") or part == "file" for part in path.parts[3:4])
    assert ".." not in path.parts
    assert path.is_relative_to(Path("some where"))


@pytest.mark.parametrize("file", ["data/list.csv", f"{FOLDER}.csv", "https://example.org/list.csv"])
def test_other_paths_are_their_own_name(file: str) -> None:
    assert shown_name(file) == file


def test_a_place_has_the_name() -> None:
    path = staged_path(Path("scratch"), "1", "data/dump.zip!list.csv", "list.csv")
    assert str(Place(str(path), 3)) == "data/dump.zip!list.csv:3"


@given(name=NAMES)
def test_no_part_of_a_path_is_read_as_a_pattern_or_a_step(name: str) -> None:
    path = staged_path(Path("scratch"), "1", name, name)
    assert not set("*?[]{}%:;'\"\\") & set("".join(path.parts))
    assert not {".", ".."} & set(path.parts[3:])
