"""Reports: one order whatever came first, counts, and what fails."""

from __future__ import annotations

import itertools

import pytest

from eulod.errors import Place
from eulod.validation.report import FAIL_ON, Finding, Report, Severity, fails

VIOLATION, WARNING, INFO = (Finding(severity=severity, message="m", shape="<http://e/s>") for severity in Severity)
LINKING = Finding(severity=Severity.WARNING, message="m", code="L001", place=Place("a.csv", record=3, column="country"))


def test_the_order_of_finding_does_not_show() -> None:
    found = (VIOLATION, WARNING, INFO, LINKING)
    assert len({Report(order) for order in itertools.permutations(found)}) == 1
    assert Report(found).findings[0] is VIOLATION


def test_counts_are_per_severity_and_per_shape() -> None:
    report = Report((VIOLATION, WARNING, WARNING)).plus([LINKING])
    assert report.by_severity == {Severity.VIOLATION: 1, Severity.WARNING: 3, Severity.INFO: 0}
    assert [(found.code, found.count) for found in report.by_shape] == [("", 1), ("L001", 1), ("", 2)]


def test_findings_of_linking_do_not_break_conformance() -> None:
    assert Report((LINKING,)).conforms
    assert not Report((INFO,)).conforms


@pytest.mark.parametrize(
    ("finding", "failing"),
    [(VIOLATION, ["violation", "warning", "info"]), (WARNING, ["warning", "info"]), (INFO, ["info"])],
)
def test_what_fails(finding: Finding, failing: list[str]) -> None:
    assert [threshold for threshold in FAIL_ON if fails(Report((finding,)), threshold)] == failing


def test_nothing_found_never_fails() -> None:
    assert not any(fails(Report(), threshold) for threshold in FAIL_ON)
