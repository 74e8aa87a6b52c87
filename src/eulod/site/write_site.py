"""Writing a whole site from a release: pages in every language, data, search, answers, and what hosts need."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from eulod.browsing.dataset import Browsing, open_dataset
from eulod.config import Settings
from eulod.pages.assets import assets
from eulod.pages.home import home_page, sources_page
from eulod.pages.others import other_pages, questions
from eulod.pages.search import search_page
from eulod.publication.manifest import MANIFEST
from eulod.query.built_store import BuiltStore, built_store, open_built
from eulod.site.answers import write_answer
from eulod.site.documents import copy_release, write_documents
from eulod.site.entities import paged_iris, write_entities, write_results
from eulod.site.file_names import entity_path
from eulod.site.folder import building_site
from eulod.site.hosting import hosting_files
from eulod.site.processes import in_processes
from eulod.site.search_index import results, write_search_index
from eulod.site.site_pages import SitePages
from eulod.site.sitemap import write_sitemaps
from eulod.site.texts import write_text

_AT_ONCE = 100
_SCRIPTS = Path(__file__).with_name("static")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: the folder, how many things have a page, how many pages and documents there are."""

    folder: Path
    entities: int
    pages: int
    documents: int


@dataclass(frozen=True, slots=True)
class _Place:
    """What a process needs to know to write pages: plain values, as they are sent to it."""

    release: Path
    built: Path
    root: Path
    url: str


def write_site(
    release: Path,
    target: Path,
    *,
    url: str = "",
    settings: Settings | None = None,
    processes: int | None = None,
    say: Say = lambda _: None,
) -> Site:
    """Write the site of a release into the folder `target`, which it replaces when it is whole.

    `release` is a release folder, or a folder of releases of which the current one is taken. `url` is the public
    address of the site, by default the base IRI. With `settings`, those of the dataset with its sources at hand,
    statements name their records. The same release gives the same bytes, however many processes write them.
    Raises NotASite, SiteInUse, and what `built_store` and `open_dataset` raise.
    """
    with built_store([release], say=say) as built:
        assert built.built is not None
        folder = _release_of(built)
        of_it = settings if settings and settings.base == dataset_base(folder) else None
        browsing = open_dataset(folder, built.built, settings=of_it)
        public = f"{(url or browsing.base).rstrip('/')}/"
        with building_site(target, built.id) as root:
            place = _Place(folder, built.built, root, public)
            return _written(place, browsing, built, target, processes or os.cpu_count() or 1, say)


def dataset_base(release: Path) -> str:
    """The base IRI of the dataset of a release folder."""
    return str(json.loads((release / MANIFEST).read_bytes())["dataset"]["base"])


def _release_of(built: BuiltStore) -> Path:
    assert built.release is not None
    return built.release


def _written(place: _Place, browsing: Browsing, built: BuiltStore, target: Path, processes: int, say: Say) -> Site:
    pages = SitePages(browsing, place.root, place.url)
    say("writing pages")
    own = _write_own_pages(pages, built)
    write_search_index(pages)
    tasks = _tasks(pages, place.release, browsing.base)
    counted = {"entities": 0, "pages": 0, "documents": 0}
    for done in in_processes(tasks, _do, _open, place, processes):
        counted = {name: counted[name] + done.get(name, 0) for name in counted}
        say(f"writing pages: {counted['entities']:,} entities")
    say("writing the files of the release")
    _write_rest(pages, place.release, built)
    return Site(target, counted["entities"], counted["pages"] + own, counted["documents"])


def _write_own_pages(pages: SitePages, built: BuiltStore) -> int:
    """The pages that are there once; gives how many files."""
    own: dict[str, Callable[[Browsing, Any], str]] = {
        "index": home_page,
        "sources": sources_page,
        "search": partial(search_page, template="site_search.html"),
        **other_pages(pages.browsing),
    }
    for name, write in own.items():
        for reader in pages.readers(f"{name}.html"):
            pages.write(reader, f"{name}.html", write(pages.browsing, reader))
    store = open_built(built.folder)
    for question in questions():
        write_answer(pages, store, question)
    return 3 * (len(own) + len(questions()))


def _write_rest(pages: SitePages, release: Path, built: BuiltStore) -> None:
    copy_release(release, pages.root)
    for name, content in hosting_files(pages.browsing.base, pages.url).items():
        write_text(pages.root / name, content)
    for asset in assets().values():
        write_text(pages.root / "static" / asset.name, asset.content.decode())
    for script in sorted(_SCRIPTS.iterdir()):
        write_text(pages.root / "static" / script.name, script.read_text(encoding="utf-8"))
    write_sitemaps(pages.root, pages.url, _paths(pages))


def _paths(pages: SitePages) -> Iterator[str]:
    """The pages that search engines should know."""
    yield from (f"{name}.html" for name in ("index", "sources", *other_pages(pages.browsing)))
    yield from (f"questions/{question.number:02}.html" for question in questions())
    yield from (f"{entity_path(iri, pages.browsing.base)}.html" for iri in pages.browsing.iris())


def _tasks(pages: SitePages, release: Path, base: str) -> Iterator[tuple[Any, ...]]:
    """What processes can do apart from each other: the longest first."""
    yield "documents", release, base
    rest = paged_iris(pages.browsing)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield "entities", some
    for number, iris in results(pages):
        yield "results", number, iris


_opened: list[SitePages] = []


def _open(place: _Place) -> None:
    """Open the release in this process, once for all of its tasks."""
    _opened[:] = [SitePages(open_dataset(place.release, place.built), place.root, place.url)]


def _do(task: tuple[Any, ...]) -> dict[str, int]:
    """Do one task; gives what it wrote."""
    (pages,) = _opened
    kind, *about = task
    if kind == "documents":
        return {"documents": write_documents(about[0], pages.root, about[1])}
    if kind == "entities":
        return {"entities": len(about[0]), "pages": write_entities(pages, about[0])}
    write_results(pages, about[0], about[1])
    return {}
