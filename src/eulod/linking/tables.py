"""Lookup tables: the authority tables kept in the project, and CSV files beside a mapping.

The first column is the key. Keys and values are compared trimmed, in capitals and in Unicode normalisation form C.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import ibis
import ibis.expr.types as ir

from eulod.errors import LinkingError, Place

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_ENDS = r"^[\s\x{A0}\x{202F}]+|[\s\x{A0}\x{202F}]+$"
FOLDER = Path(__file__).parent / "tables"


class UnknownValue(LinkingError):
    """A lookup table lacks a value of a record; such values are listed as problems, not raised."""

    code = "L001"


class UnknownTable(LinkingError):
    """A lookup names a table that is neither the project's nor beside the mapping, or that cannot be used."""

    code = "L010"


@dataclass(frozen=True, slots=True)
class Lookup:
    """One lookup table: its name, its columns after the key, and its rows, as text; the engine normalises the keys."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def table(self, engine: Engine) -> ibis.Table:
        """The table with its `key`, normalised, and its other columns; empty cells are null."""
        names = ("key", *self.columns)
        table = engine.from_columns({name: [row[i] or None for row in self.rows] for i, name in enumerate(names)})
        return table.mutate(key=normalised(engine, table.key))


def normalised(engine: Engine, key: ir.StringValue) -> ir.StringValue:
    """Keys in the form in which they are compared."""
    return engine.nfc(key).re_replace(_ENDS, "").upper()


def find_lookup(name: str, folder: Path, place: Place) -> Lookup:
    """The table `name` of the project, or the CSV file `name` in `folder`.

    Raises UnknownTable with the names that there are, where a row has not as many cells as the header, or where two
    rows have the same key.
    """
    path = folder / name if name.endswith(".csv") else FOLDER / f"{name}.csv"
    if not path.is_file():
        there = sorted([*(p.stem for p in FOLDER.glob("*.csv")), *(p.name for p in folder.glob("*.csv"))])
        problem = f"no lookup table '{name}'; there are: {', '.join(there)}"
        raise UnknownTable(problem, place=place, help="correct the name, or put the CSV file beside the mapping")
    written = path.stat()
    return _read(path, written.st_mtime_ns, written.st_size)


@cache
def _read(path: Path, changed: int, size: int) -> Lookup:
    """Read once while the file stays as it was `changed`, in nanoseconds, with `size` bytes."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = csv.reader(lines, strict=True)
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        help = "save it as UTF-8 with a header line and correct quotes"
        raise UnknownTable(f"the table cannot be read: {error}", place=Place(str(path)), help=help) from None
    keyed: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(rows, 2):
        key = _checked_key(path, number, header, row, keyed)
        keyed[key] = tuple(row)
    return Lookup(path.stem, tuple(header[1:]), tuple(keyed.values()))


def _checked_key(
    path: Path, line: int, header: Sequence[str], row: Sequence[str], known: dict[str, tuple[str, ...]]
) -> str:
    place = Place(str(path), line)
    if len(row) != len(header):
        problem = f"{len(row)} cells where the header has {len(header)}"
        raise UnknownTable(problem, place=place, help="give the row a cell for each column")
    key = normalize("NFC", row[0]).strip().upper()
    if key in known:
        raise UnknownTable(f"the key '{row[0]}' stands twice", place=place, help="keep one row for each key")
    return key
