"""Where a report or a result goes: an open binary stream, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias

Target: TypeAlias = Path | IO[bytes]


@contextmanager
def opened(target: Target) -> Iterator[IO[bytes]]:
    """Give a binary stream; a path is written beside its place and moved there when everything is in it.

    Raises OSError when the folder is missing or the disk refuses; what stood at the path before is then untouched.
    """
    if not isinstance(target, Path):
        yield target
        target.flush()
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
