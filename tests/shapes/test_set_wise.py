"""The project's own shapes through the set-wise layer."""

from __future__ import annotations

import pytest

from eulod.validation.data_graph import read_data
from eulod.validation.validate import validate
from tests.shapes.folder import CASES, ONTOLOGY, SHAPES
from tests.validation.checking import set_wise

JUDGED_BY_PYSHACL = {"X14"}
"""Its query divides."""


@pytest.mark.slow
def test_the_engine_judges_all_but_a_few_shapes_and_the_results_are_those_of_pyshacl() -> None:
    files = sorted(CASES.glob("*/pass.ttl")) + sorted(CASES.glob("[MQ]*/fail.ttl"))
    outcome = set_wise(files, SHAPES, ontology=ONTOLOGY)
    assert outcome.report == validate(read_data(files), SHAPES, ontology=ONTOLOGY)
    used = [shape for shape in outcome.shapes if shape.focus_nodes]
    assert len(used) > 90
    assert {shape.shape[-4:-1] for shape in used if shape.fall_backs} <= JUDGED_BY_PYSHACL
