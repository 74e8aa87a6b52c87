"""The sheets of a workbook, and where in them a column of that name stands."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from eulod.reports.workbook.notes import Cell, CellNote
from eulod.reports.workbook.package import Package, local

_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")


def sheet_names(package: Package) -> dict[str, str]:
    """The worksheets of a workbook, in its order: name and part."""
    workbook = _part(package, "", "officeDocument")
    parts = {id_: name for id_, kind, name in package.relations(workbook) if kind == "worksheet"}
    found = {}
    for sheet in package.tree(workbook).iter():
        if local(sheet) == "sheet":
            reference = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            if reference in parts:
                found[sheet.get("name")] = parts[reference]
    return found


def reference(cell: Cell) -> str:
    """A cell as spreadsheets write it.

    >>> reference((12, 28))
    'AB12'
    """
    row, column = cell
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def cell_at(text: str) -> Cell:
    """The cell that a reference such as AB12 names."""
    found = _REFERENCE.fullmatch(text.replace("$", "").upper())
    if not found:
        raise KeyError(text)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


class Sheet:
    """One sheet, asked for the places of cells."""

    def __init__(self, package: Package, part: str) -> None:
        self.package = package
        self.part = part
        self.headers: dict[int, dict[str, int]] = {}

    def cell(self, note: CellNote, header: int) -> Cell:
        """Where a note belongs: in its column or, where the header has no such name, in the first one that has one.

        A column of several names, joined by ', ', is the first of them.
        """
        if header not in self.headers:
            self.headers[header] = self._names(header)
        names = self.headers[header]
        first = min(names.values(), default=1)
        column = names.get(note.column.strip()) or names.get(note.column.partition(", ")[0].strip(), first)
        return note.row, column

    def _names(self, header: int) -> dict[str, int]:
        """The columns of the header row; rows and cells without a number follow the one before them."""
        found: dict[str, int] = {}
        number = 0
        for row in self.package.tree(self.part).iter("{*}row"):
            number = int(row.get("r", number + 1))
            if number == header:
                column = 0
                for cell in row.iter("{*}c"):
                    column = cell_at(cell.get("r"))[1] if cell.get("r") else column + 1
                    found.setdefault(self._text(cell).strip(), column)
                break
        found.pop("", None)
        return found

    def _text(self, cell: Any) -> str:
        value = cell.findtext("{*}v") or ""
        if cell.get("t") == "s":
            return self._shared[int(value)]
        return _runs(cell) if cell.get("t") == "inlineStr" else value

    @cached_property
    def _shared(self) -> list[str]:
        workbook = _part(self.package, "", "officeDocument")
        strings = self.package.tree(_part(self.package, workbook, "sharedStrings"))
        return [_runs(item) for item in strings if local(item) == "si"]


def _runs(element: Any) -> str:
    """The text of an element with runs of letters, without the reading aids of East Asian text."""
    texts = (text for text in element.iter("{*}t") if not any(local(up) == "rPh" for up in text.iterancestors()))
    return "".join(text.text or "" for text in texts)


def _part(package: Package, part: str, kind: str) -> str:
    found = package.related(part, kind)
    if found is None:
        raise KeyError(kind)
    return found[1]
