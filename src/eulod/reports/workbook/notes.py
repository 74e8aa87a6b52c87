"""What is noted in a cell, and how it is worded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from eulod.validation.report import Severity

MARK = "eulod: "
"""What every comment of eulod's begins with, in every language; nothing else is ever taken away."""

_MOST = 8
_LONGEST = 1500
_WORDS = MappingProxyType(
    {
        "en": {Severity.VIOLATION: "violation", Severity.WARNING: "warning", Severity.INFO: "info", "more": "more"},
        "hu": {
            Severity.VIOLATION: "hiba",
            Severity.WARNING: "figyelmeztetés",
            Severity.INFO: "megjegyzés",
            "more": "további",
        },
        "fr": {
            Severity.VIOLATION: "erreur",
            Severity.WARNING: "avertissement",
            Severity.INFO: "remarque",
            "more": "de plus",
        },
    }
)
LANGUAGES = tuple(_WORDS)

Cell = tuple[int, int]
"""Row and column of a cell, both from 1."""


@dataclass(frozen=True, slots=True, order=True)
class CellNote:
    """One thing to be said about a cell: its row, from 1, the name of its column, and a message.

    A column that the sheet does not have, '' for instance, puts the note on the first cell of the row.
    """

    row: int
    column: str
    severity: Severity
    message: str


def texts_of_cells(cells: Iterable[tuple[Cell, CellNote]], language: str) -> Mapping[Cell, str]:
    """The comment of each cell: a line for each different note, gravest first."""
    words = _WORDS.get(language, _WORDS["en"])
    found: dict[Cell, set[tuple[int, str]]] = {}
    for cell, note in cells:
        found.setdefault(cell, set()).add((note.severity.rank, f"{words[note.severity]} – {note.message}"))
    return {cell: _text([text for _, text in sorted(found[cell])], words["more"]) for cell in sorted(found)}


def _text(lines: list[str], more: str) -> str:
    left = [f"… +{len(lines) - _MOST} {more}"] if len(lines) > _MOST else []
    text = "\n".join((*lines[:_MOST], *left))
    return MARK + (text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
