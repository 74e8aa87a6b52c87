"""Rows for spreadsheets: CSV in which no cell is a formula, and XLSX."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator

import pyoxigraph as ox
import xlsxwriter

from eulod.errors import ResultFormatMismatch

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(
    _XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long")
)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575
_DIGITS = 15
_FIXED = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)

Cell = tuple[str, bool]  # the text, and whether it is a number


def guarded_csv(rows: ox.QuerySolutions) -> bytes:
    """CSV for people: with a byte order mark, and an apostrophe before what a spreadsheet would take for a formula.

    Numbers are left alone. Whoever reads by program asks for plain CSV.
    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(variable.value for variable in rows.variables)
    writer.writerows([_guarded(*cell) for cell in row] for row in _cells(rows))
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def xlsx(rows: ox.QuerySolutions) -> bytes:
    """A workbook of one sheet; texts stay texts, numbers of up to 15 digits become numbers.

    Raises ResultFormatMismatch for what a sheet cannot hold.
    """
    stream = io.BytesIO()
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": _FIXED})
        sheet = book.add_worksheet("answer")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, variable in enumerate(rows.variables):
            sheet.write_string(0, column, variable.value, bold)
        for number, row in enumerate(_cells(rows), start=1):
            _write(sheet, number, row)
    return stream.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: list[Cell]) -> None:
    if number > _MOST_ROWS:
        raise _too_large("more than 1,048,575 rows")
    for column, (text, is_number) in enumerate(row):
        if len(text) > _LONGEST_CELL:
            raise _too_large("a text of more than 32,767 characters")
        if is_number and sum(map(str.isdigit, text)) <= _DIGITS:
            sheet.write_number(number, column, float(text))
        elif text:
            sheet.write_string(number, column, text)


def _too_large(what: str) -> ResultFormatMismatch:
    return ResultFormatMismatch(f"a sheet of XLSX cannot hold {what}", help="choose csv")


def _cells(rows: ox.QuerySolutions) -> Iterator[list[Cell]]:
    for row in rows:
        yield [_cell(term) for term in row]


def _cell(term: object) -> Cell:
    if term is None:
        return "", False
    if isinstance(term, ox.Literal):
        return term.value, term.datatype.value in _NUMBERS and bool(_NUMBER.fullmatch(term.value))
    return (term.value if isinstance(term, ox.NamedNode) else str(term)), False


def _guarded(text: str, is_number: bool) -> str:
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text
