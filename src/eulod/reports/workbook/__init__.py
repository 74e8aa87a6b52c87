"""A workbook given back with its findings: cells coloured and commented, everything else as it was.

Only the parts of the package that hold comments and colours are written anew; every other part is copied as it is.
Colours are conditional formats and comments begin with a mark, so that the next run takes exactly these away again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eulod.reports.target import opened
from eulod.reports.workbook.colours import add_colours, remove_colours, remove_unused_styles
from eulod.reports.workbook.comments import add_comments, remove_comments
from eulod.reports.workbook.grid import Sheet, sheet_names
from eulod.reports.workbook.notes import CellNote, texts_of_cells
from eulod.reports.workbook.package import NotAWorkbook, Package

__all__ = ["CellNote", "NotAWorkbook", "SheetNotes", "annotate"]


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What is to be noted in one sheet; `header` is the row of its column names.

    The sheet is named or numbered from 1; None is the first.
    """

    sheet: str | None
    header: int
    notes: tuple[CellNote, ...]


def annotate(workbook: Path, target: Path, sheets: Sequence[SheetNotes], *, language: str = "en") -> None:
    """Write a copy of `workbook` to `target` with these notes instead of those of an earlier run.

    Without notes the copy has no comment and colour of eulod's any more. Words are in `language`: en, hu or fr.
    `target` may be `workbook` itself. Raises NotAWorkbook, and OSError.
    """
    with opened(target) as stream, Package.opened(workbook) as package:
        listed = sheet_names(package)
        for part in listed.values():
            remove_colours(package, part)
            remove_comments(package, part)
        for name, part in listed.items():
            chosen = [one for one in sheets if _named(one, listed) == name]
            _note(package, Sheet(package, part), chosen, language)
        remove_unused_styles(package)
        package.write(stream)


def _named(notes: SheetNotes, listed: Iterable[str]) -> str:
    names = list(listed)
    if notes.sheet is None or notes.sheet in names:
        return notes.sheet or names[0]
    number = int(notes.sheet) if notes.sheet.isdecimal() else 0
    return names[number - 1] if 0 < number <= len(names) else notes.sheet


def _note(package: Package, sheet: Sheet, notes: Sequence[SheetNotes], language: str) -> None:
    cells = [(sheet.cell(note, of_sheet.header), note) for of_sheet in notes for note in of_sheet.notes]
    if cells:
        add_colours(package, sheet.part, cells)
        add_comments(package, sheet.part, texts_of_cells(cells, language))
