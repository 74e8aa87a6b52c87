"""The official suite of FNML: functions of GREL and IDLab in every kind of term map."""

from __future__ import annotations

import pytest

from tests.conformance.fnml_cases import expected, outcome
from tests.shared import shared

SUITE = shared("acceptance/rml-fnml")
CASES = sorted(folder.name for folder in SUITE.iterdir() if folder.is_dir())
ERRORS = {
    "RMLFNMLTC0101-CSV": "M012",  # a column that is not there
    "RMLFNMLTC0102-CSV": "M020",  # a function that nobody has
    "RMLFNMLTC0103-CSV": "M021",  # a parameter that the function does not have
    "RMLFNMLTC0104-CSV": "M022",  # a result that it does not have
}


def test_every_case_is_collected() -> None:
    assert len(CASES) == 20
    assert {case for case in CASES if expected(SUITE / case) is None} == set(ERRORS)


@pytest.mark.parametrize("case", CASES)
def test_a_case(case: str) -> None:
    wanted = expected(SUITE / case)
    assert outcome(SUITE / case) == (ERRORS[case] if wanted is None else wanted)
