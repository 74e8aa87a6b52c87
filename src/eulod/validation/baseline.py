"""The baseline: findings that a dataset is known to have, so that only new ones count.

It is a JSON document with one finding a line, sorted, so that it is written the same each time and its changes read
well. Only `fingerprint` and `count` are read back; the rest is for people.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from eulod.errors import EulodError, Place
from eulod.terms.shown import plain
from eulod.validation.fingerprint import fingerprint, rule_id
from eulod.validation.report import Finding, Report

VERSION = 1
_HEAD = f'{{"eulodBaseline": {VERSION}, "findings": ['


class BaselineUnreadable(EulodError):
    """A baseline file is missing or is not one."""

    code = "E020"


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings of each fingerprint are known."""

    counts: MappingProxyType[str, int]

    def marked(self, report: Report) -> Report:
        """The report with its known findings marked; where more say the same than are known, the last are new."""
        left = Counter(self.counts)
        return Report(tuple(self._marked(finding, left) for finding in report.findings))

    def stale(self, report: Report) -> int:
        """How many findings of the baseline the report has no more."""
        return (Counter(self.counts) - Counter(map(fingerprint, report.findings))).total()

    @staticmethod
    def _marked(finding: Finding, left: Counter[str]) -> Finding:
        found = fingerprint(finding)
        left[found] -= 1
        return replace(finding, known=left[found] >= 0)


def new_findings(report: Report) -> Report:
    """The report without the findings that a baseline knows."""
    if not any(finding.known for finding in report.findings):
        return report
    return Report(tuple(finding for finding in report.findings if not finding.known))


def read_baseline(path: Path) -> Baseline:
    """Read a baseline. Raises BaselineUnreadable."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        return Baseline(MappingProxyType(_counts(read)))
    except OSError as error:
        problem = f"the baseline cannot be read: {error.strerror}"
    except (ValueError, KeyError, TypeError, AttributeError):
        problem = "this is no baseline"
    help = "write one with `eulod validate --write-baseline FILE`"
    raise BaselineUnreadable(problem, place=Place(str(path)), help=help)


def _counts(read: Any) -> dict[str, int]:
    if read["eulodBaseline"] != VERSION:
        raise ValueError(read["eulodBaseline"])
    counts: Counter[str] = Counter()
    for entry in read["findings"]:
        counts[str(entry["fingerprint"])] += int(entry.get("count", 1))
    return counts


def baseline_lines(report: Report) -> Iterator[str]:
    """The lines of the baseline that knows exactly the findings of a report."""
    counts = Counter(map(fingerprint, report.findings))
    entries = {found: _entry(finding, found) for finding in report.findings if (found := fingerprint(finding))}
    ordered = sorted(entries.items(), key=lambda item: (item[1]["rule"], item[1].get("focusNode", ""), item[0]))
    yield _HEAD
    for number, (found, entry) in enumerate(ordered, start=1):
        counted = entry | {"count": counts[found]} if counts[found] > 1 else entry
        yield f"  {json.dumps(counted, ensure_ascii=False)}{',' if number < len(ordered) else ''}"
    yield "]}"


def _entry(finding: Finding, found: str) -> dict[str, Any]:
    said = {
        "rule": rule_id(finding),
        "severity": str(finding.severity),
        "focusNode": plain(finding.focus_node),
        "resultPath": plain(finding.result_path),
        "file": finding.place.file if finding.place else "",
        "message": finding.message,
        "fingerprint": found,
    }
    return {key: value for key, value in said.items() if value}
