"""A report as JUnit XML: a test suite for each class that shapes check, a test case for each shape.

Source: the schema junit-10.xsd that Jenkins' xUnit plugin reads; there is no standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from eulod.reports.about import About, made_up_rule, told_cells
from eulod.reports.target import Target, opened
from eulod.terms.shown import shortened
from eulod.validation.baseline import new_findings
from eulod.validation.fingerprint import rule_id
from eulod.validation.report import Finding, Report
from eulod.validation.rules import Rule

EXAMPLES = 50
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(report: Report, target: Target, about: About) -> None:
    """Write a test case for each shape, one that nothing breaks included.

    It fails when a finding of it is as grave as `about.fail_on`; its findings are listed in any case, the first 50.
    What a baseline knows is left out. Without a time, so that the same report gives the same bytes.
    """
    with opened(target) as stream:
        for line in _lines(new_findings(report), about):
            stream.write(line.encode() + b"\n")


def _lines(report: Report, about: About) -> Iterator[str]:
    found = _found(report)
    rules = sorted({rule.id: rule for rule in (*_made_up(found), *about.rules)}.values())
    failed = {rule.id for rule in rules if any(about.fails(finding) for finding in found.get(rule.id, ()))}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="eulod" tests="{len(rules)}" failures="{len(failed)}" errors="0">'
    for suite, of_suite in groupby(rules, key=lambda rule: rule.suite):
        yield from _suite(suite, list(of_suite), found, failed, about)
    yield "</testsuites>"


def _found(report: Report) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(rule_id(finding), []).append(finding)
    return found


def _made_up(found: Mapping[str, list[Finding]]) -> Iterator[Rule]:
    return (made_up_rule(findings[0]) for findings in found.values())


def _suite(
    suite: str, rules: list[Rule], found: Mapping[str, list[Finding]], failed: set[str], about: About
) -> Iterator[str]:
    failures = sum(rule.id in failed for rule in rules)
    yield (
        f' <testsuite name={_attribute(suite)} tests="{len(rules)}" failures="{failures}" errors="0"'
        f' skipped="0" group="eulod">'
    )
    for rule in rules:
        yield from _case(rule, found.get(rule.id, []), rule.id in failed)
    yield " </testsuite>"


def _case(rule: Rule, findings: list[Finding], failed: bool) -> Iterator[str]:
    name = f"{rule.id} {rule.name}".strip()
    head = f"  <testcase name={_attribute(name)} classname={_attribute(rule.suite)}"
    if not findings:
        yield f"{head}/>"
        return
    yield f"{head}>"
    text = _text("\n".join(_listed(findings)))
    if failed:
        message = f"{_counted(len(findings))}: {rule.message or findings[0].message}"
        yield f"   <failure type={_attribute(str(findings[0].severity))} message={_attribute(message)}>{text}</failure>"
    else:
        yield f"   <system-out>{text}</system-out>"
    yield "  </testcase>"


def _counted(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"


def _listed(findings: list[Finding]) -> Iterator[str]:
    for finding in findings[:EXAMPLES]:
        about = " ".join(shortened(term) for term in (finding.focus_node, finding.result_path, finding.value) if term)
        where = f"{finding.place}: " if finding.place else ""
        cells = f" [{told_cells(finding)}]" if finding.cells else ""
        yield f"{where}{finding.message} {about}{cells}".rstrip()
    if len(findings) > EXAMPLES:
        yield f"… and {len(findings) - EXAMPLES} more"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("�", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("�", text))
