"""What shapes that are well-formed can still be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.checking import vocabulary_terms
from eulod.errors import PatternCanRunAway, ShapeWithoutMessage, UnknownTermInShapes
from eulod.validation.compile.regular_expressions import runs_away
from eulod.validation.lint_shapes import lint_shapes
from eulod.validation.profiles import shapes_files
from eulod.validation.shapes_graph import read_shapes
from tests.shared import ROOT

KNOWN = vocabulary_terms(ROOT / "ontology")
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix eulod: <https://w3id.org/eulod/ns#> . @prefix e: <http://e/> .
e:S1 sh:targetClass eulod:Project ; sh:property e:S2 , e:S3 .
e:S2 sh:path eulod:akronym ; sh:minCount 1 ; sh:message "An acronym, please."@en .
e:S3 sh:path eulod:acronym ; sh:pattern "^(a+)+$" ; sh:or ( [ sh:nodeKind sh:Literal ] ) .
"""


def test_each_fault_is_told_with_its_shape(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(SHAPES, encoding="utf-8")
    found = {type(problem): str(problem) for problem in lint_shapes(read_shapes([path]), known_terms=KNOWN)}
    assert set(found) == {PatternCanRunAway, UnknownTermInShapes, ShapeWithoutMessage}
    assert "<http://e/S3>" in found[PatternCanRunAway]
    assert "<http://e/S2>: <https://w3id.org/eulod/ns#akronym>" in found[UnknownTermInShapes]
    assert "<http://e/S3> has no sh:message" in found[ShapeWithoutMessage]


def test_the_projects_own_shapes_have_none_of_these_faults() -> None:
    assert [str(one) for one in lint_shapes(read_shapes(shapes_files(ROOT / "shapes")), known_terms=KNOWN)] == []


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "(a|a)*b", "(.*,){11}P", r"(\w+\s?)*$", r"(a)\1*", "(a|aa){30}", "^.*x.*y.*z"]
)
def test_patterns_that_can_run_away_are_known(pattern: str) -> None:
    assert runs_away(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["^a+$", "^[A-Z]{2}[0-9A-Z]{0,3}$", "^(19|20)[0-9]{2}$", "^https?://[^/]+", "^a*b*$", "^[a-z]+(-[a-z]+)*$"],
)
def test_plain_patterns_are_let_be(pattern: str) -> None:
    assert not runs_away(pattern)
