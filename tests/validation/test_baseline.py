"""A baseline: known findings pass whatever is added around them, new ones do not, and the file reads well."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eulod.errors import Place
from eulod.validation.baseline import BaselineUnreadable, baseline_lines, new_findings, read_baseline
from eulod.validation.fingerprint import fingerprint, rule_id
from eulod.validation.report import Finding, Report, Severity

PLACE = Place("rows.csv", 3, 2, "country")
NODE = Finding(
    severity=Severity.VIOLATION,
    message="no title",
    code="P01",
    shape="<http://e/P01>",
    focus_node="<http://e/1>",
    result_path="<http://e/title>",
    value='"x"',
    constraint_component="<http://www.w3.org/ns/shacl#MinCountConstraintComponent>",
    place=PLACE,
)
VALUE = Finding(severity=Severity.WARNING, message="'X' is not in the table", code="L001", place=PLACE)
BLANK = replace(NODE, code="", shape="_:s1b7", focus_node="_:d1b2")


def saved(report: Report, path: Path) -> Path:
    """The baseline of a report in a file."""
    path.write_text("".join(f"{line}\n" for line in baseline_lines(report)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("same", "finding"),
    [
        (True, replace(NODE, place=Place("rows.csv", 90, 89, "country"))),
        (True, replace(NODE, place=None, cells=(("a", "b"),), known=True)),
        (True, replace(NODE, message="nincs cím", severity=Severity.INFO)),
        (False, replace(NODE, focus_node="<http://e/2>")),
        (False, replace(NODE, result_path="<http://e/name>")),
        (False, replace(NODE, value='"y"')),
        (False, replace(NODE, code="P02")),
        (False, replace(NODE, constraint_component="<http://www.w3.org/ns/shacl#MaxCountConstraintComponent>")),
    ],
)
def test_what_makes_a_finding_the_same(same: bool, finding: Finding) -> None:
    assert (fingerprint(finding) == fingerprint(NODE)) is same


def test_a_finding_without_a_node_is_its_message_and_column() -> None:
    moved = replace(VALUE, place=replace(PLACE, record=9, line=10))
    assert fingerprint(moved) == fingerprint(VALUE)
    others = [replace(VALUE, message="'Y' is not"), replace(VALUE, place=replace(PLACE, column="role"))]
    assert fingerprint(VALUE) not in [fingerprint(other) for other in others]


def test_labels_of_blank_nodes_do_not_count() -> None:
    assert fingerprint(replace(BLANK, shape="_:s1b9", focus_node="_:d7b1")) == fingerprint(BLANK)
    assert rule_id(BLANK) == "MinCount http://e/title"


def test_known_findings_are_marked_and_new_ones_left(tmp_path: Path) -> None:
    baseline = read_baseline(saved(Report((NODE, VALUE)), tmp_path / "b.json"))
    new = replace(NODE, focus_node="<http://e/2>")
    marked = baseline.marked(Report((NODE, VALUE, new)))
    assert new_findings(marked).findings == (new,)
    assert baseline.stale(marked) == 0
    assert baseline.stale(Report((VALUE, new))) == 1


def test_one_more_of_the_same_is_new(tmp_path: Path) -> None:
    baseline = read_baseline(saved(Report((VALUE, VALUE)), tmp_path / "b.json"))
    assert new_findings(baseline.marked(Report((VALUE,) * 3))).findings == (VALUE,)
    assert baseline.stale(Report((VALUE,))) == 1


def test_the_file_is_one_sorted_line_for_each_finding(tmp_path: Path) -> None:
    text = saved(Report((VALUE, NODE, VALUE)), tmp_path / "b.json").read_text(encoding="utf-8")
    assert text == saved(Report((NODE, VALUE, VALUE)), tmp_path / "c.json").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 4
    first, second = json.loads(text)["findings"]
    assert (first["rule"], first["count"], first["file"]) == ("L001", 2, "rows.csv")
    assert (second["rule"], second["focusNode"], "count" in second) == ("P01", "http://e/1", False)
    assert json.loads(saved(Report(), tmp_path / "d.json").read_text(encoding="utf-8"))["findings"] == []


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"eulodBaseline": 2, "findings": []}', "<<<<<<< HEAD"])
def test_what_is_no_baseline_is_told(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "b.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineUnreadable, match="baseline"):
        read_baseline(path)
