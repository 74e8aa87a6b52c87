"""GitHub annotations: one command a line, nothing in it that could be another command, and no more than are shown."""

from __future__ import annotations

import re
from dataclasses import replace

from eulod.validation.report import Report, Severity
from tests.reports.examples import AWKWARD, PARTNERS, TITLE, finding, many, written

COMMAND = re.compile(r"::(error|warning|notice) ((?:(?:file|line|title)=[^:,\r\n]*,?)+)::([^\r\n]*)")


def read(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """The commands as GitHub's runner reads them: name, properties, message."""
    lines = written(report, "github").splitlines()
    found = [COMMAND.fullmatch(line) for line in lines]
    assert None not in found, lines
    return [
        (
            one[1],
            {key: _read(value) for key, value in (pair.split("=", 1) for pair in one[2].split(","))},
            _read(one[3]),
        )
        for one in found
        if one
    ]


def _read(text: str) -> str:
    """What the runner makes of escapes; the percent sign comes last."""
    for escape, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(escape, character)
    return text


def test_an_annotation_stands_at_its_line() -> None:
    (name, properties, message), _ = read(Report((finding(TITLE, 4),)))
    assert (name, properties) == ("error", {"file": "data/my projects.csv", "line": "5", "title": "P01 title"})
    assert message.split("\n") == [
        "There is no title.",
        "record 4: title = (empty)",
        "<http://e/project/4> <http://e/title>",
    ]


def test_what_data_say_stays_in_its_command() -> None:
    commands = read(AWKWARD)
    assert [name for name, _, _ in commands] == ["error", "error", "warning", "warning", "notice", "notice", "notice"]
    assert any("<script>alert('1')</script>" in message and "100%," in message for _, _, message in commands)
    assert "\x1b" not in written(AWKWARD, "github")


def test_no_more_than_github_shows_and_every_shape_first() -> None:
    report = many(3000).plus(finding(PARTNERS, n, severity=Severity.INFO) for n in range(50))
    commands = read(report)
    names = [name for name, _, _ in commands]
    assert [names.count(name) for name in ("error", "warning", "notice")] == [10, 10, 10]
    assert [properties["title"] for _, properties, _ in commands[:4]] == [
        "M01 an amount",
        "P01 title",
        "M01 an amount",
        "P01 title",
    ]
    assert commands[-1][2] == (
        "2000 violations, 1000 warnings, 50 infos; 3021 more are not shown here, all are in report.json"
    )


def test_without_findings_there_is_nothing() -> None:
    assert written(Report(), "github") == ""
    known = Report(tuple(replace(one, known=True) for one in AWKWARD.findings))
    assert written(known, "github") == ""
