"""What an engine lets pass in a CSV file, looked for among its bytes first: most files have none of it."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eulod.engines.csv_dialect import Dialect

_LOST = (b"\0", "�".encode())


def may_be_damaged(path: Path, dialect: Dialect) -> bool:
    """Say whether U+0000 or U+FFFD may stand in a file; other encodings than UTF-8 are not looked into."""
    return dialect.encoding != "utf-8" or any(_holds(path, _LOST))


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
