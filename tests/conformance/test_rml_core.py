"""rml-core whole, and the CSV cases of its last state with every format, in both vocabularies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.older_vocabulary import in_older_words, lacks_words
from tests.conformance.rml_suite import CORE, MULTI, Case, cases, judge, parameters
from tests.shared import shared

JSON_CASES = cases(CORE, "JSON")
CSV_CASES = cases(MULTI, "CSV")

CORE_ERRORS = {
    "0002e-JSON": "S001",
    "0002g-JSON": "M010",
    "0004b-JSON": "M001",
    "0007h-JSON": "M001",
    "0012c-JSON": "M001",
    "0012d-JSON": "M001",
    "0015b-JSON": "M001",
    "0019b-JSON": "V010",
    "0023a-JSON": "M001",
    "0023b-JSON": "R003",
    "0023c-JSON": "R003",
    "0023d-JSON": "M001",
    "0023e-JSON": "R003",
    "0024a-JSON": "M001",
    "0025b-JSON": "M040",
}
MULTI_ERRORS = {
    "0002c-CSV": "M012",
    "0002e-CSV": "S001",
    "0004b-CSV": "M001",
    "0007h-CSV": "M001",
    "0012c-CSV": "M001",
    "0012d-CSV": "M001",
    "0015b-CSV": "M001",
    "0019b-CSV": "V010",
    "0024a-CSV": "R003",
    "0024b-CSV": "R003",
    "0024c-CSV": "R003",
    "0024d-CSV": "R003",
}
MULTI_FAILURES = {"0024f-CSV": "the mapping is no legal Turtle: a lone backslash in a string"}


def said(case: Case) -> str:
    """The text of the case's mapping."""
    return case.mapping.read_text(encoding="utf-8")


OLDER_CASES = [case for case in (*JSON_CASES, *CSV_CASES) if not lacks_words(said(case))]


def test_the_suites_are_whole() -> None:
    shared("acceptance")
    assert (len(JSON_CASES), len(CSV_CASES), len(OLDER_CASES)) == (76, 48, 109)
    assert [case.name for case in JSON_CASES if case.expected is None] == sorted(CORE_ERRORS)
    assert [case.name for case in CSV_CASES if case.expected is None] == sorted(MULTI_ERRORS)


@pytest.mark.parametrize("case", parameters(OLDER_CASES, MULTI_FAILURES))
def test_the_older_vocabulary(case: Case, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.ttl"
    mapping.write_text(in_older_words(said(case)), encoding="utf-8")
    judge(case, CORE_ERRORS | MULTI_ERRORS, tmp_path, mapping=mapping)


@pytest.mark.parametrize("case", parameters(JSON_CASES))
def test_rml_core(case: Case, tmp_path: Path) -> None:
    judge(case, CORE_ERRORS, tmp_path)


@pytest.mark.parametrize("case", parameters(CSV_CASES, MULTI_FAILURES))
def test_rml_core_of_csv(case: Case, tmp_path: Path) -> None:
    judge(case, MULTI_ERRORS, tmp_path)
