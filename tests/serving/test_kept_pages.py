"""The file that pages are kept in: what is read is what was written, or nothing."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest

from eulod.serving.entity_pages import takes_gzip
from eulod.serving.kept_pages import KeptPages, packed, usable

MOST = 64 << 20


def html(number: int, size: int = 4000) -> bytes:
    """A page that hardly packs."""
    return b"".join(sha256(b"%d %d" % (number, part)).hexdigest().encode() for part in range(size // 64))


@contextmanager
def opened(path: Path, *, most: int = MOST, made_from: str = "a") -> Iterator[KeptPages]:
    kept = KeptPages(path, most, made_from)
    try:
        yield kept
    finally:
        kept.close()


def rows(path: Path) -> int:
    """How many pages a file holds."""
    with closing(sqlite3.connect(path)) as connection:
        ((found,),) = connection.execute("SELECT count(*) FROM page")
    return int(found)


def write_some(path: Path, numbers: range) -> None:
    """Keep pages one by one, as a process of its own does."""
    with opened(path) as kept:
        for number in numbers:
            kept.put([(str(number), packed(html(number)))])


def test_a_page_is_read_as_it_was_written_after_the_next_start_too(tmp_path: Path) -> None:
    path = tmp_path / "pages"
    with opened(path) as kept:
        assert kept.get("x") is None
        kept.put([("x", packed(b"<p>"))])
        assert kept.get("x") == packed(b"<p>")
    with opened(path) as kept:
        page = kept.get("x")
        assert page == packed(b"<p>")
        assert page.html() == b"<p>"
        assert kept.get("y") is None


def test_what_was_made_from_something_else_is_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "pages"
    with opened(path, made_from="a") as kept:
        kept.put([("x", packed(b"a"))])
    with opened(path, made_from="b") as kept:
        assert kept.get("x") is None
        kept.put([("x", packed(b"b"))])
        assert kept.get("x") == packed(b"b")
    with opened(path, made_from="a") as kept:
        assert kept.get("x") == packed(b"a")


def test_a_full_file_lets_the_oldest_go(tmp_path: Path) -> None:
    path, most = tmp_path / "pages", 2 << 20
    with opened(path, most=most) as kept:
        for number in range(1500):
            kept.put([(str(number), packed(html(number)))])
        there = [number for number in range(1500) if kept.has(str(number))]
        assert not kept.failure
    assert len(there) > 300
    assert there == list(range(1500 - len(there), 1500))
    assert path.stat().st_size <= most + (64 << 10)


def test_room_is_made_of_what_was_made_from_something_else(tmp_path: Path) -> None:
    path, most = tmp_path / "pages", 1 << 20
    with opened(path, most=most, made_from="a") as kept:
        assert kept.has_room()
        numbers = iter(range(500))
        while kept.has_room():
            kept.put([(str(number := next(numbers)), packed(html(number)))])
        assert kept.has("0")
    with opened(path, most=most, made_from="b") as kept:
        assert kept.has_room()
    assert rows(path) == 0


def test_processes_write_and_read_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "pages"
    context = get_context("spawn")
    several = [context.Process(target=write_some, args=(path, range(start, start + 200))) for start in (0, 100, 200)]
    for process in several:
        process.start()
    with opened(path) as kept:
        while any(process.is_alive() for process in several):
            for number in range(0, 400, 7):
                assert kept.get(str(number)) in (None, packed(html(number)))
    for process in several:
        process.join()
        assert process.exitcode == 0
    assert rows(path) == 400


def test_a_killed_process_leaves_whole_pages(tmp_path: Path) -> None:
    path = tmp_path / "pages"
    assert usable(path)
    for turn in range(4):
        process = get_context("spawn").Process(target=write_some, args=(path, range(turn * 300, 100_000)))
        before = rows(path)
        process.start()
        while rows(path) < before + 100:
            assert process.is_alive()
        process.kill()
        process.join()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with opened(path) as kept:
            there = [number for number in range(5000) if kept.get(str(number)) == packed(html(number))]
            assert not kept.failure
        assert len(there) == rows(path) >= before + 100


def test_a_page_whose_bytes_changed_is_not_given_and_the_file_thrown_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "pages"
    with opened(path) as kept:
        kept.put([(str(number), packed(html(number))) for number in range(50)])
    content = bytearray(path.read_bytes())
    at = content.index(packed(html(7)).packed[100:200])
    content[at] ^= 1
    path.write_bytes(content)
    with opened(path) as kept:
        assert kept.get("8") == packed(html(8))
        assert kept.get("7") is None
        assert kept.get("8") is None
        kept.put([("7", packed(html(7)))])
        assert kept.get("7") is None
    assert [record.getMessage() for record in caplog.records] == [f"{path}: no more pages are kept: it is damaged"]
    assert not path.exists()
    assert usable(path)
    with opened(path) as kept:
        kept.put([("7", packed(html(7)))])
        assert kept.has("7")


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(200), bytes(100_000)])
def test_a_file_that_is_none_is_replaced(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pages"
    path.write_bytes(content)
    assert usable(path)
    assert rows(path) == 0


@pytest.mark.parametrize("part", [0.3, 0.7])
def test_half_a_file_gives_whole_pages_or_none(part: float, tmp_path: Path) -> None:
    path = tmp_path / "pages"
    with opened(path) as kept:
        kept.put([(str(number), packed(html(number))) for number in range(200)])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    usable(path)
    with opened(path) as kept:
        for number in range(200):
            assert kept.get(str(number)) in (None, packed(html(number)))
        kept.put([("new", packed(b"new"))])


def test_bytes_changed_anywhere_give_whole_pages_or_none(tmp_path: Path) -> None:
    path, chance = tmp_path / "pages", random.Random(1)
    with opened(path) as kept:
        kept.put([(str(number), packed(html(number, 200))) for number in range(200)])
    whole = path.read_bytes()
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(40):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        usable(path)
        with opened(path) as kept:
            for number in range(0, 200, 5):
                assert kept.get(str(number)) in (None, packed(html(number, 200)))
            kept.put([("new", packed(b"new"))])


def test_a_file_that_cannot_be_opened_keeps_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert not usable(tmp_path)  # it is a folder
    with opened(tmp_path) as kept:
        kept.put([("x", packed(b"x"))])
        assert kept.get("x") is None
        assert not kept.has_room()
    assert len(caplog.records) == 2


def test_on_a_full_disk_what_is_there_is_read_still(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    resource = pytest.importorskip("resource", reason="limits of a process are POSIX's")
    path = tmp_path / "pages"
    with opened(path) as kept:
        kept.put([("x", packed(b"x"))])
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
        try:
            for number in range(200):
                kept.put([(str(number), packed(html(number)))])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert kept.failure
        assert kept.get("x") == packed(b"x")
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("header", "small"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("identity, gzip;q=0.5", False),
        ("identity;q=0.5, gzip", True),
        ("br", False),
        ("gzipped", False),
    ],
)
def test_gzip_is_for_who_likes_it(header: str | None, small: bool) -> None:
    assert takes_gzip(header) is small
