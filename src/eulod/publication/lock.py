"""One export at a time per output folder.

The lock is the operating system's, on an open file: it ends with the process that holds it, however that ends, so a
killed export never blocks the next one and no age or process id has to be judged.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from eulod.errors import OutputInUse, Place

LOCK = ".lock"  # stays in the output folder; its text is the process id of the last holder
_BEYOND_TEXT = 1024  # Windows refuses to read locked bytes, so the lock lies behind the text
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _BEYOND_TEXT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output folder `out`, which is created if need be, until the block ends.

    Raises OutputInUse at once when another export holds it, in this process or another.
    """
    out.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(out / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, out)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, out: Path) -> None:
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        raise _in_use(descriptor, out) from error
    with suppress(OSError):  # the note is a courtesy: a full disk must not fail here
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid():<20}\n".encode("ascii"))


def _in_use(descriptor: int, out: Path) -> OutputInUse:
    holder = ""
    with suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
    who = f"another export (process {holder})" if holder.isdecimal() else "another export"
    return OutputInUse(
        f"{who} is writing into this folder",
        help="wait until it ends, or name another folder with --out",
        place=Place(str(out)),
    )
