"""Files compressed with gzip, of one or several members.

Source: https://www.rfc-editor.org/rfc/rfc1952
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from eulod.errors import Place, SourceError
from eulod.sources.access.limits import Limits, TooMuch
from eulod.sources.access.local_files import GZIP
from eulod.sources.access.staging import Opened, Staging

_BLOCK = 1 << 20


class BrokenArchive(SourceError):
    """A compressed file or an archive cannot be unpacked."""

    code = "S030"


def unpacked(packed: Opened, staging: Staging) -> Opened:
    """The content of a gzip file under the file's own name. Raises BrokenArchive and TooMuch."""
    blocks = _blocks(packed, staging.limits)
    file_name = packed.path.name
    file_name = file_name[: -len(GZIP)] if file_name.lower().endswith(GZIP) else file_name
    return Opened(packed.name, staging.made("gzip", packed.path, packed.name, file_name, blocks))


def is_gzip(name: str) -> bool:
    """Say whether a file is compressed by its name."""
    return PurePosixPath(name).suffix.lower() == GZIP


def _blocks(packed: Opened, limits: Limits) -> Iterator[bytes]:
    size, seen = packed.path.stat().st_size, 0
    try:
        with gzip.open(packed.path) as file:
            while block := file.read1(_BLOCK):
                seen += len(block)
                if reason := limits.refuses(seen, size):
                    raise TooMuch(reason, place=Place(packed.name), help="unpack it yourself, and name what it holds")
                yield block
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = "it ends too early" if isinstance(error, EOFError) else _reason(error)
        problem = f"the gzip file is broken after {seen:,} bytes of its content: {reason}"
        raise BrokenArchive(problem, place=Place(packed.name), help="retrieve it again") from None


def _reason(error: Exception) -> str:
    text = str(error)
    known = {"Not a gzipped file": "what follows is no gzip", "CRC check failed": "wrong checksum"}
    return next((reason for begin, reason in known.items() if text.startswith(begin)), text)
