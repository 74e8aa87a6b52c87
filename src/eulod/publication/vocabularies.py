"""The ontology, concepts and shapes that a release was made with, kept in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

ONTOLOGY = ("alignments.ttl", "codes.ttl", "constraints.ttl", "context.jsonld", "eulod.ttl")


def copy_vocabularies(folder: Path, *, ontology: Path, shapes: Iterable[Path]) -> None:
    """Copy the modules of the ontology and the files of the shapes into the release in `folder`."""
    for name, files in (("ontology", [ontology / module for module in ONTOLOGY]), ("shapes", sorted(shapes))):
        (folder / name).mkdir()
        for file in files:
            shutil.copyfile(file, folder / name / file.name)
