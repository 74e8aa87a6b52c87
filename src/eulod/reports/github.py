"""A report as GitHub annotations: workflow commands that put findings beside the lines of a pull request.

GitHub shows ten annotations of each kind for a step, so that examples of every shape come first and a notice at the end
says how many there are in all.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from types import MappingProxyType

from eulod.reports.about import About, told_cells
from eulod.reports.target import Target, opened
from eulod.reports.text import counts
from eulod.terms.shown import printable, shortened
from eulod.validation.baseline import new_findings
from eulod.validation.fingerprint import rule_id
from eulod.validation.report import Finding, Report, Severity

PER_KIND = 10
_COMMANDS = MappingProxyType({Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"})
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def write_github(report: Report, target: Target, about: About) -> None:
    """Write up to ten errors, ten warnings and nine notices, and a last notice that counts what there is.

    What a baseline knows is left out.
    """
    with opened(target) as stream:
        for line in _lines(new_findings(report), about):
            stream.write(line.encode() + b"\n")


def _lines(report: Report, about: About) -> Iterator[str]:
    shown = 0
    for severity in Severity:
        limit = PER_KIND - 1 if severity is Severity.INFO else PER_KIND
        chosen = list(islice(_spread(report, severity), limit))
        shown += len(chosen)
        yield from (_annotation(finding, about) for finding in chosen)
    if report.findings:
        more = len(report.findings) - shown
        left = f"; {more} more are not shown here" if more else ""
        full = f", all are in {about.full}" if more and about.full else ""
        yield _command("notice", {"title": "eulod"}, f"{counts(report)}{left}{full}")


def _spread(report: Report, severity: Severity) -> Iterator[Finding]:
    """The findings of one severity, the first of each rule first, then the second of each."""
    rules: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.severity is severity:
            of_rule = rules.setdefault(rule_id(finding), [])
            if len(of_rule) < PER_KIND:
                of_rule.append(finding)
    turns = zip_longest(*rules.values())
    return (finding for finding in chain.from_iterable(turns) if finding is not None)


def _annotation(finding: Finding, about: About) -> str:
    rule, place = about.rule_of(finding), finding.place
    properties = {"title": f"{rule.id} {rule.name}".strip()}
    if place:
        line = {"line": str(place.line)} if place.line else {}
        properties = {"file": place.file, **line, **properties}
    return _command(_COMMANDS[finding.severity], properties, "\n".join(_message(finding)))


def _message(finding: Finding) -> Iterator[str]:
    yield printable(finding.message)
    place = finding.place
    if place and (place.record or finding.cells):
        parts = (f"record {place.record}" if place.record else "", printable(told_cells(finding)))
        yield ": ".join(part for part in parts if part)
    terms = (finding.focus_node, finding.result_path, finding.value)
    about = " ".join(printable(shortened(term)) for term in terms if term)
    if about:
        yield about


def _command(name: str, properties: dict[str, str], data: str) -> str:
    listed = ",".join(f"{key}={_escaped(printable(value), _PROPERTY)}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(data, _DATA)}"


def _escaped(text: str, marks: dict[str, str]) -> str:
    return "".join(marks.get(character, character) for character in text)
