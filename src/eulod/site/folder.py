"""The folder of a site: written beside its place and switched at the end, so that what is there is whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eulod.errors import EulodError, OutputInUse, Place
from eulod.publication.lock import locked

MARK = ".eulod-site"
"""The file by which a folder is known as a site that eulod wrote."""
_SITE = "site"
_OLD = "old"


class NotASite(EulodError):
    """The folder for a site holds something that eulod did not write."""

    code = "E035"


class SiteInUse(EulodError):
    """Another process is writing this site."""

    code = "E036"


@contextmanager
def building_site(target: Path, release: str) -> Iterator[Path]:
    """Give an empty folder to write to; it takes the place of `target` when the block ends without an error.

    Raises NotASite when `target` is there and is neither empty nor a site of eulod, SiteInUse when somebody else is
    writing it. What a killed run left is removed.
    """
    _refuse_others(target)
    beside = target.absolute().parent / f".{target.absolute().name}.building"
    try:
        with locked(beside):
            yield from _built(beside, target, release)
    except OutputInUse as error:
        raise SiteInUse("another process is writing this site", help="wait until it ends", place=error.place) from None
    shutil.rmtree(beside, ignore_errors=True)


def _built(beside: Path, target: Path, release: str) -> Iterator[Path]:
    fresh, old = beside / _SITE, beside / _OLD
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir()
    (fresh / MARK).write_text(json.dumps({"release": release}) + "\n", encoding="utf-8")
    yield fresh
    if target.exists():
        target.replace(old)
    fresh.replace(target)


def _refuse_others(target: Path) -> None:
    if not target.exists() or (target / MARK).is_file():
        return
    if target.is_dir() and next(target.iterdir(), None) is None:
        return
    problem = "this folder was not written by `eulod site`" if target.is_dir() else "this is a file"
    raise NotASite(problem, help="name a new folder, or empty this one yourself", place=Place(str(target)))
