"""A dump as a folder of numbered parts, which executors of a cluster write: one after the other they are the dump."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from eulod.errors import EulodError, Place
from eulod.serialisation.formats import GZIP

if TYPE_CHECKING:
    import ibis

    from eulod.engines.engine import Engine


class NoPlaceForParts(EulodError):
    """A cluster cannot write its parts to this target."""

    code = "E019"


def write_parts(tables: Iterable[ibis.Table], folder: Path, *, engine: Engine) -> None:
    """Have executors write the texts of several tables as `part-00000.nq` and so on in `folder`.

    Each text is one or several lines without the last line end. The extension is the folder's. Each table is run before
    the next is asked for.
    """
    number = 0
    for table in tables:
        (column,) = table.columns
        for part in engine.write_parts(table.select(text=table[column] + "\n"), folder) or ():
            part.rename(folder / f"part-{number:05}{folder.suffix}")
            number += 1
    for emptied in folder.iterdir():
        if emptied.is_dir():
            shutil.rmtree(emptied)


@contextmanager
def placed_parts(target: Path | IO[bytes]) -> Iterator[Path]:
    """A folder to write parts into, which takes the place of `target` when everything is in it.

    Raises NoPlaceForParts where `target` is no path, is to be compressed, or is something else than a folder of parts.
    """
    path = _checked(target)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".eulod-", ignore_cleanup_errors=True) as beside:
        shutil.copymode(path.parent, beside)  # executors may run as another user
        folder = Path(beside) / path.name
        folder.mkdir()
        shutil.copymode(path.parent, folder)
        yield folder
        if path.exists():
            path.rename(Path(beside) / "before")
        folder.rename(path)


def _checked(target: Path | IO[bytes]) -> Path:
    if not isinstance(target, Path):
        raise NoPlaceForParts("a cluster cannot write to standard output", help="name a folder with -o")
    if target.suffix == GZIP:
        problem, help = "a cluster does not compress its parts", "leave out .gz, and compress the parts afterwards"
        raise NoPlaceForParts(problem, help=help, place=Place(str(target)))
    others = target.exists() and (not target.is_dir() or any(not _is_part(one) for one in target.iterdir()))
    if others:
        help = "name another folder, or move away what is there"
        raise NoPlaceForParts("it is there, and is no folder of parts", help=help, place=Place(str(target)))
    return target.absolute()


def _is_part(path: Path) -> bool:
    return path.name.startswith("part-") and path.is_file()
