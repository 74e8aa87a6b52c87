"""The data of each entity beside its pages, and the files of the release."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from eulod.pages.links import key_of
from eulod.publication.manifest import MANIFEST
from eulod.site.dump_slices import jsonld, ntriples, turtle
from eulod.site.file_names import entity_path
from eulod.site.texts import write_text

_SLICES = {"nt": ntriples, "ttl": turtle, "jsonld": jsonld}
_VOID = ".well-known/void"


def write_documents(release: Path, root: Path, base: str) -> int:
    """Write every entity's statements of the canonical graph in each of `links.FORMS`; gives how many files."""
    written = 0
    for form, slices in _SLICES.items():
        for iri, text in slices(release):
            if key_of(iri, base):
                write_text(root / f"{entity_path(iri, base)}.{form}", text)
                written += 1
    return written


def copy_release(release: Path, root: Path) -> None:
    """Copy the files of the release, and its description to where programs look for it."""
    for path in sorted(_files(release)):
        copied = root / "release" / path.relative_to(release)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
    write_text(root / _VOID, (release / "dataset.ttl").read_text(encoding="utf-8"))


def _files(release: Path) -> Iterator[Path]:
    assert (release / MANIFEST).is_file()
    yield from (path for path in release.rglob("*") if path.is_file())
