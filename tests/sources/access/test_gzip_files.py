"""Files compressed with gzip: whole, of several members, cut off, damaged, too large."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import SourceError
from eulod.sources.access.gzip_files import BrokenArchive
from eulod.sources.access.limits import TooMuch
from eulod.sources.access.retrieve import retrieve
from eulod.sources.survey import survey
from tests.sources.access.reading import SMALL, shown
from tests.sources.reading import csv_rows, source
from tests.staged import staging

ROWS = b"a,b\n1,2\n3,4\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.csv.gz", gzip.compress(ROWS)),
        ("rows.csv.GZ", gzip.compress(ROWS)),
        ("rows.csv.gz", gzip.compress(ROWS[:6]) + gzip.compress(b"") + gzip.compress(ROWS[6:])),
    ],
    ids=["one", "capitals", "several-members"],
)
def test_what_is_in_it_is_read_under_its_own_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert shown(source(name), tmp_path) == {name: ROWS}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (gzip.compress(ROWS)[:-9], "the gzip file is broken after 12 bytes of its content: it ends too early"),
        (gzip.compress(ROWS)[:-8] + bytes(8), "the gzip file is broken after 12 bytes of its content: wrong checksum"),
        (b"a,b\n1,2\n", "the gzip file is broken after 0 bytes of its content: what follows is no gzip"),
        (gzip.compress(ROWS) + b"more", "the gzip file is broken after 12 bytes of its content: what follows is no gz"),
        (b"", None),
    ],
    ids=["cut-off", "wrong-sum", "plain", "more-behind-it", "empty"],
)
def test_a_broken_file_is_named(tmp_path: Path, content: bytes, problem: str | None) -> None:
    (tmp_path / "rows.csv.gz").write_bytes(content)
    if problem is None:
        assert shown(source("rows.csv.gz"), tmp_path) == {"rows.csv.gz": b""}
        return
    with pytest.raises(BrokenArchive) as raised:
        shown(source("rows.csv.gz"), tmp_path)
    assert str(raised.value).lower().startswith(f"{tmp_path / 'rows.csv.gz'}: S030 {problem}".lower())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (bytes(1 << 16), "more than 10 times its"),
        (Random(0).randbytes((1 << 20) + 1), "more than 1,048,576 bytes come out of it"),
    ],
    ids=["ratio", "size"],
)
def test_a_bomb_is_refused_while_it_is_unpacked(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(content))
    with pytest.raises(TooMuch, match=rf"rows\.csv\.gz: S032 {problem}"):
        shown(source("rows.csv.gz"), tmp_path, SMALL)


def test_a_source_may_declare_what_no_name_tells(tmp_path: Path) -> None:
    (tmp_path / "rows").write_bytes(gzip.compress(ROWS))
    (tmp_path / "plain.csv.gz").write_bytes(ROWS)
    assert shown(replace(source("rows"), compression="gzip"), tmp_path) == {"rows": ROWS}
    assert shown(replace(source("plain.csv.gz"), compression="none"), tmp_path) == {"plain.csv.gz": ROWS}


def test_records_and_their_faults_are_those_of_the_file_that_was_named(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n3\n4,5\n"))
    declared = retrieve(source("*.csv.gz"), tmp_path, staging())
    (problem,) = survey(engine, declared, tmp_path).problems
    assert (problem.file, problem.line, problem.code) == (str(tmp_path / "rows.csv.gz"), 3, "S005")
    assert csv_rows(engine, tmp_path, declared, skip=True) == [["1", "2"], ["4", "5"]]
    with pytest.raises(SourceError) as raised:
        csv_rows(engine, tmp_path, declared)
    assert str(raised.value).startswith(f"{tmp_path / 'rows.csv.gz'}:3: S008")
    assert "eulod-staged" not in str(raised.value)
