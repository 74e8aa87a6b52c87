"""CSV headers whose names break the line in another way than the records end.

DuckDB takes the first line break of a file, quoted or not, for the end of every record, and finds no record at all when
the file ends them otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from eulod.sources.access.staging import Opened, Staging

_BLOCK = 1 << 20
_BREAK = re.compile(rb"\r\n|\n|\r")


def evened(file: Opened, quote: str, staging: Staging) -> Opened:
    """`file`, a UTF-8 text, or a copy of it in which the header breaks lines as the records do; lines keep their
    numbers."""
    with file.path.open("rb") as opened:
        header, end = _header(opened.read(_BLOCK), quote.encode())
    if not end or set(_BREAK.findall(header)) <= {end}:
        return file
    blocks = chain([_BREAK.sub(lambda _: end, header)], _after(file.path, len(header)))
    return Opened(file.name, staging.made("header", file.path, file.name, file.path.name, blocks))


def _header(text: bytes, quote: bytes) -> tuple[bytes, bytes]:
    """The header and the line break behind it; none where the text ends before."""
    quoted, at = False, 0
    for found in _BREAK.finditer(text):
        quoted ^= text.count(quote, at, found.start()) % 2 == 1
        at = found.end()
        if not quoted:
            return text[: found.start()], found[0]
    return text, b""


def _after(path: Path, position: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(position)
        while block := file.read(_BLOCK):
            yield block
