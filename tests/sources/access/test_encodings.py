"""Declared encodings: whole files read as their publishers wrote them, and bytes that are of no character."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.duckdb_errors import BrokenSource
from eulod.engines.undecodable_bytes import Undecodable, decoded_blocks
from eulod.errors import Place
from eulod.sources.access.encodings import UndecodableText, UnknownEncoding, encoding_named
from eulod.sources.access.retrieve import retrieve
from eulod.sources.open import open_source
from eulod.sources.survey import survey
from tests.shared import shared
from tests.sources.access.reading import shown
from tests.sources.reading import csv_rows, source
from tests.staged import staging


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Łódź, Győr\r\n"),
        ("Windows-1252", "“Œuvre” – 5 €\n"),
        ("cp1253", "Ελλάδα\n"),
        ("ISO-8859-2", "Łódź\n"),
        ("iso-8859-7", "Ελλάδα\n"),
        ("latin-1", "Århus\n"),
        ("utf-16", "Łódź 𝄞\n"),
        ("utf-16-be", "Łódź 𝄞\n"),
        ("utf-32", "Łódź 𝄞\n"),
        ("koi8-r", "Москва\n"),
        ("cp932", "東京\n"),
        ("UTF8", "Łódź\n"),
    ],
)
def test_a_text_is_read_in_its_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    (tmp_path / "rows.csv").write_bytes(text.encode(encoding))
    assert shown(source("rows.csv", options={"encoding": encoding}), tmp_path) == {"rows.csv": text.encode()}


@pytest.mark.parametrize(
    ("name", "problem", "help"),
    [
        ("cp12500", "there is no encoding 'cp12500'; there are: utf-8, utf-16, cp1250", "did you mean 'cp1250'?"),
        ("windows 1253x", "there is no encoding 'windows 1253x'", "did you mean 'windows-1253'?"),
        ("base64", "there is no encoding 'base64'", ""),
        ("unicode_escape", "there is no encoding 'unicode_escape'", ""),
        ("a\0b", "there is no encoding", ""),
    ],
)
def test_an_unknown_encoding_names_the_nearest(name: str, problem: str, help: str) -> None:
    with pytest.raises(UnknownEncoding) as raised:
        encoding_named(name, Place("mapping.yml", 3))
    assert str(raised.value).startswith(f"mapping.yml:3: S034 {problem}")
    assert help in raised.value.help


@pytest.mark.parametrize(
    ("content", "encoding", "line", "problem"),
    [
        (b"a\n\xd2\n", "cp1253", 2, "the byte 0xD2 at offset 2 is not cp1253"),
        (b"a\n" * 600_000 + b"\x81", "cp1250", 600_001, "the byte 0x81 at offset 1,200,000 is not cp1250"),
        ("a\n".encode("utf-16") + b"\x00\xdc\x00", "utf-16", 2, "the byte 0x00 at offset 6 is not utf-16"),
        (b"\x41\x00", "utf-16", 1, "the file does not begin with the byte order mark of utf-16"),
        (b"a\x82", "cp932", 1, "the byte 0x82 at offset 1 is not cp932"),
        (b"+2AA-", "utf-7", None, "the text holds half of a character: U+D800"),
    ],
)
def test_a_byte_of_no_character_is_located(
    tmp_path: Path, content: bytes, encoding: str, line: int | None, problem: str
) -> None:
    (tmp_path / "rows.csv").write_bytes(content)
    with pytest.raises(UndecodableText) as raised:
        shown(source("rows.csv", options={"encoding": encoding}), tmp_path)
    assert str(raised.value).startswith(f"{Place(str(tmp_path / 'rows.csv'), line)}: S033 {problem}")


@settings(max_examples=50)
@given(
    text=st.text(max_size=20),
    bad=st.sampled_from([b"\xff", b"\xc3", b"\xe2\x82"]),
    encoding=st.sampled_from(["utf-8", "utf-16-le"]),
)
def test_the_offset_is_that_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, text: str, bad: bytes, encoding: str
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "text"
    good = text.encode(encoding)
    path.write_bytes(good + (bad if encoding == "utf-8" else b"\x00\xdc"))
    with pytest.raises(Undecodable) as raised:
        list(decoded_blocks(path, encoding))
    assert (raised.value.offset, raised.value.line) == (len(good), text.count("\n") + 1)


def test_a_row_of_another_encoding_in_a_utf_8_file_is_located(engine: DuckDBEngine, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes('a,b\nŁódź,"x\ny"\n'.encode() + "1,Łódź\n2,y\n3,ő\n".encode("cp1250"))
    found = survey(engine, source("rows.csv"), tmp_path).problems
    assert [(one.line, one.column, one.reason.partition(": ")[2]) for one in found] == [
        (4, "b", "the byte 0xA3 at offset 20 is not utf-8"),
        (6, "b", "the byte 0xF5 at offset 31 is not utf-8"),
    ]
    with pytest.raises(BrokenSource, match=r"rows\.csv:4: S008 the byte 0xA3 at offset 20 is not utf-8"):
        csv_rows(engine, tmp_path, source("rows.csv"))


@pytest.mark.parametrize(
    "content",
    [
        b'"a\nx";b\r\n"1\n2";3\r\n4;5\r\n',
        b'a;"b\nx"\r\n"1\n2";3\r\n4;5\r\n',
        b'a;"b\r\nx"\n"1\n2";3\n4;5\n',
        b'a;"b""\nx"\r\n"1\n2";3\r\n4;5\r\n',
    ],
)
def test_a_header_may_break_lines_as_no_record_does(engine: DuckDBEngine, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rows.csv").write_bytes(content)
    declared = retrieve(source("rows.csv", options={"delimiter": ";"}), tmp_path, staging())
    assert survey(engine, declared, tmp_path).records == 2
    assert csv_rows(engine, tmp_path, declared) == [["1\n2", "3"], ["4", "5"]]
    assert any("\nx" in name and "\r" not in name for name in open_source(engine, declared, tmp_path).columns or ())


LISTS = "data/lists_of_operations"


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "records"),
    [
        ("greece_2014-2020.csv", "cp1253", ";", 2029),
        ("poland_cf_2007-2013.csv", "cp1250", ";", 2190),
        ("poland_esf_2014-2020.csv", "cp1250", ";", 2437),
        ("denmark_2014-2020.csv", "latin-1", ";", 107),
    ],
)
def test_real_lists_are_read_whole(
    engine: DuckDBEngine, name: str, encoding: str, delimiter: str, records: int
) -> None:
    folder = shared(LISTS)
    with (folder / name).open(encoding=encoding, newline="") as file:
        header, *rows = [row for row in csv.reader(file, delimiter=delimiter) if row]
    declared = source(name, options={"encoding": encoding, "delimiter": delimiter})
    declared = retrieve(declared, folder, staging())
    found = survey(engine, declared, folder)
    assert (found.records, found.problems, len(rows)) == (records, (), records)
    assert csv_rows(engine, folder, declared) == [[cell or None for cell in row] for row in rows]
    assert len(header) > 3
