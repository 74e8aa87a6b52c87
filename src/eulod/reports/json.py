"""A report as one JSON document: counts first, then one finding per line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eulod.reports.json_text import json_text, listed
from eulod.reports.target import Target, opened
from eulod.terms.shown import plain, term_object
from eulod.validation.report import Finding, Report


def write_json(report: Report, target: Target) -> None:
    """Write a report; IRIs are plain texts, values terms as in SPARQL's JSON results; what is absent is left out."""
    with opened(target) as stream:
        for line in _lines(report):
            stream.write(line.encode() + b"\n")


def _lines(report: Report) -> Iterator[str]:
    severities = {str(severity): count for severity, count in report.by_severity.items()}
    yield f'{{"conforms": {json_text(report.conforms)},'
    yield f' "counts": {json_text(severities)},'
    yield ' "shapes": ['
    yield from listed(_shapes(report))
    yield ' ],\n "findings": ['
    yield from listed(map(_finding, report.findings))
    yield " ]\n}"


def _shapes(report: Report) -> Iterator[dict[str, Any]]:
    for counted in report.by_shape:
        found = {"severity": str(counted.severity), "code": counted.code, "shape": plain(counted.shape)}
        yield {**{key: value for key, value in found.items() if value}, "count": counted.count}


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    found = {
        "severity": str(finding.severity),
        "code": finding.code,
        "shape": plain(finding.shape),
        "message": finding.message,
        "focusNode": plain(finding.focus_node),
        "resultPath": plain(finding.result_path),
        "value": term_object(finding.value) if finding.value else None,
        "constraintComponent": plain(finding.constraint_component),
        "place": _present({"file": place.file, "line": place.line, "record": place.record, "column": place.column})
        if place
        else None,
        "cells": dict(finding.cells),
        "known": finding.known,
    }
    return _present(found)


def _present(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value not in (None, "", {}, False)}
