"""Sources retrieved as a mapping's are, and what formats then read."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from eulod.sources.access.limits import Limits
from eulod.sources.access.retrieve import retrieve
from eulod.sources.logical_source import LogicalSource
from eulod.staged_name import shown_name
from tests.staged import staging

SMALL = Limits(unpacked=1 << 20, ratio=10, free=1 << 10, entries=3, directory=1 << 10)


def shown(declared: LogicalSource, folder: Path, limits: Limits | None = None) -> dict[str, bytes]:
    """The files of a source: what a user calls each, relative to `folder`, and what is in it."""
    found = retrieve(declared, folder, replace(staging(), limits=limits or Limits()))
    names = (shown_name(str(path)) for path in found.files or ())
    relative = [name.removeprefix(f"{folder}/") for name in names]
    return dict(zip(relative, (path.read_bytes() for path in found.files or ()), strict=True))


def zipped(path: Path, entries: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive with these files."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return path
