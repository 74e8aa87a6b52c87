"""Dumps as pyoxigraph reads them and writes them again; large ones by processes of their own, several at once.

This module imports little, since each of those processes does.
"""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, TYPE_CHECKING, cast

import eulod
from eulod.errors import Place, RdfError
from eulod.serialisation.formats import GZIP, format_of

if TYPE_CHECKING:
    from pyoxigraph import QuadParser, RdfFormat

_LARGE = 20_000_000
"""Bytes of a dump that keep a process busy for longer than it takes to start."""


class DumpDiffers(RdfError):
    """Another parser cannot read a dump, or reads other statements than were written."""

    code = "R011"


class Normalising:
    """Dumps that are rewritten, each from when it is started; `close` ends what still runs."""

    def __init__(self) -> None:
        self._targets: dict[Path, Path] = {}
        self._running: dict[Path, Popen[str]] = {}

    def start(self, dump: Path, target: Path) -> None:
        """Have `dump` rewritten to `target`: a large one now, by a process of its own."""
        self._targets[dump] = target
        if dump.stat().st_size >= _LARGE:
            self._running[dump] = _started(dump, target)

    def is_done(self, dump: Path) -> bool:
        """Say whether the process of a dump has ended; not where it has none."""
        return dump in self._running and self._running[dump].poll() is not None

    def ended(self, dump: Path) -> Path:
        """The target of a dump that was started, when it is whole.

        Raises DumpDiffers when the dump cannot be read.
        """
        target = self._targets[dump]
        if dump in self._running:
            return _ended(self._running[dump], dump, target)
        return normalise(dump, format_of(dump).name, target)

    def close(self) -> None:
        """End the processes."""
        for process in self._running.values():
            process.kill()
            process.communicate()


def _started(dump: Path, target: Path) -> Popen[str]:
    places = os.pathsep.join([str(Path(eulod.__file__).parents[1]), *sys.path])
    command = [sys.executable, "-P", "-m", __name__, str(dump), str(target)]
    return Popen(command, env={**os.environ, "PYTHONPATH": places}, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, text=True)


def _ended(process: Popen[str], dump: Path, target: Path) -> Path:
    problem, trouble = process.communicate()
    if problem:
        raise differs(dump, "pyoxigraph", problem)
    if process.returncode:
        raise OSError(f"the process that reads {dump.name} ended with {process.returncode}: {trouble.strip()}")
    return target


def normalise(dump: Path, format: str, target: Path) -> Path:
    """Let pyoxigraph read a file and write it as N-Quads in its own way; nothing is held in memory.

    Raises DumpDiffers when it cannot be read.
    """
    from pyoxigraph import RdfFormat, serialize

    # The streaming profile is what keeps the whole document out of memory; the writer puts @type first for it.
    known = RdfFormat.STREAMING_JSON_LD if format == "jsonld" else RdfFormat.from_extension(format)
    try:
        with _parsed(dump, known) as quads:
            serialize(quads, target, format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError, EOFError) as error:
        raise differs(dump, "pyoxigraph", str(error)) from error
    return target


def differs(dump: Path, parser: str, what: str) -> DumpDiffers:
    """The error that says what a parser finds otherwise in a dump."""
    remedy = "export again; if it comes back, report it with this statement: nothing was published"
    return DumpDiffers(f"{parser} {what}", help=remedy, place=Place(str(dump)))


@contextmanager
def _parsed(path: Path, format: RdfFormat | None) -> Iterator[QuadParser]:
    from pyoxigraph import parse

    if path.suffix == GZIP:
        with gzip.open(path) as content:
            yield parse(cast(IO[bytes], content), format=format)
    else:
        yield parse(path=path, format=format)  # read without Python


def _main(dump: Path, target: Path) -> None:
    """What a process of its own does: only what is wrong with the dump goes to stdout."""
    try:
        normalise(dump, format_of(dump).name, target)
    except DumpDiffers as error:
        sys.stdout.write(error.problem.removeprefix("pyoxigraph "))


if __name__ == "__main__":
    _main(*map(Path, sys.argv[1:]))
