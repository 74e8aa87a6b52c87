"""The store that is queried: RDF documents, or a release folder, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from eulod.errors import NoData, Place
from eulod.publication.release import CURRENT, current_release
from eulod.rdf_document import read_quads

_CANONICAL = (".nt", ".nt.gz", ".ttl", ".ttl.gz")
_NAMED = (".nq", ".nq.gz")


def open_store(paths: Sequence[str | Path], *, stated: str | None = None) -> ox.Store:
    """Load RDF documents and release folders into a store in memory; `-` is standard input in the `stated` format.

    The folder of all releases stands for its current one. Of a release the default graph is the canonical graph, from
    its N-Triples (else Turtle) dump, and the named graphs come from its N-Quads. Other documents go where they say:
    triples to the default graph, quads to their graphs.
    Raises RdfError subclasses with file, line and character, and NoData for a folder that is no release.
    """
    store = ox.Store()
    documents = [document for path in paths for document in _documents(path)]
    for number, document in enumerate(documents, start=1):
        store.bulk_extend(read_quads(document, stated=stated, label=f"d{number}b"))
    return store


def _documents(path: str | Path) -> tuple[str | Path, ...]:
    folder = Path(path)
    if str(path) == "-" or not folder.is_dir():
        return (path,)
    release = current_release(folder) if (folder / CURRENT).exists() else None
    return dumps(release.folder if release else folder)


def dumps(folder: Path) -> tuple[Path, ...]:
    """The dumps of a release: the canonical graph, and every graph."""
    named = next((found for suffix in _NAMED for found in sorted(folder.glob(f"*{suffix}"))), None)
    stem = named.name.partition(".nq")[0] if named else "*"
    canonical = next((found for suffix in _CANONICAL for found in sorted(folder.glob(stem + suffix))), None)
    if canonical is None:
        raise NoData(
            "this folder holds no dump of a release (.nt or .ttl beside .nq)",
            help="name a release folder such as out/current, or RDF files",
            place=Place(str(folder)),
        )
    return (canonical, named) if named else (canonical,)
