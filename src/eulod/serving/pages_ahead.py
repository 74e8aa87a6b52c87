"""Writing the pages of every entity before anybody asks for them, in several processes; what is there is left."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from eulod.browsing.dataset import Browsing, read_dataset
from eulod.errors import EulodError, Place
from eulod.pages.entity import entity_page
from eulod.pages.links import LANGUAGES
from eulod.pages.reader import Reader
from eulod.serving.entity_pages import Asked, made_from, page_of
from eulod.serving.kept_pages import KeptPage, KeptPages, packed
from eulod.serving.page_routes import withdrawn
from eulod.serving.settings import Serving
from eulod.site.entities import paged_iris
from eulod.site.processes import in_processes

_AT_ONCE = 100
Say = Callable[[str], None]


class PagesNotKept(EulodError):
    """Pages that were to be written ahead cannot be kept."""

    code = "E037"


@dataclass(frozen=True, slots=True)
class Written:
    """How many pages were written, how many were there before, and how many bytes the file has."""

    pages: int
    there: int
    size: int


def write_ahead(serving: Serving, processes: int | None = None, say: Say = lambda _: None) -> Written:
    """Write every page of an entity, in each language, that is not kept yet; a run that was ended is taken up again.

    Raises PagesNotKept where they cannot be kept or there is not enough room for all.
    """
    if serving.kept is None or serving.index is None or not serving.data.lasting:
        place = Place(str(serving.data.release)) if serving.data.release else None
        help = "name a release in a folder of releases that can be written"
        raise PagesNotKept("there is no place where pages would last", help=help, place=place)
    try:
        pages, there = _written(serving, serving.kept, processes or os.cpu_count() or 1, say)
    finally:
        _close()
    return Written(pages, there, serving.kept.stat().st_size)


def _written(serving: Serving, kept: Path, processes: int, say: Say) -> tuple[int, int]:
    pages = there = 0
    tasks = _tasks(_opened_release(serving))
    for wrote, found, failure in in_processes(tasks, _write, _open, serving, processes):
        if failure:
            raise PagesNotKept(failure, help="make room, or let --keep-pages be larger", place=Place(str(kept)))
        pages, there = pages + wrote, there + found
        say(f"writing pages: {pages + there:,}")
    return pages, there


def _opened_release(serving: Serving) -> Browsing:
    assert serving.data.release is not None
    assert serving.index is not None
    return read_dataset(serving.data.release, serving.index)


def _tasks(browsing: Browsing) -> Iterator[tuple[str, ...]]:
    rest = paged_iris(browsing)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield some


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a process that writes pages has open."""

    serving: Serving
    browsing: Browsing
    kept: KeptPages


_opened: list[_Opened] = []


def _open(serving: Serving) -> None:
    browsing = _opened_release(serving)
    kept = KeptPages(serving.kept, serving.most_kept, made_from(browsing, serving.root, serving.host), patience=60)
    _opened[:] = [_Opened(serving, browsing, kept)]


def _close() -> None:
    while _opened:
        _opened.pop().kept.close()


def _write(iris: Sequence[str]) -> tuple[int, int, str]:
    """Write the pages of some IRIs that are missing; gives how many, how many were there, and why there are no more."""
    (opened,) = _opened
    base = opened.browsing.base
    asked = [(iri, page) for iri in iris for language in LANGUAGES if (page := page_of(iri, base, language))]
    missing = [(iri, page) for iri, page in asked if not opened.kept.has(page.name)]
    if missing and not opened.kept.has_room():
        return 0, 0, opened.kept.failure or f"{opened.serving.most_kept >> 20:,} MiB are not enough for all pages"
    opened.kept.put(list(_rendered(opened, missing)))
    return len(missing), len(asked) - len(missing), opened.kept.failure


def _rendered(opened: _Opened, pages: Sequence[tuple[str, Asked]]) -> Iterator[tuple[str, KeptPage]]:
    browsing, serving = opened.browsing, opened.serving
    for iri, languages in groupby(pages, key=itemgetter(0)):
        entity = browsing.entity(iri)
        if entity is None or withdrawn(entity, browsing.base):
            continue
        for _, asked in languages:
            reader = Reader(asked.language, asked.links(browsing.base, serving.root, serving.host))
            yield asked.name, packed(entity_page(browsing, reader, entity).encode())
