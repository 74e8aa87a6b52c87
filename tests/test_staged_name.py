"""Names of staged files: read back from their paths, whatever they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eulod.errors import Place
from eulod.staged_name import FOLDER, shown_name, staged_path

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=99)


@given(name=NAMES, file_name=NAMES)
@example("..", "..")
@example("../" + "x" * 177, "../x")
def test_a_path_tells_its_name(name: str, file_name: str) -> None:
    path = staged_path(Path("some where"), "key", name, file_name)
    assert shown_name(str(path)) == name
    assert path.parts[:3] == ("some where", FOLDER, "key")
    assert all(0 < len(part) <= 180 and part not in (".", "..") for part in path.parts[3:])
    assert not set("*?[]{}%:;'\"\\") & set("".join(path.parts))


def test_a_very_long_name_is_shortened() -> None:
    path = staged_path(Path("scratch"), "1", "https://example.org/?" + "é" * 10_000, "list.csv")
    assert len(str(path)) < 4096
    assert shown_name(str(path)).startswith("https://example.org/?é")


@pytest.mark.parametrize("file", ["data/list.csv", f"{FOLDER}.csv", "https://example.org/list.csv"])
def test_other_paths_are_their_own_name(file: str) -> None:
    assert shown_name(file) == file


def test_a_place_has_the_name() -> None:
    path = staged_path(Path("scratch"), "1", "data/dump.zip!list.csv", "list.csv")
    assert str(Place(str(path), 3)) == "data/dump.zip!list.csv:3"
