"""A report as SARIF 2.1.0: what code scanning services read. One result a line, written as it goes.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from eulod.errors import Place
from eulod.reports.about import About, made_up_rule
from eulod.reports.json_text import json_text, listed
from eulod.reports.target import Target, opened
from eulod.terms.shown import plain, shortened
from eulod.validation.fingerprint import fingerprints, rule_id
from eulod.validation.report import Finding, Report, Severity
from eulod.validation.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://w3id.org/eulod/"
ROOT = "%SRCROOT%"
_LEVELS = MappingProxyType({Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"})

_VARIABLE = re.compile(r"\{[?$]\w+\}")


def write_sarif(report: Report, target: Target, about: About) -> None:
    """Write one run: its rules are the shapes, results have a place where one is known.

    Paths are relative to the folder that `%SRCROOT%` stands for. With a baseline, its findings are `unchanged` and
    suppressed, all others `new`.
    """
    with opened(target) as stream:
        for line in _lines(report, about):
            stream.write(line.encode() + b"\n")


def _lines(report: Report, about: About) -> Iterator[str]:
    rules = _rules(report, about)
    places = {rule: number for number, rule in enumerate(rules)}
    has_baseline = any(finding.known for finding in report.findings)
    yield f'{{"version": "2.1.0", "$schema": {json_text(SCHEMA)}, "runs": [{{'
    own = json_text(version("eulod"))
    yield f' "tool": {{"driver": {{"name": "eulod", "version": {own}, "informationUri": "{HOME}",'
    yield '  "rules": ['
    yield from listed(_rule(rule) for rule in rules.values())
    yield "  ]}},"
    yield ' "columnKind": "unicodeCodePoints",'
    yield ' "results": ['
    found = zip(report.findings, fingerprints(report), strict=True)
    yield from listed(_result(finding, print_, places, has_baseline) for finding, print_ in found)
    yield " ]\n}]}"


def _rules(report: Report, about: About) -> dict[str, Rule]:
    """Every rule by its id: those that were checked, then those that only findings name."""
    rules = {rule.id: rule for rule in about.rules}
    for finding in report.findings:
        if rule_id(finding) not in rules:
            rules[rule_id(finding)] = made_up_rule(finding)
    return rules


def _rule(rule: Rule) -> dict[str, Any]:
    about = _message(_VARIABLE.sub("…", rule.message or rule.name))
    help = f"eulod explain {rule.id}" if " " not in rule.id and ":" not in rule.id else ""
    described = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": about} if about else None,
        "help": {"text": help} if help else None,
        "helpUri": rule.page,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.suite]},
    }
    return _present(described)


def _result(finding: Finding, fingerprint: str, rules: dict[str, int], has_baseline: bool) -> dict[str, Any]:
    rule = rule_id(finding)
    state = "unchanged" if finding.known else "new"
    result = {
        "ruleId": rule,
        "ruleIndex": rules[rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding.message or rule)},
        "locations": _locations(finding),
        "partialFingerprints": {"eulodFinding/v1": fingerprint},
        "baselineState": state if has_baseline else None,
        "suppressions": [{"kind": "external", "justification": "baseline"}] if finding.known else None,
        "properties": _properties(finding),
    }
    return _present(result)


def _locations(finding: Finding) -> list[dict[str, Any]]:
    logical = list(_logical(finding))
    location: dict[str, Any] = {"logicalLocations": logical} if logical else {}
    if finding.place:
        location = {"physicalLocation": _physical(finding), **location}
    return [location] if location else []


def _physical(finding: Finding) -> dict[str, Any]:
    place = finding.place or Place("")
    artifact = {"artifactLocation": {"uri": quote(place.file, safe="/"), "uriBaseId": ROOT}}
    if not place.line:
        return artifact
    column = {"startColumn": place.character} if place.character else {}
    return artifact | {"region": {"startLine": place.line, **column}}


def _logical(finding: Finding) -> Iterator[dict[str, Any]]:
    place = finding.place
    if place and place.record:
        column = {"fullyQualifiedName": f"record {place.record}, column '{place.column}'"} if place.column else {}
        yield {"name": f"record {place.record}", "kind": "element", **column}
    if finding.focus_node:
        yield {
            "name": shortened(finding.focus_node),
            "fullyQualifiedName": plain(finding.focus_node),
            "kind": "resource",
        }


def _properties(finding: Finding) -> dict[str, Any]:
    place = finding.place
    said = {
        "severity": str(finding.severity),
        "focusNode": plain(finding.focus_node),
        "resultPath": plain(finding.result_path),
        "value": finding.value,
        "shape": plain(finding.shape),
        "constraintComponent": plain(finding.constraint_component),
        "record": place.record if place else None,
        "column": place.column if place else None,
        "cells": dict(finding.cells),
    }
    return _present(said)


def _message(text: str) -> str:
    """A text in which braces stand for themselves, not for an argument."""
    return text.replace("{", "{{").replace("}", "}}")


def _present(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}
