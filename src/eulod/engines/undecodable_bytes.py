"""Text files decoded in blocks, and the first byte that their encoding does not know."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 1 << 20
_LONGEST_LINE = 16_000_000


class Undecodable(Exception):
    """The first byte that could not be decoded: its value, its offset in the file from 0, and its line from 1."""

    def __init__(self, byte: int, offset: int, line: int) -> None:
        super().__init__(f"the byte 0x{byte:02X} at offset {offset:,}")
        self.byte = byte
        self.offset = offset
        self.line = line


def decoded_blocks(path: Path, encoding: str) -> Iterator[str]:
    """The text of a file; line ends stay as they are. Raises Undecodable."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, line = 0, 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            before = len(decoder.getstate()[0])
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                good = error.object[: error.start].decode(error.encoding, "replace")
                at = offset - before + error.start
                raise Undecodable(error.object[error.start], at, line + good.count("\n")) from None
            offset, line = offset + len(block), line + text.count("\n")
            if text:
                yield text
            if not block:
                return


def undecodable_lines(path: Path) -> Iterator[Undecodable]:
    """The first byte of each line of a file that is not of UTF-8."""
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                yield Undecodable(line[error.start], offset + error.start, number)
            offset += len(line)


def first_undecodable(path: Path, encoding: str) -> Undecodable | None:
    """The first byte of a file that is not of its encoding, if there is one."""
    try:
        for _ in decoded_blocks(path, encoding):
            pass
    except Undecodable as found:
        return found
    return None
