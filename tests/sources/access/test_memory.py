"""What is unpacked and decoded never lies in memory as a whole."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from eulod.sources.access.retrieve import retrieve
from tests.sources.access.reading import zipped
from tests.sources.reading import source
from tests.staged import staging

SIZE = 1 << 25


def packed_by_gzip(folder: Path, content: bytes) -> str:
    """A gzip file, by its access."""
    (folder / "rows.csv.gz").write_bytes(gzip.compress(content, 1))
    return "rows.csv.gz"


def packed_by_zip(folder: Path, content: bytes) -> str:
    """A file in an archive, by its access."""
    zipped(folder / "dump.zip", {"rows.csv": content})
    return "dump.zip!rows.csv"


@pytest.mark.parametrize("packed", [packed_by_gzip, packed_by_zip])
def test_a_large_file_is_read_in_blocks(tmp_path: Path, packed: Callable[[Path, bytes], str]) -> None:
    access = packed(tmp_path, ("a,b\n" + "ő" * 252 + "\n").encode("cp1250") * (SIZE // 257))
    run = staging()
    tracemalloc.start()
    try:
        found = retrieve(source(access, options={"encoding": "cp1250"}), tmp_path, run)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(path.stat().st_size for path in found.files or ()) > SIZE
    assert peak < SIZE // 2


def test_a_line_without_end_is_decoded_in_blocks(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"\xf5" * SIZE)
    run = staging()
    tracemalloc.start()
    try:
        retrieve(source("rows.csv", options={"encoding": "cp1250"}), tmp_path, run)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < SIZE // 2
