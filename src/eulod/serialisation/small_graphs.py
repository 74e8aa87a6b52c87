"""Two files of RDF compared by rdflib, which holds both in memory: for small graphs."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

from eulod.serialisation.formats import GZIP, Format

if TYPE_CHECKING:
    from rdflib.graph import _OptionalIdentifiedQuadType

_PARSERS = {"jsonld": "json-ld", "nq": "nquads", "nt": "nt", "trig": "trig", "ttl": "turtle"}


def difference_in_rdflib(expected: Path, dump: Path, format: Format) -> str:
    """Say which statement rdflib finds in only one of an N-Quads file and a dump; '' when both hold the same."""
    try:
        found = _quads(dump, _PARSERS[format.name])
    except Exception as error:  # noqa: BLE001 - rdflib's parsers raise whatever they stumble over
        return f"cannot read it: {error}"
    wanted = _quads(expected, "nquads")
    if wanted == found:
        return ""
    first = min(wanted ^ found, key=str)
    return f"{'does not find' if first in wanted else 'also finds'} {' '.join(map(str, first))}"


def _quads(path: Path, parser: str) -> set[_OptionalIdentifiedQuadType]:
    from rdflib import Dataset

    content = path.read_bytes()
    if path.suffix == GZIP:
        content = gzip.decompress(content)
    dataset = Dataset()
    dataset.parse(data=content, format=parser)
    return set(dataset.quads())
