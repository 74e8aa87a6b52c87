"""Sources behind addresses: fetched, kept, fetched again, refused; the server is on loopback."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eulod.errors import SourceError
from eulod.sources.access.limits import Limits
from eulod.sources.access.retrieve import retrieve
from eulod.sources.access.staging import Staging
from eulod.staged_name import shown_name
from tests.sources.access.reading import zipped
from tests.sources.access.server import Answer, Server, serving
from tests.sources.reading import source
from tests.staged import staging

ROWS = b"id\n1\n"
OTHERS = b"id\n1\n2\n"
LIMITS = Limits(wait=0.3, pause=0.0, download=1 << 16, patience=0.2, pace=1 << 20)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server for one test."""
    with serving() as running:
        yield running


def run(cache: Path, **environment: str) -> Staging:
    """A run of its own, with a cache that others share."""
    return replace(staging(), limits=LIMITS, environment={"EULOD_CACHE": str(cache), **environment})


def read(access: str, of: Staging, *, compression: str = "") -> dict[str, bytes]:
    """The files of a source: their names and what is in them."""
    found = retrieve(replace(source(access), compression=compression), Path("nowhere"), of).files or ()
    return {shown_name(str(path)): path.read_bytes() for path in found}


def refused(access: str, of: Staging) -> str:
    """Why a source cannot be fetched."""
    with pytest.raises(SourceError) as raised:
        read(access, of)
    return str(raised.value)


def test_an_unchanged_file_is_fetched_once(server: Server, tmp_path: Path) -> None:
    url = f"{server.address}/list.csv"
    server.answers["/list.csv"] = Answer(ROWS, headers={"ETag": '"1"'})
    assert read(url, run(tmp_path)) == read(url, run(tmp_path)) == {url: ROWS}
    assert server.asked == [("/list.csv", ""), ("/list.csv", '"1"')]
    server.answers["/list.csv"] = Answer(OTHERS, headers={"ETag": '"2"'})
    assert read(url, run(tmp_path)) == {url: OTHERS}
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2


def test_without_a_version_it_is_fetched_each_time(server: Server, tmp_path: Path) -> None:
    url = f"{server.address}/list.csv"
    server.answers["/list.csv"] = [Answer(ROWS), Answer(OTHERS)]
    first, second = run(tmp_path), run(tmp_path)
    assert (read(url, first), read(url, second), read(url, first)) == ({url: ROWS}, {url: OTHERS}, {url: ROWS})


def test_a_damaged_copy_is_fetched_again(server: Server, tmp_path: Path) -> None:
    url = f"{server.address}/list.csv"
    server.answers["/list.csv"] = Answer(ROWS, headers={"ETag": '"1"'})
    read(url, run(tmp_path))
    (content,) = (path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".json")
    content.write_bytes(b"id\n9\n")
    assert read(url, run(tmp_path)) == {url: ROWS}


def test_archives_and_gzip_files_are_unpacked(server: Server, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "dump.zip", {"a.csv": ROWS, "b.csv": OTHERS})
    server.answers |= {
        "/dump.zip": Answer(archive.read_bytes()),
        "/list.csv.gz?page=1": Answer(gzip.compress(ROWS)),
        "/download?id=1": Answer(archive.read_bytes()),
    }
    url = server.address
    assert read(f"{url}/dump.zip!b.csv", run(tmp_path)) == {f"{url}/dump.zip!b.csv": OTHERS}
    assert read(f"{url}/list.csv.gz?page=1", run(tmp_path)) == {f"{url}/list.csv.gz?page=1": ROWS}
    found = read(f"{url}/download?id=1!a.csv", run(tmp_path), compression="zip")
    assert found == {f"{url}/download?id=1!a.csv": ROWS}


def test_what_cannot_be_reached_can_be_read_from_the_cache(tmp_path: Path) -> None:
    with serving() as server:
        url = f"{server.address}/list.csv"
        server.answers["/list.csv"] = Answer(ROWS, headers={"Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"})
        assert "S038" in refused(url, run(tmp_path, EULOD_OFFLINE="1"))
        assert server.asked == []
        read(url, run(tmp_path))
    gone = refused(url, run(tmp_path))
    assert f"S035 {url} cannot be fetched: there is no connection to 127.0.0.1, 3 times" in gone
    assert "set EULOD_OFFLINE=1 to use the copy of Fri, 20 Nov 2026 10:00:00 GMT" in gone
    assert read(url, run(tmp_path, EULOD_OFFLINE="1")) == {url: ROWS}


def test_what_fails_in_passing_is_tried_again(server: Server, tmp_path: Path) -> None:
    url = f"{server.address}/list.csv"
    server.answers["/list.csv"] = [Answer(status=503), Answer(ROWS[:2], length=len(ROWS)), Answer(ROWS)]
    assert read(url, run(tmp_path)) == {url: ROWS}


@pytest.mark.parametrize(
    ("answer", "problem", "requests"),
    [
        (Answer(status=404), "S036 the server answers 404 Not Found to", 1),
        (Answer(status=403), "S036 the server answers 403 Forbidden to", 1),
        (Answer(status=503), "cannot be fetched: the server answers 503 Service Unavailable, 3 times", 3),
        (Answer(ROWS, length=99), "cannot be fetched: the connection ends before everything is here, 3 times", 3),
        (Answer(bytes(99), pause=0.01), "cannot be fetched: fewer than 1,048,576 bytes a second come, 3 times", 3),
        (Answer(ROWS, pause=0.6), "cannot be fetched: no answer comes within 0.3 seconds, 3 times", 3),
        (Answer(bytes(1 << 17)), "S032 more than 65,536 bytes come from", 1),
        (Answer(status=302, headers={"Location": "/list.csv"}), "from address to address, more than 5 times", 6),
        (Answer(status=302, headers={"Location": "file:///etc/hosts"}), "S037", 1),
        (Answer(status=302, headers={"Location": "http://example.org/"}), "an address that is unprotected", 1),
        (Answer(status=302, headers={"Location": "ftp://127.0.0.1/"}), "an address that is no https address", 1),
    ],
    ids=["404", "403", "503", "cut-off", "slow", "silent", "large", "loop", "file", "unprotected", "ftp"],
)
def test_what_does_not_come_is_told(
    server: Server, tmp_path: Path, answer: Answer, problem: str, requests: int
) -> None:
    server.answers["/list.csv"] = answer
    told = refused(f"{server.address}/list.csv", run(tmp_path))
    assert told.startswith("mapping.yml:3: ")
    assert problem in told
    assert len(server.asked) == requests
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("access", "problem"),
    [
        ("http://example.org/list.csv", "S037 http://example.org/list.csv is unprotected"),
        ("ftp://example.org/list.csv", "S037 ftp://example.org/list.csv is no https address"),
        ("file:///etc/hosts", "S037 file:///etc/hosts is no https address"),
        ("https:///list.csv", "S037 https:///list.csv is no https address"),
        ("https://me:hunter2@example.org/list.csv", "S037 the address holds the name of a user or a password"),
        ("https://example.org/?key=${KEEP_KEY}", "S039 the environment has no variable KEEP_KEY"),
    ],
)
def test_addresses_that_are_not_fetched(tmp_path: Path, access: str, problem: str) -> None:
    told = refused(access, run(tmp_path))
    assert told.startswith(f"mapping.yml:3: {problem}")
    assert "hunter2" not in told


def test_a_key_is_told_to_its_server_only(server: Server, tmp_path: Path) -> None:
    server.answers["/list.csv?key=hunter2"] = Answer(ROWS)
    hidden = f"{server.address}/list.csv?key=${{KEEP_KEY}}"
    assert read(hidden, run(tmp_path, KEEP_KEY="hunter2")) == {hidden: ROWS}
    assert list(read(f"{server.address}/list.csv?key=hunter2", run(tmp_path))) == [f"{server.address}/list.csv?key=…"]
    server.answers["/list.csv?key=hunter2"] = Answer(status=403)
    assert "hunter2" not in refused(hidden, run(tmp_path, KEEP_KEY="hunter2"))
    assert not [path for path in tmp_path.rglob("*.json") if b"hunter2" in path.read_bytes()]


def test_a_protected_address_never_leads_to_an_unprotected_one() -> None:
    from eulod.sources.access.addresses import refusal

    assert refusal("http://127.0.0.1/", {}) == ""
    assert "unprotected" in refusal("http://127.0.0.1/", {}, come_from="https://example.org/")
    assert "unprotected" in refusal("http://example.org/", {"EULOD_ALLOW_HTTP": "example.com"})
    assert refusal("http://example.org/", {"EULOD_ALLOW_HTTP": "example.com, example.org"}) == ""
