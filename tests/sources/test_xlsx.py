"""XLSX: numbers, dates and texts exactly, sheets and headers, wrong cells with their place, bombs."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import DoctypeRefused, EulodError
from eulod.sources.column_names import ColumnNames
from eulod.sources.limits import TooLarge
from eulod.sources.open import open_source
from eulod.sources.survey import survey
from eulod.sources.xlsx import WrongCells
from eulod.sources.xlsx_archive import NoWorkbook
from eulod.sources.xlsx_values import Kind, kind_of_format
from eulod.sources.xlsx_workbook import UnknownSheet
from tests.shared import shared
from tests.sources.reading import Options, csv_rows, source
from tests.sources.test_xml import PAYLOADS
from tests.sources.workbook import (
    DATE,
    DURATION,
    MOMENT,
    TIME,
    number,
    parts,
    sheet,
    table,
    text,
    typed,
    write_workbook,
)


def read(engine: DuckDBEngine, path: Path, *, skip: bool = False, options: Options | None = None) -> list[list[Any]]:
    """The records of a workbook, without the number of their row."""
    declared = source(path.name, "xlsx", options=options)
    return [row[:-1] for row in csv_rows(engine, path.parent, declared, skip=skip)]


def cells(engine: DuckDBEngine, folder: Path, *column: str) -> list[str | None]:
    """What cells below a header become."""
    rows = [[text("key"), text("value")], *([number("1"), cell] for cell in column)]
    path = write_workbook(folder / "a.xlsx", parts({"S": sheet(rows)}))
    return [row[1] for row in read(engine, path)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number("1"), "1"),
        (number("1.0"), "1"),
        (number("-0.0"), "0"),
        (number("0.1"), "0.1"),
        (number("1500.50"), "1500.5"),
        (number("451412.010000000009313"), "451412.01"),
        (number("0.30000000000000004"), "0.30000000000000004"),
        (number("1E-7"), "0.0000001"),
        (number("1.5E+20"), "150000000000000000000"),
        (number("12345678901234567890"), "12345678901234567890"),
        (typed("b", "1"), "true"),
        (typed("b", "0"), "false"),
        (typed("str", "a formula's text"), "a formula's text"),
        (typed("d", "2026-11-21"), "2026-11-21"),
        (text(" NA, 012\n'\" "), " NA, 012\n'\" "),
        (text("a_x000D_b_x005F_"), "a\rb_"),
        (text(""), None),
        (number("43831", DATE), "2020-01-01"),
        (number("1", DATE), "1900-01-01"),
        (number("59", DATE), "1900-02-28"),
        (number("61", DATE), "1900-03-01"),
        (number("43831.5", DATE), "2020-01-01T12:00:00"),
        (number("43831", MOMENT), "2020-01-01T00:00:00"),
        (number("43831.500005", MOMENT), "2020-01-01T12:00:00.432"),
        (number("0.75", TIME), "18:00:00"),
        (number("1.5", DURATION), "PT36H0M0S"),
    ],
)
def test_cells(engine: DuckDBEngine, tmp_path: Path, cell: str, value: str | None) -> None:
    assert cells(engine, tmp_path, cell) == [value]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", Kind.NUMBER),
        ('0.00" days"', Kind.NUMBER),
        ("#,##0.00\\ [$€-407];[Red]-#,##0.00", Kind.NUMBER),
        ("dd.mm.yyyy", Kind.DATE),
        ("mmm-yy", Kind.DATE),
        ("[$-409]d/m/yy h:mm AM/PM;@", Kind.MOMENT),
        ("h:mm:ss", Kind.TIME),
        ("[h]:mm", Kind.ELAPSED),
        ("@", Kind.NUMBER),
    ],
)
def test_formats(code: str, kind: Kind) -> None:
    assert kind_of_format(164, code) is kind


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (typed("e", "#N/A"), "the cell holds the error #N/A"),
        (number("1e400"), "'1e400' is no number"),
        (number("NaN"), "'NaN' is no number"),
        (number("60", DATE), "day 60 is no date"),
        (number("0", DATE), "day 0 is no date"),
        (number("2958466", DATE), "day 2958466 is no date"),
        (typed("s", "7"), "there is no shared text 7"),
        (text("a_x0000_"), "'_x0000_' is no character"),
    ],
)
def test_wrong_cells_are_located_and_passed_over_only_when_asked(
    engine: DuckDBEngine, tmp_path: Path, cell: str, problem: str
) -> None:
    rows = [[text("key"), text("value")], [number("1"), text("a")], [number("2"), cell], [number("3"), text("b")]]
    path = write_workbook(tmp_path / "a.xlsx", parts({"S": sheet(rows)}))
    with pytest.raises(WrongCells) as raised:
        read(engine, path)
    assert str(raised.value).startswith(f"{path}:3, column 'value': S014 {problem}")
    found = survey(engine, source("a.xlsx", "xlsx"), tmp_path)
    assert (found.records, [(one.line, one.column, one.code) for one in found.problems]) == (3, [(3, "value", "S014")])
    assert read(engine, path, skip=True) == [["1", "a"], ["3", "b"]]


ROWS: list[list[str | None]] = [
    ["Title of the list"],
    [],
    ["key", "a\nname"],
    ["1", "x"],
    [None, None],
    ["2"],
    [None, "z"],
]


@pytest.mark.parametrize("dimension", ["A1", "A1:A1", "A1:XFD1048576", "nonsense"])
def test_the_header_is_where_it_is_declared_and_the_dimension_means_nothing(
    engine: DuckDBEngine, tmp_path: Path, dimension: str
) -> None:
    written = [[None if value is None else text(value) for value in row] for row in ROWS]
    contents = parts({"Other": sheet([]), "List": sheet(written, dimension=dimension)})
    path = write_workbook(tmp_path / "a.xlsx", contents)
    for name in ("List", "2"):
        declared = source("a.xlsx", "xlsx", options={"sheet": name, "header": "3", "null": "z"})
        records = open_source(engine, declared, tmp_path)
        assert records.columns == ("key", "a\nname")
        assert csv_rows(engine, tmp_path, declared) == [["1", "x", "4"], ["2", None, "6"], [None, None, "7"]]
    assert path.exists()


@pytest.mark.parametrize(
    ("options", "error", "problem"),
    [
        ({"sheet": "Data"}, UnknownSheet, "mapping.yml:3: S013 a.xlsx has no sheet 'Data'; it has: S"),
        ({"sheet": "2"}, UnknownSheet, "mapping.yml:3: S013 a.xlsx has no sheet '2'; it has: S"),
        ({"header": "2"}, ColumnNames, "a.xlsx:2: S003 column 1 has no name"),
        ({"header": "4"}, ColumnNames, "a.xlsx:4: S003 row 4 holds no column names"),
        ({"header": "0"}, EulodError, "mapping.yml:3: S004 the header is '0'"),
        ({"delimiter": ";"}, EulodError, "mapping.yml:3: S004 unknown option 'delimiter' of xlsx"),
    ],
)
def test_what_is_declared_wrong(
    engine: DuckDBEngine, tmp_path: Path, options: Options, error: type[EulodError], problem: str
) -> None:
    path = table(tmp_path / "a.xlsx", [["key"], [None, "x"], ["1"]])
    with pytest.raises(error) as raised:
        read(engine, path, options=options)
    assert str(raised.value).replace(f"{tmp_path}/", "").startswith(problem)


def test_a_value_in_a_column_without_a_name_is_refused(engine: DuckDBEngine, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", [["key"], ["1"], ["2", None, "x"]])
    with pytest.raises(WrongCells, match="the cell C3 has a value, but its column has no name"):
        read(engine, path)


def test_a_merged_cell_has_its_value_once(engine: DuckDBEngine, tmp_path: Path) -> None:
    rows: list[list[str | None]] = [[text("a"), text("b")], [text("x"), None], [None, text("y")]]
    merged = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    path = write_workbook(tmp_path / "a.xlsx", parts({"S": sheet(rows, after=merged)}))
    assert read(engine, path) == [["x", None], [None, "y"]]


def test_topics_are_the_same_in_a_workbook_that_lies_about_its_size_and_in_csv(engine: DuckDBEngine) -> None:
    folder = shared("data/cordis")
    records = csv_rows(engine, folder, source("horizon_xlsx/topics.xlsx", "xlsx"))
    assert len(records) == 15_341
    assert [row[:-1] for row in records] == csv_rows(engine, folder, source("horizon_csv/topics.csv"))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml"]
)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_document_type_is_refused_in_every_part(
    engine: DuckDBEngine, tmp_path: Path, part: str, payload: str
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {**parts({"S": sheet([[text("a")]])}), part: payload})
    with pytest.raises(DoctypeRefused, match=f"{part}:1: R004"):
        read(engine, path)


def bomb(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with a part that unpacks to 200 times its size."""
    return write_workbook(path, {**parts({"S": sheet([[text("a")]])}), "xl/media/x": "0" * 30_000_000})


def many_parts(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with more parts than the limit."""
    monkeypatch.setattr("eulod.sources.xlsx_archive.PARTS", 100)
    return write_workbook(path, {**parts({"S": sheet([])}), **{f"x{n}": "" for n in range(100)}})


def large(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook that unpacks to more than the limit."""
    monkeypatch.setattr("eulod.sources.xlsx_archive.BYTES", 100_000)
    return write_workbook(path, {**parts({"S": sheet([])}), "x": "0" * 100_000})


def shared_texts(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with more shared texts than the limit."""
    monkeypatch.setattr("eulod.sources.xlsx_workbook._CHARACTERS", 1000)
    return write_workbook(
        path,
        {
            **parts({"S": sheet([[typed("s", "299")]])}),
            "xl/sharedStrings.xml": "<sst>" + "<si><t>text</t></si>" * 300 + "</sst>",
        },
    )


def long_row(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with a row larger than the limit."""
    monkeypatch.setattr("eulod.sources.xlsx_sheet.RECORD_BYTES", 100_000)
    return write_workbook(path, parts({"S": sheet([[text("a")], [text("x" * 50_000)] * 8])}))


def far_row(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with a row beyond the last."""
    return write_workbook(path, parts({"S": sheet([[text("a")]]).replace('r="1"', 'r="1048577"')}))


def far_column(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with a cell beyond the last column."""
    return write_workbook(path, parts({"S": sheet([[text("a")]]).replace('r="A1"', 'r="ZZZ1"')}))


@pytest.mark.parametrize("make", [bomb, many_parts, large, shared_texts, long_row, far_row, far_column])
def test_what_is_too_large_is_refused(
    engine: DuckDBEngine, tmp_path: Path, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path / "a.xlsx", monkeypatch)
    with pytest.raises(TooLarge) as raised:
        read(engine, path)
    assert str(raised.value).startswith(str(path))


def test_a_size_that_lies_is_found(engine: DuckDBEngine, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", [["key"], ["1" * 5000]])
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    content = path.read_bytes()
    assert content.count(struct.pack("<I", size)) == 2  # in the part's own header and in the directory
    path.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 300)))
    with pytest.raises(EulodError, match=r"a\.xlsx.*: S01[02] this is no X"):
        read(engine, path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "cannot be unpacked"),
        (b"PK\x03\x04 no archive", "cannot be unpacked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls file, or one with a password"),
        (b"key,value\n1,2\n", "cannot be unpacked"),
    ],
)
def test_what_is_no_workbook(engine: DuckDBEngine, tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(NoWorkbook, match=problem):
        read(engine, tmp_path / "a.xlsx")


def test_a_workbook_without_its_parts(engine: DuckDBEngine, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
    with pytest.raises(NoWorkbook, match=r"it has no part 'xl/_rels/workbook\.xml\.rels'"):
        read(engine, path)
