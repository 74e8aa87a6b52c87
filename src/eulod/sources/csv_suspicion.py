"""What an engine lets pass in a CSV file, looked for among its bytes first: most files have none of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eulod.errors import Place
from eulod.sources.limits import RECORD_BYTES, too_large

if TYPE_CHECKING:
    from eulod.engines.csv_dialect import Dialect

_LOST = "\ufffd".encode(), "\ufffe".encode(), "\uffff".encode()
_LEAD = _LOST[0][:1]
"""Their first byte: rare, and a single byte is found fastest."""
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_BLOCK = 1 << 17
_LONG = 100  # bytes of a line
_SEAM = 8
"""Bytes at the end of a block that are looked at again with the beginning of the next: nothing sought is longer."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What may stand in a CSV file: a character that says that text was lost, or empty cells beyond the last column."""

    damaged: bool
    extra_cells: bool


def suspicion(path: Path, dialect: Dialect) -> Suspicion:
    """What has to be looked for in the records of a file; its bytes are read once.

    Of damage, only UTF-8 can be acquitted. Raises TooLarge for a line that does not fit into what an engine reads at
    once: it might pass over the record. Lines that do fit and are longer than a record may be are left to the engine.
    """
    damaged, extra_cells = dialect.encoding != "utf-8", dialect.encoding == "utf-16"
    before = b""
    for block in _refusing_long_lines(path):
        for part in (before + block[:_SEAM], block):
            damaged = damaged or _is_damaged(part)
            extra_cells = extra_cells or _has_extra_cells(part, dialect)
        before = block[-_SEAM:]
    return Suspicion(damaged, extra_cells or before.endswith(dialect.delimiter.encode()))


def _has_extra_cells(block: bytes, dialect: Dialect) -> bool:
    """Whether a line of a block ends in an empty cell; where lines are long, to look at their ends takes least."""
    cells = tuple(f"{dialect.delimiter}{cell}".encode() for cell in ("", dialect.quote * 2))
    before_return = tuple(cell + b"\r" for cell in cells)
    if block.count(b"\n") * _LONG < len(block):
        lines = block.split(b"\n")
        if block.count(b"\r") == sum(line.endswith(b"\r") for line in lines):
            last = lines.pop()
            return any(line.endswith(cells + before_return) for line in lines) or last.endswith(before_return)
    return any(cell in block for cell in (*before_return, *(cell + b"\n" for cell in cells)))


def _is_damaged(block: bytes) -> bool:
    if len(block.translate(None, _CONTROLS)) < len(block):
        return True
    return _LEAD in block and any(lost in block for lost in _LOST)


def _refusing_long_lines(path: Path) -> Iterator[bytes]:
    """The bytes of a file in blocks. Raises TooLarge."""
    line, length = 1, 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            first = block.find(b"\n")
            length += len(block) if first < 0 else first
            if length > 2 * RECORD_BYTES:
                raise too_large("the line has", RECORD_BYTES, "bytes", Place(str(path), line))
            if first >= 0:
                line, length = line + block.count(b"\n"), len(block) - block.rfind(b"\n") - 1
            yield block
