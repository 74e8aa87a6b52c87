"""What an engine lets pass in a CSV file, looked for among its bytes first: most files have none of it."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from eulod.errors import Place
from eulod.sources.limits import RECORD_BYTES, too_large

if TYPE_CHECKING:
    from eulod.engines.csv_dialect import Dialect

_LOST = "\ufffd".encode(), "\ufffe".encode(), "\uffff".encode()
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_BLOCK = 1 << 20


def may_be_damaged(path: Path, dialect: Dialect) -> bool:
    """Say whether U+FFFD or a control character may stand in a file; only UTF-8 is looked into."""
    return dialect.encoding != "utf-8" or _has_controls(path) or any(_holds(path, _LOST))


def refuse_long_lines(path: Path) -> None:
    """Raise TooLarge for a line that does not fit into what an engine reads at once: it might pass over the record.

    Lines that do fit and are longer than a record may be are left to the engine, which says so.
    """
    line, length = 1, 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            first = block.find(b"\n")
            length += len(block) if first < 0 else first
            if length > 2 * RECORD_BYTES:
                raise too_large("the line has", RECORD_BYTES, "bytes", Place(str(path), line))
            if first >= 0:
                line, length = line + block.count(b"\n"), len(block) - block.rfind(b"\n") - 1


def _has_controls(path: Path) -> bool:
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(_BLOCK), b"")
        return any(len(block.translate(None, _CONTROLS)) < len(block) for block in blocks)


def may_have_extra_cells(path: Path, dialect: Dialect) -> bool:
    """Say whether a line ends with an empty cell, so that it may be one more than the header has columns."""
    delimiter, quotes = dialect.delimiter.encode(), dialect.quote.encode() * 2
    ends = (delimiter + quoted + end for quoted in (b"", quotes) for end in (b"\n", b"\r"))
    return dialect.encoding == "utf-16" or any(_holds(path, ends)) or _last_byte(path) == delimiter


def _holds(path: Path, searched: Iterator[bytes] | tuple[bytes, ...]) -> Iterator[bool]:
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for found in searched:
            yield content.find(found) >= 0


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1, 0))
        return file.read(1)
