"""The XML cases of the official multi-format suite of RML core; negative cases fail for their own reason."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from eulod.errors import EulodError
from eulod.single_mapping import map_document
from tests.shared import shared

BASE = "http://example.com/base/"
CASES = 38
ERRORS = {
    "RMLTC0002e-XML": "S001",  # the mapping names a file that is not there
    "RMLTC0004b-XML": "M001",  # a literal as subject
    "RMLTC0007h-XML": "M001",  # a literal as graph
    "RMLTC0012c-XML": "M001",  # no subject map
    "RMLTC0012d-XML": "M001",  # two subject maps
    "RMLTC0015b-XML": "M001",  # no language tag
    "RMLTC0019b-XML": "V010",  # a value that is no IRI
}


def cases() -> list[Path]:
    """The folders of the suite."""
    return sorted(shared("acceptance/rml-core-multi").glob("*-XML"))


def graph(content: bytes) -> ox.Dataset:
    """Canonical statements, blank nodes told apart by what is said of them."""
    found = ox.Dataset(ox.parse(content, format=ox.RdfFormat.N_QUADS))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def test_every_case_is_collected() -> None:
    folders = cases()
    assert len(folders) == CASES
    assert {folder.name for folder in folders if not (folder / "output.nq").exists()} == set(ERRORS)


@pytest.mark.parametrize("folder", cases(), ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    target = io.BytesIO()
    if folder.name in ERRORS:
        with pytest.raises(EulodError) as raised:
            map_document(folder / "mapping.ttl", target, base=BASE, format="nq")
        assert (raised.value.code, target.getvalue()) == (ERRORS[folder.name], b"")
    else:
        map_document(folder / "mapping.ttl", target, base=BASE, format="nq")
        assert graph(target.getvalue()) == graph((folder / "output.nq").read_bytes())
