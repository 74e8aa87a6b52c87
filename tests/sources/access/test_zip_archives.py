"""Files inside zip archives: by name, by pattern, by format; broken, encrypted and hostile archives."""

from __future__ import annotations

import gzip
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from eulod.sources.access.gzip_files import BrokenArchive
from eulod.sources.access.limits import Limits, TooMuch
from eulod.sources.access.zip_archives import MissingMember
from tests.sources.access.reading import SMALL, shown, zipped
from tests.sources.reading import source

DUMP = {
    "README.txt.bak": b"?",
    "csv/project.csv": b"id\n1\n",
    "csv/organization.csv": b"id\n2\n",
    "csv/2024/project.csv.gz": gzip.compress(b"id\n3\n"),
    "json/project.json": b"[]",
    "__MACOSX/csv/._project.csv": b"?",
    "../../outside.tsv": b"id\n4\n",
    "[1].csv": b"id\n5\n",
}
"""Among its names are one that leads outside, one of another system's leftovers and one with a wildcard in it."""


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """A folder with an archive."""
    zipped(tmp_path / "dump.zip", DUMP)
    return tmp_path


@pytest.mark.parametrize(
    ("access", "formulation", "found"),
    [
        ("dump.zip!csv/project.csv", "csv", {"csv/project.csv": b"id\n1\n"}),
        ("*.zip!csv/*.csv", "csv", {"csv/organization.csv": b"id\n2\n", "csv/project.csv": b"id\n1\n"}),
        ("dump.zip!**/project.csv*", "csv", {"csv/2024/project.csv.gz": b"id\n3\n", "csv/project.csv": b"id\n1\n"}),
        ("dump.zip![1].csv", "csv", {"[1].csv": b"id\n5\n"}),
        ("dump.zip!README.txt.bak", "csv", {"README.txt.bak": b"?"}),
        ("dump.zip!../../outside.tsv", "csv", {"../../outside.tsv": b"id\n4\n"}),
        ("dump.zip", "jsonpath", {"json/project.json": b"[]"}),
        (
            "dump.zip",
            "csv",
            {
                "[1].csv": b"id\n5\n",
                "csv/2024/project.csv.gz": b"id\n3\n",
                "csv/organization.csv": b"id\n2\n",
                "csv/project.csv": b"id\n1\n",
            },
        ),
    ],
)
def test_files_are_found_in_an_archive(dump: Path, access: str, formulation: str, found: dict[str, bytes]) -> None:
    expected = {f"dump.zip!{name}": content for name, content in found.items()}
    files = shown(source(access, formulation), dump)
    assert (files, list(files)) == (expected, list(expected))
    assert [path.name for path in dump.iterdir()] == ["dump.zip"]
    assert not (dump.parent / "outside.tsv").exists()


def test_the_only_file_of_an_archive_needs_no_name(tmp_path: Path) -> None:
    zipped(tmp_path / "list.zip", {"data": b"id\n1\n"})
    assert shown(source("list.zip"), tmp_path) == {"list.zip!data": b"id\n1\n"}
    (tmp_path / "list.zip").rename(tmp_path / "list")
    assert shown(replace(source("list"), compression="zip"), tmp_path) == {"list!data": b"id\n1\n"}


def test_the_input_itself_may_be_an_archive(dump: Path) -> None:
    archive = dump / "dump.zip"
    assert shown(source("csv/project.csv"), archive) == {f"{archive}!csv/project.csv": b"id\n1\n"}


def test_a_file_may_have_the_mark_in_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "a!b.csv").write_bytes(b"id\n")
    assert shown(source("a!b.csv"), tmp_path) == {"a!b.csv": b"id\n"}


@pytest.mark.parametrize(
    ("access", "formulation", "problem"),
    [
        ("dump.zip!projects.csv", "csv", r"has no 'projects\.csv'; it has: \.\./\.\./outside\.tsv, README\.txt\.bak, "),
        ("dump.zip", "yaml", "has no file of the format 'yaml'; it has: "),
    ],
)
def test_a_missing_member_is_named_with_what_there_is(dump: Path, access: str, formulation: str, problem: str) -> None:
    with pytest.raises(MissingMember, match=rf"mapping\.yml:3: S031 .*dump\.zip {problem}"):
        shown(source(access, formulation), dump)


def encrypted(content: bytes) -> bytes:
    """The archive with the mark of encryption at its only file."""
    at, central = content.index(b"PK\3\4"), content.index(b"PK\1\2")
    marked = bytearray(content)
    marked[at + 6] |= 1
    marked[central + 8] |= 1
    return bytes(marked)


def method(content: bytes, number: int) -> bytes:
    """The archive with another way of packing its only file."""
    central = content.index(b"PK\1\2")
    return (
        content[:8]
        + struct.pack("<H", number)
        + content[10 : central + 10]
        + struct.pack("<H", number)
        + (content[central + 12 :])
    )


def sized(content: bytes, size: int) -> bytes:
    """The archive with another size for what its only file holds."""
    central = content.index(b"PK\1\2")
    return content[: central + 24] + struct.pack("<L", size) + content[central + 28 :]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda content: content[:-30], "dump.zip: S030 the zip archive is broken: File is not a zip file"),
        (lambda content: b"PK" + bytes(100), "dump.zip: S030 the zip archive is broken: File is not a zip file"),
        (lambda content: content.replace(b"3141", b"2718"), "rows.csv: S030 the zip archive is broken: Bad CRC-32"),
        (encrypted, "dump.zip!rows.csv: S030 the file is encrypted"),
        (lambda content: method(content, 9), "rows.csv: S030 the zip archive is broken: it is packed in a way that is"),
        (lambda content: sized(content, 5), "dump.zip!rows.csv: S030 the zip archive is broken: Bad CRC-32"),
    ],
    ids=["cut-off", "no-zip", "wrong-sum", "encrypted", "method", "smaller-than-true"],
)
def test_a_broken_archive_is_named(tmp_path: Path, damage: object, problem: str) -> None:
    archive = zipped(tmp_path / "dump.zip", {"rows.csv": b"id\n3141\n"}, compression=zipfile.ZIP_STORED)
    archive.write_bytes(damage(archive.read_bytes()))  # type: ignore[operator]
    with pytest.raises(BrokenArchive) as raised:
        shown(source("dump.zip!rows.csv"), tmp_path)
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    ("entries", "limits", "problem"),
    [
        ({"a.csv": bytes(1 << 16)}, SMALL, "more than 10 times its"),
        ({"a.csv": bytes(1 << 20), "b.csv": b"1"}, SMALL, "more than 1,048,576 bytes come out of it"),
        ({f"{n}.csv": b"1" for n in range(4)}, SMALL, "the archive lists 4 files in"),
        ({"a" * 1100: b"1"}, SMALL, "the archive lists 1 files in 1,146 bytes"),
    ],
    ids=["ratio", "total", "entries", "directory"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, entries: dict[str, bytes], limits: Limits, problem: str
) -> None:
    zipped(tmp_path / "dump.zip", entries)
    with pytest.raises(TooMuch, match=rf"dump\.zip: S032 {problem}"):
        shown(source("dump.zip"), tmp_path, limits)


def test_a_number_of_files_that_lies_is_found_out(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "dump.zip", {f"{n}.csv": b"1" for n in range(5)})
    content = bytearray(archive.read_bytes())
    content[-14:-10] = struct.pack("<HH", 1, 1)
    archive.write_bytes(bytes(content))
    with pytest.raises(TooMuch, match="the archive holds 5 files; 3 may be in it"):
        shown(source("dump.zip"), tmp_path, SMALL)
