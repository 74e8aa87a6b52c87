"""CSV files: their dialects, their header, and records that break them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import SourceError
from eulod.sources.column_names import ColumnNames
from eulod.sources.csv import csv_dialect
from eulod.sources.logical_source import SourceOption
from eulod.sources.open import open_source
from eulod.sources.problem import UnclosedQuote, UnreadableRecord
from tests.sources.reading import Options, csv_rows, source, surveyed


@pytest.mark.parametrize(
    ("content", "options", "rows"),
    [
        ("a,b\n1,2\n", {}, [["1", "2"]]),
        ("a,b\r\n1,2\r\n", {}, [["1", "2"]]),
        ("a,b\n1,2", {}, [["1", "2"]]),
        ("a,b\n", {}, []),
        ("a,b", {}, []),
        ("\ufeffa,b\n1,2\n", {"encoding": "UTF-8"}, [["1", "2"]]),
        ("a;b\n1,5;x\n", {"delimiter": ";"}, [["1,5", "x"]]),
        ("a\tb\n1\t 2 \n", {"delimiter": "\t"}, [["1", " 2 "]]),
        ("a|b\n'1|''1'|\"2\"\n", {"delimiter": "|", "quote": "'"}, [["1|'1", '"2"']]),
        ('a,b\n"1\n\n2",""\n', {}, [["1\n\n2", None]]),
        ("a,b\nNA,NULL\nNone,nan\n", {}, [["NA", "NULL"], ["None", "nan"]]),
        ('a,b\nNA,-\n"NA",\n', {"null": ("NA", "-")}, [[None, None], [None, None]]),
        ("a,b\nNA,x\n", {"null": "NA"}, [[None, "x"]]),
        ("a,b\n1,é\n".encode("latin-1"), {"encoding": "latin-1"}, [["1", "é"]]),
        ("a,b\n1,é\n".encode("utf-16"), {"encoding": "utf-16"}, [["1", "é"]]),
        ("a,b\n1,2\n\n3,4\n", {}, [["1", "2"], ["3", "4"]]),
    ],
)
def test_dialects(
    engine: DuckDBEngine,
    tmp_path: Path,
    content: str | bytes,
    options: Options,
    rows: list[list[str | None]],
) -> None:
    declared = source("rows.csv", options=options)
    assert surveyed(engine, tmp_path / "rows.csv", content, declared).problems == ()
    assert csv_rows(engine, tmp_path, declared) == rows


NO_TEXT = "\ufffd\ufffe\uffff"
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters=NO_TEXT)
CELLS = st.text(CHARACTERS, max_size=8)


@settings(max_examples=25)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_what_python_writes_is_read(engine: DuckDBEngine, rows: list[tuple[str, str]], delimiter: str) -> None:
    content = io.StringIO(newline="")
    writer = csv.writer(content, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b"), *rows])
    with TemporaryDirectory() as folder:
        declared = source("rows.csv", options={"delimiter": delimiter})
        found = surveyed(engine, Path(folder) / "rows.csv", content.getvalue(), declared)
        assert (found.records, found.problems) == (len(rows), ())
        assert csv_rows(engine, Path(folder), declared) == [[cell or None for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "there is no header"),
        ("a,b,a\n1,2,3\n", "the column 'a' stands twice"),
        ("Name,name\n1,2\n", "the column 'Name' stands twice, as Name, name"),
        ("a,,b\n1,2,3\n", "column 2 has no name"),
        ("a,b,\n1,2,\n", "column 3 has no name"),
        ("a,eulod:record\n1,2\n", "the column 'eulod:record' has a name that eulod uses"),
        ("a,origin:b\n1,2\n", "the column 'origin:b' has a name that eulod uses"),
        ('a,"b\n1,2\n', "the header cannot be read"),
        ("a,é\n1,2\n".encode("latin-1"), "the header is not utf-8"),
    ],
)
def test_headers_that_cannot_be_used(engine: DuckDBEngine, tmp_path: Path, content: str | bytes, problem: str) -> None:
    with pytest.raises(ColumnNames) as raised:
        surveyed(engine, tmp_path / "rows.csv", content, source("rows.csv"))
    assert str(raised.value).startswith(f"{tmp_path / 'rows.csv'}:1: S003 {problem}")


def test_a_truncated_utf_16_header_is_named(engine: DuckDBEngine, tmp_path: Path) -> None:
    with pytest.raises(ColumnNames, match="the header is not utf-16"):
        surveyed(
            engine,
            tmp_path / "rows.csv",
            "a,b\n".encode("utf-16")[:-1],
            source("rows.csv", options={"encoding": "utf-16"}),
        )


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"delimiter": ";;"}, "the delimiter is ';;'"),
        ({"delimiter": "\n"}, "the delimiter is '\n'"),
        ({"header": "x"}, "the header is 'x'"),
        ({"header": "none"}, "there is no header, and no column has a name"),
        ({"columns": "a"}, "columns are given, but the file has a header"),
        ({"quote": ""}, "the quote is ''"),
        ({"encoding": "cp1250"}, "encoding 'cp1250' is not read; there are: utf-8, utf-16, latin-1"),
        (
            {"separator": ";"},
            "unknown option 'separator' of csv; there are: columns, delimiter, encoding, header, null, quote",
        ),
    ],
)
def test_options_that_cannot_be_used(options: dict[str, str], problem: str) -> None:
    with pytest.raises(SourceOption) as raised:
        csv_dialect(source("rows.csv", options=options))
    assert str(raised.value).startswith(f"mapping.yml:3: S004 {problem}")


def test_the_header_is_where_it_is_declared(engine: DuckDBEngine, tmp_path: Path) -> None:
    content = 'List of\noperations;;\n"Name\nof project";"a;b"\n1;2\n"x;""y""";\n'
    declared = source("rows.csv", options={"delimiter": ";", "header": "3"})
    found = surveyed(engine, tmp_path / "rows.csv", content, declared)
    assert (found.records, found.problems) == (2, ())
    assert open_source(engine, declared, tmp_path).columns == ("Name\nof project", "a;b")
    assert csv_rows(engine, tmp_path, declared) == [["1", "2"], ['x;"y"', None]]


def test_files_without_a_header_are_given_one(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_text("1\t2\n3\t4\n")
    declared = source("rows.tsv", options={"header": "none", "columns": ("x", "y")})
    assert open_source(engine, declared, tmp_path).columns == ("x", "y")
    assert csv_rows(engine, tmp_path, declared) == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "content", ["a,b\n1,2\n3,4,\n5,6\n", 'a,b\r\n1,2\r\n3,4,,""\r\n', 'a,b\n"1,\n",2\n3,4,""', "a,b\n1,\n3,4,"]
)
def test_empty_cells_too_many_are_found(engine: DuckDBEngine, tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableRecord, match=r"rows\.csv: record 2: S005 the record has more cells than the header"):
        surveyed(engine, tmp_path / "rows.csv", content, source("rows.csv"))


def test_files_of_one_source_have_the_same_columns(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "b.csv").write_text("x,z\n1,2\n")
    with pytest.raises(ColumnNames, match=r"b\.csv:1: S003 columns x, z differ from those of a.csv: x, y"):
        csv_rows(engine, tmp_path, source("*.csv"))


LONG = "x" * 16_000_001


@pytest.mark.parametrize(
    ("content", "broken"),
    [
        ("a,b\n1,2\n3\n4,5,6\n7,8\n", {3: ("b", "fewer cells"), 4: ("", "more cells")}),
        ('a,b\n"1\n1",2\r\n3\r\n', {}),
        ('a,b\n"1\n1","2\n2"\n3\n', {5: ("b", "fewer cells")}),
        ('a,b\r\n"1\r\n1",2\r\n3\r\n', {4: ("b", "fewer cells")}),
        ("a,b\n1,é\n".encode() + "2,é\n".encode("latin-1"), {3: ("b", "bytes that are not of the declared encoding")}),
        (f"a,b\n1,{LONG}\n2,3\n", {2: ("", "longer than 16,000,000 bytes")}),
    ],
    ids=["cells", "mixed", "line-breaks", "crlf", "encoding", "long"],
)
def test_broken_records_are_found_by_their_line(
    engine: DuckDBEngine, tmp_path: Path, content: str | bytes, broken: dict[int, tuple[str, str]]
) -> None:
    declared = source("rows.csv")
    if not broken:
        with pytest.raises(SourceError, match=r"rows\.csv: S008 the lines end in different ways"):
            surveyed(engine, tmp_path / "rows.csv", content, declared)
        return
    found = surveyed(engine, tmp_path / "rows.csv", content, declared)
    assert {problem.line: problem.column for problem in found.problems} == {at: of[0] for at, of in broken.items()}
    assert all(broken[problem.line][1] in problem.reason for problem in found.problems)
    assert {problem.code for problem in found.problems} == {"S005"}
    assert found.records - len(broken) == len(csv_rows(engine, tmp_path, declared, skip=True))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('a,b\n1,"2\n' + "3,4\n" * 10_000, 2),
        ('a,b\n"1\n1",2\n3,"4\n', 4),
        ('a,b\n1,"2"x\n', 2),
    ],
    ids=["swallows-the-rest", "after-line-breaks", "text-behind-it"],
)
def test_an_unclosed_quote_stops_the_source(engine: DuckDBEngine, tmp_path: Path, content: str, line: int) -> None:
    with pytest.raises(UnclosedQuote, match=f"rows.csv:{line}: S006 a quoted value does not end where it should"):
        surveyed(engine, tmp_path / "rows.csv", content, source("rows.csv"))


@pytest.mark.parametrize("lost", ["\0", "\ufffd"])
def test_text_that_was_damaged_before_is_found_by_record_and_column(
    engine: DuckDBEngine, tmp_path: Path, lost: str
) -> None:
    found = surveyed(engine, tmp_path / "rows.csv", f"a,b\n1,2\n3,x{lost}\n", source("rows.csv"))
    (problem,) = found.problems
    assert (problem.record, problem.column, problem.code, problem.rejects) == (2, "b", "S007", True)
    assert (problem.mapping_file, problem.mapping_line) == ("mapping.yml", 3)
