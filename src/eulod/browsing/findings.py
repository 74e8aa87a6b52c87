"""The validation report of a release, read from its report.json finding by finding, so a long one takes no memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPORT = "report.json"
SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class FoundAt:
    """One finding as a page shows it; places are relative to the dataset, numbers 0 where unknown.

    `value` is a term as SPARQL's JSON results write it, empty without one.
    """

    message: str
    focus: str
    path: str
    value: dict[str, str]
    file: str
    record: int
    line: int
    column: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FoundBy:
    """The findings of one shape: how many, and the first of them."""

    severity: str
    code: str
    shape: str
    count: int
    examples: tuple[FoundAt, ...]


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report for reading: counts by severity, then groups by severity and shape, in the order of the report."""

    conforms: bool
    counts: dict[str, int]
    groups: tuple[FoundBy, ...]


def read_findings(folder: Path, *, most: int = 25) -> ReportSummary | None:
    """Read the report of a release folder with at most so many examples for each shape; None without a report."""
    path = folder / REPORT
    if not path.is_file():
        return None
    examples: dict[tuple[str, str, str], list[FoundAt]] = {}
    for finding in _findings(path):
        alike = examples.setdefault(_key(finding), [])
        if len(alike) < most:
            alike.append(_found(finding))
    head = json.loads(_head(path))
    groups = (
        FoundBy(*_key(counted), counted["count"], tuple(examples.get(_key(counted), ()))) for counted in head["shapes"]
    )
    return ReportSummary(head["conforms"], head["counts"], tuple(groups))


def _head(path: Path) -> str:
    """The report without its findings, which stand one to a line after all else."""
    lines = []
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            lines.append(line)
            if line.startswith(' "findings": ['):
                break
    return "".join(lines) + "]}"


def _findings(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.startswith(' "findings": ['):
                break
        for line in stream:
            if line.startswith("  {"):
                yield json.loads(line.rstrip().rstrip(","))


def _key(found: dict[str, Any]) -> tuple[str, str, str]:
    return found["severity"], found.get("code", ""), found.get("shape", "")


def _found(finding: dict[str, Any]) -> FoundAt:
    place = finding.get("place", {})
    return FoundAt(
        finding.get("message", ""),
        finding.get("focusNode", ""),
        finding.get("resultPath", ""),
        finding.get("value", {}),
        place.get("file", ""),
        place.get("record") or 0,
        place.get("line") or 0,
        str(place.get("column") or ""),
        tuple(finding.get("cells", {}).items()),
    )
