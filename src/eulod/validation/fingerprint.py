"""What makes a finding the same finding in the next run, whatever was added or moved around it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from eulod.terms.shown import plain
from eulod.validation.report import Finding, Report

_BLANK = re.compile(r"_:[\w.-]+")
_LENGTH = 20


def fingerprints(report: Report) -> Iterator[str]:
    """One fingerprint for each finding of a report, in its order.

    Record, line and severity do not count, nor does the message of a shape, so that more rows, another language or a
    better wording change nothing. Findings that say the same are numbered from the second on.
    """
    seen: Counter[str] = Counter()
    for finding in report.findings:
        found = fingerprint(finding)
        seen[found] += 1
        yield f"{found}-{seen[found]}" if seen[found] > 1 else found


def fingerprint(finding: Finding) -> str:
    """The fingerprint of one finding: 20 hexadecimal digits."""
    said = "\0".join((rule_id(finding), *_about(finding)))
    return hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]


def rule_id(finding: Finding) -> str:
    """What a finding breaks, by name: the code, else the shape's IRI, else constraint and path of a nameless shape.

    >>> from eulod.validation.report import Severity
    >>> rule_id(Finding(severity=Severity.INFO, message="", shape="<http://e/S>"))
    'http://e/S'
    """
    if finding.code or finding.shape.startswith("<"):
        return finding.code or plain(finding.shape)
    component = plain(finding.constraint_component).rpartition("#")[2].removesuffix("ConstraintComponent")
    return " ".join(part for part in (component, plain(finding.result_path)) if part) or "finding"


def _about(finding: Finding) -> Iterator[str]:
    for term in (finding.focus_node, finding.result_path, finding.value):
        yield _BLANK.sub("_:", term) if term.startswith("_:") else term
    yield finding.constraint_component
    if not finding.focus_node and finding.place:
        yield from (finding.place.file, finding.place.column or "", finding.message)
