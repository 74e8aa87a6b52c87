"""Profiles: which shapes are active, and that a name must exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, Graph

from eulod.errors import NoShapes, UnknownProfile
from eulod.validation.data_graph import read_data
from eulod.validation.profiles import profiles_of, read_profiles, shapes_files
from eulod.validation.validate import validate
from tests.shared import ROOT

FOLDER = ROOT / "shapes"
CASES = ROOT / "tests" / "cases" / "shapes"


def codes(case: str, shapes: Graph) -> set[str]:
    """The ids of the shapes that fire on a failing case."""
    return {finding.code for finding in validate(read_data([CASES / case / "fail.ttl"]), shapes).findings}


@pytest.fixture(scope="module")
def core() -> Graph:
    """The shapes that apply to every source."""
    return read_profiles(["core"], folder=FOLDER)


def test_a_profile_brings_those_it_builds_on() -> None:
    found = {profile.name: profile.shapes for profile in profiles_of(read_profiles([], folder=FOLDER))}
    assert found["core"] < found["interreg"]
    assert found["core"] < found["list-of-operations"]
    assert found["interreg"] & found["list-of-operations"] == found["core"]


def test_core_leaves_the_shapes_of_others_off(core: Graph) -> None:
    assert "P01" in codes("P01", core)
    assert "X03" not in codes("X03", core)
    assert "L01" not in codes("L01", core)


def test_interreg_adds_its_shapes() -> None:
    shapes = read_profiles(["interreg"], folder=FOLDER)
    assert "X03" in codes("X03", shapes)
    assert "P01" in codes("P01", shapes)
    assert "L01" not in codes("L01", shapes)


def test_profiles_add_up() -> None:
    shapes = read_profiles(["list-of-operations", "interreg"], folder=FOLDER)
    assert not list(shapes.triples((None, SH.deactivated, None)))
    assert {"L01"} <= codes("L01", shapes)


def test_no_profile_switches_every_shape_off() -> None:
    assert codes("P01", read_profiles([], folder=FOLDER)) == set()


def test_the_order_of_names_does_not_matter() -> None:
    one, other = (read_profiles(names, folder=FOLDER) for names in (["core", "interreg"], ["interreg", "core"]))
    assert set(one.subjects(SH.deactivated)) == set(other.subjects(SH.deactivated))


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownProfile, match="no profile 'horizon'; there is core, interreg, list-of-operations"):
        read_profiles(["horizon"], folder=FOLDER)


def test_a_folder_without_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoShapes):
        shapes_files(tmp_path)
