"""Lines of text files found by the position of a byte, counted as an editor counts them."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

_BLOCK = 1 << 20


def lines_at(path: Path, positions: Iterable[int], *, encoding: str) -> dict[int, int]:
    """The line, from 1, of each position in the file's text as UTF-8 bytes, from 1 and with its byte order mark.

    An LF counts to the line after it.
    """
    found: dict[int, int] = {}
    wanted = iter(sorted(set(positions)))
    position = next(wanted, None)
    seen = line = 0
    for block in _utf8_blocks(path, encoding):
        while position is not None and position <= seen + len(block):
            found[position] = line + block.count(b"\n", 0, position - seen) + 1
            position = next(wanted, None)
        seen, line = seen + len(block), line + block.count(b"\n")
    rest = () if position is None else (position, *wanted)
    return found | dict.fromkeys(rest, line + 1)


def undecodable_byte(path: Path, *, encoding: str) -> int | None:
    """The position, from 0, of the first byte that is not of an encoding; None where all of them are."""
    decoder, seen = codecs.getincrementaldecoder(encoding)(), 0
    with path.open("rb") as file:
        for block in chain(iter(lambda: file.read(_BLOCK), b""), [b""]):
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return seen - waiting + error.start
            seen += len(block)
    return None


def _utf8_blocks(path: Path, encoding: str) -> Iterator[bytes]:
    if encoding == "utf-8":
        with path.open("rb") as file:
            yield from iter(lambda: file.read(_BLOCK), b"")
    else:
        marks = [codecs.BOM_UTF8] if encoding == "utf-16" else []
        with path.open(encoding=encoding, newline="", errors="replace") as text:
            yield from chain(marks, (block.encode() for block in iter(lambda: text.read(_BLOCK), "")))
