"""The files of a release as its manifest lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

GROUPS = ("data", "description", "vocabulary", "report")
"""What the files are for, in the order of a page."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file: its path in the release, bytes, SHA-256, and statements where it is a dump."""

    path: str
    media_type: str
    size: int
    sha256: str
    statements: int | None
    group: str


def release_files(manifest: Mapping[str, Any]) -> tuple[ReleaseFile, ...]:
    """The files that a manifest lists, by group, then path."""
    files = (
        ReleaseFile(
            output["path"],
            output["media_type"],
            output["size"],
            output["sha256"],
            output.get("statements"),
            _group(output["path"]),
        )
        for output in manifest["outputs"]
    )
    return tuple(sorted(files, key=lambda file: (GROUPS.index(file.group), file.path)))


def _group(path: str) -> str:
    folder, _, name = path.rpartition("/")
    if folder:
        return "vocabulary" if folder in ("ontology", "shapes") else "data"
    if name.startswith(("report.", "rejected.")):
        return "report"
    return "description" if name.startswith("dataset.") else "data"
