"""The store of a release on disk, built once, opened read-only by every process that answers."""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from eulod.errors import NoData, Place
from eulod.publication.manifest import MANIFEST, release_id
from eulod.publication.release import CURRENT, RELEASES, current_release
from eulod.query.store import dumps
from eulod.rdf_document import FORMATS, format_of, read_quads

BUILT = ".built"
_STORE = "store"
_WHOLE = "eulod.json"  # written last, inside the store

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BuiltStore:
    """What is served: the store's folder, an id that changes with the data, their base IRI ("" when not known).

    `release` is the folder of the release, None for documents; `built` holds everything that is built from it, and is
    `lasting` or gone at the end.
    """

    folder: Path
    id: str
    base: str = ""
    release: Path | None = None
    built: Path | None = None
    lasting: bool = False


@contextmanager
def built_store(paths: Sequence[Path], *, base: str | None = None, say: Say = lambda _: None) -> Iterator[BuiltStore]:
    """Give the store of a release, of the current release of a folder, or of RDF documents.

    A release's store stands in `<out>/.built/<id>/store`, where `out` holds `releases/<id>`; it is built when it is not
    there, and may be removed whenever nothing serves it. For documents, or where that folder cannot be written, it is
    built in a temporary folder and removed at the end. Documents have the `base` that is given, a release its own.
    Raises RdfError subclasses for documents, and NoData for a folder that is no release.
    """
    folder = _release_folder(paths)
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="eulod-", ignore_cleanup_errors=True) as scratch:
            yield _of_documents(paths, Path(scratch), base or "", say)
        return
    place = folder.parent.parent / BUILT if folder.parent.name == RELEASES else None
    with _writable(place) as built:
        yield _of_release(folder, built, base, say)


def open_built(folder: Path) -> ox.Store:
    """Open a built store; many processes may at once, and none can write."""
    return ox.Store.read_only(str(folder))


def _release_folder(paths: Sequence[Path]) -> Path | None:
    """The folder of the one release that the paths name; None for documents."""
    if len(paths) != 1 or not paths[0].is_dir():
        return None
    release = current_release(paths[0]) if (paths[0] / CURRENT).exists() else None
    return (release.folder if release else paths[0]).resolve()


@contextmanager
def _writable(place: Path | None) -> Iterator[Path]:
    try:
        if place is None:
            raise PermissionError
        place.mkdir(exist_ok=True)
        (place / ".write").touch()
        (place / ".write").unlink(missing_ok=True)
    except OSError:
        with tempfile.TemporaryDirectory(prefix="eulod-", ignore_cleanup_errors=True) as scratch:
            yield Path(scratch)
    else:
        yield place


def _of_release(folder: Path, place: Path, stated: str | None, say: Say) -> BuiltStore:
    files = dumps(folder)
    described = (folder / MANIFEST).exists()
    name = release_id(folder) if described else _checksum(files)
    base = json.loads((folder / MANIFEST).read_bytes())["dataset"]["base"] if described else stated or ""
    built = place / name
    if not (built / _STORE / _WHOLE).exists():
        say("building the store")
        _build(built, functools.partial(_load_all, files))
    return BuiltStore(built / _STORE, name, base, folder, built, lasting=place.name == BUILT)


def _of_documents(paths: Sequence[Path], built: Path, base: str, say: Say) -> BuiltStore:
    if not paths:
        raise NoData("nothing is named", help="name a release folder or RDF files")
    if folders := [path for path in paths if path.is_dir()]:
        problem = "a release is served alone"
        raise NoData(problem, help="name one release, or files only", place=Place(str(folders[0])))
    say("building the store")

    def load(store: ox.Store) -> None:
        for number, path in enumerate(paths, start=1):
            store.bulk_extend(read_quads(path, label=f"d{number}b"))

    _build(built, load)
    return BuiltStore(built / _STORE, _checksum(paths), base, built=built)


def _build(built: Path, load: Callable[[ox.Store], object]) -> None:
    """Build beside the place and rename, so that a store is whole or not there; of two that build, one wins."""
    built.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=built))
    try:
        store = ox.Store(str(fresh / _STORE))
        load(store)
        store.optimize()
        store.flush()
        del store  # closes it
        (fresh / _STORE / _WHOLE).write_text('{"store": 1}\n', encoding="utf-8")
        _move(fresh / _STORE, built / _STORE)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _move(fresh: Path, place: Path) -> None:
    try:
        fresh.rename(place)
    except OSError:
        if (place / _WHOLE).exists():  # another was faster
            return
        shutil.rmtree(place)
        fresh.rename(place)


def _load_all(dumps: Sequence[Path], store: ox.Store) -> None:
    for dump in dumps:
        _load(store, dump)


def _load(store: ox.Store, dump: Path) -> None:
    """A dump of ours, by the engine's own loader."""
    form = FORMATS[format_of(dump)]
    if dump.suffix == ".gz":
        with gzip.open(dump) as stream:
            store.bulk_load(cast(IO[bytes], stream), form)
    else:
        store.bulk_load(path=str(dump), format=form)


def _checksum(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:16]
