"""Where staged files and downloads are put, and what retrieved files are called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eulod.sources.access.staging import Retrieved, Staging


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("data/list.csv", "list"),
        ("data/list.csv.gz", "list"),
        ("data\\list.csv", "list"),
        ("data/dump.zip", "dump"),
        ("https://example.org/a/list.csv.gz?page=1/2", "list"),
        ("mysql://localhost/projects#partner", "projects#partner"),
    ],
)
def test_the_stem_of_a_name(name: str, stem: str) -> None:
    assert Retrieved(name, Path("x")).stem == stem


def test_a_file_is_made_once_and_whole(tmp_path: Path) -> None:
    run = Staging(tmp_path, environment={})

    def blocks(*parts: bytes) -> Iterator[bytes]:
        yield from parts

    def cut_off() -> Iterator[bytes]:
        yield b"a"
        raise ValueError("cut off")

    with pytest.raises(ValueError, match="cut off"):
        run.made("gzip", Path("a.gz"), "a.gz", "a", cut_off())
    first = run.made("gzip", Path("a.gz"), "a.gz", "a", blocks(b"a", b"b"))
    assert run.made("gzip", Path("a.gz"), "a.gz", "a", blocks(b"other")) == first
    assert first.read_bytes() == b"ab"
    assert run.made("zip", Path("a.gz"), "a.gz", "a", blocks(b"other")) != first


def test_the_environment_says_where_downloads_are_kept(tmp_path: Path) -> None:
    assert Staging(tmp_path, environment={"EULOD_CACHE": "here"}).cache == Path("here")
    assert Staging(tmp_path, environment={}).cache.parts[-1].lower() in ("eulod", "cache")
    assert [Staging(tmp_path, environment={"EULOD_OFFLINE": value}).offline for value in ("", "0", "1")] == [
        False,
        False,
        True,
    ]
