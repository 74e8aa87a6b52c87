"""The official cases of FNML, each a folder with a mapping, its input and what comes of it."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox

from eulod.errors import EulodError
from eulod.single_mapping import map_document

BASE = "http://example.com/base/"


def outcome(folder: Path) -> frozenset[ox.Quad] | str:
    """What eulod makes of the mapping in `folder`: the statements, or the code of the error."""
    written = io.BytesIO()
    try:
        map_document(folder / "mapping.ttl", written, base=BASE, format="nq")
    except EulodError as error:
        return error.code
    return _quads(written.getvalue())


def expected(folder: Path) -> frozenset[ox.Quad] | None:
    """What the suite says comes of it; None where an error should."""
    file = folder / "output.nq"
    return _quads(file.read_bytes()) if file.exists() else None


def _quads(content: bytes) -> frozenset[ox.Quad]:
    return frozenset(ox.parse(content, format=ox.RdfFormat.N_QUADS))
