"""The rows of a worksheet, read as a stream; what the sheet says of its own dimension is not looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from eulod.errors import Place
from eulod.sources.limits import RECORD_BYTES, too_large
from eulod.sources.xlsx_archive import Archive
from eulod.sources.xlsx_values import Kind, WrongCell, number_text, unescaped
from eulod.sources.xlsx_workbook import Workbook

ROWS = 1_048_576
COLUMNS = 16_384
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(slots=True)
class Row:
    """One row with cells: its number, texts by column from 0, and what is wrong with cells, by column too."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)


def rows(archive: Archive, workbook: Workbook, part: str) -> Iterator[Row]:
    """The rows that have a cell with something in it, in order.

    Raises NoWorkbook, XmlSyntax, DoctypeRefused and TooLarge.
    """
    reader = _Reader(archive, workbook)
    for stream in archive.parse(part, start=reader.start, end=reader.end, text=reader.text):
        reader.refuse_size(stream.fed - stream.byte)
        yield from reader.taken()


class _Reader:
    def __init__(self, archive: Archive, workbook: Workbook) -> None:
        self.file = str(archive.path)
        self.workbook = workbook
        self.rows: list[Row] = []
        self.row = Row(0)
        self.column = -1
        self.type = "n"
        self.style = 0
        self.pieces: list[str] = []
        self.size = 0
        self.reads = ""

    def refuse_size(self, unread: int) -> None:
        if unread > RECORD_BYTES or self.size > RECORD_BYTES:
            raise too_large("the row has", RECORD_BYTES, "bytes", Place(self.file, max(self.row.number, 1)))

    def taken(self) -> list[Row]:
        taken, self.rows = self.rows, []
        return taken

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local == "c":
            self.begin_cell(attributes)
        elif local == "row":
            self.begin_row(attributes)
        elif (local in ("v", "t") and self.reads != "rPh") or local == "rPh":
            self.reads = local

    def begin_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r", "")
        number = int(stated) if stated.isdecimal() and len(stated) < 9 else self.row.number + 1
        if not self.row.number < number <= ROWS:
            raise too_large("its rows are not in order, or the sheet has", ROWS, "rows", Place(self.file, number))
        self.row, self.column, self.size = Row(number), -1, 0

    def begin_cell(self, attributes: dict[str, str]) -> None:
        found = _PLACE.fullmatch(attributes.get("r", ""))
        self.column = column_number(found[1]) if found else self.column + 1
        if self.column >= COLUMNS:
            raise too_large("the row has", COLUMNS, "columns", Place(self.file, self.row.number))
        self.type = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self.style = int(style) if style.isdecimal() else 0
        self.pieces = []

    def text(self, piece: str) -> None:
        if self.reads in ("v", "t"):
            self.pieces.append(piece)
            self.size += len(piece)

    def end(self, name: str) -> None:
        local = name.rpartition("}")[2]
        if local == "c":
            self.end_cell()
        elif local == "row" and (self.row.cells or self.row.wrong):
            self.rows.append(self.row)
        elif local == "rPh" or (local in ("v", "t") and self.reads != "rPh"):
            self.reads = ""

    def end_cell(self) -> None:
        raw = "".join(self.pieces)
        if not raw:
            return
        try:
            self.row.cells[self.column] = self.value(raw)
        except WrongCell as error:
            self.row.wrong[self.column] = str(error)

    def value(self, raw: str) -> str:
        """The text of a cell. Raises WrongCell."""
        if self.type == "s":
            return unescaped(self.shared(raw))
        if self.type in ("inlineStr", "str"):
            return unescaped(raw)
        if self.type == "b":
            return "true" if raw.strip() in ("1", "true") else "false"
        if self.type == "e":
            raise WrongCell(f"the cell holds the error {raw}")
        if self.type == "d":
            return raw
        return number_text(raw.strip(), self.kind, from_1904=self.workbook.from_1904)

    @property
    def kind(self) -> Kind:
        kinds = self.workbook.kinds
        return kinds[self.style] if self.style < len(kinds) else Kind.NUMBER

    def shared(self, raw: str) -> str:
        text = self.workbook.texts.get(int(raw) if raw.isdecimal() else -1)
        if text is None:
            raise WrongCell(f"there is no shared text {raw[:40]}")
        return text


def column_number(letters: str) -> int:
    """The number of a column, from 0.

    >>> column_number("AA")
    26
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """The letters of a column counted from 0.

    >>> column_letters(26)
    'AA'
    """
    before = column_letters(number // 26 - 1) if number >= 26 else ""
    return before + chr(ord("A") + number % 26)
