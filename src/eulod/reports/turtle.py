"""The validation report of SHACL in Turtle.

The report and its results have IRIs made from what they say, so that the same findings give the same bytes; their
places do not count, so that rows in another order give the same IRIs. Only a result path that is more than one
predicate has blank nodes, because SHACL allows no other form.

Source: https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from eulod.reports.target import Target, opened
from eulod.validation.property_path import path_turtle
from eulod.validation.report import Finding, Report, Severity

_LENGTH = 16
BASE = "https://w3id.org/eulod/"
_HEAD = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

"""
_SEVERITIES = {Severity.VIOLATION: "sh:Violation", Severity.WARNING: "sh:Warning", Severity.INFO: "sh:Info"}


def write_turtle(report: Report, target: Target, *, base: str = BASE) -> None:
    """Write a report as `{base}id/report/{hash}` with one IRI per result, in the order of the findings.

    A finding of linking or mapping, which has no shape, has its error code's page for constraint component and, when
    it knows no node, its place for focus node.
    """
    digests, whole = _digests(report)
    iri = f"{base}id/report/{whole}"
    with opened(target) as stream:
        stream.write(_HEAD.encode())
        stream.write(_report(iri, report, list(_names(iri, digests))).encode())
        for name, finding in zip(_names(iri, digests), report.findings, strict=True):
            stream.write(f"\n{name} a sh:ValidationResult ;\n{_body(finding)} .\n".encode())


def _digests(report: Report) -> tuple[list[str], str]:
    """The hash of what each finding says, and that of all together; what they say is not kept."""
    whole, digests = hashlib.sha256(), []
    for number, finding in enumerate(report.findings):
        body = _body(replace(finding, place=None))
        whole.update(f"{'|' if number else ''}{body}".encode())
        digests.append(_hash(body))
    return digests, whole.hexdigest()[:_LENGTH]


def _report(iri: str, report: Report, names: list[str]) -> str:
    conforms = str(not report.findings).lower()
    results = " ;\n    sh:result\n        " + " ,\n        ".join(names) if names else ""
    return f"<{iri}> a sh:ValidationReport ;\n    sh:conforms {conforms}{results} .\n"


def _names(iri: str, digests: list[str]) -> Iterator[str]:
    """One IRI per result; results that say the same are numbered."""
    seen: Counter[str] = Counter()
    for digest in digests:
        seen[digest] += 1
        number = f"-{seen[digest]}" if seen[digest] > 1 else ""
        yield f"<{iri}/result/{digest}{number}>"


def _body(finding: Finding) -> str:
    place = f"from {finding.place}" if finding.place else ""
    path = path_turtle(finding.result_path) if finding.result_path else ""
    pairs = {
        "sh:focusNode": finding.focus_node or _quoted(place or finding.code),
        "sh:resultPath": path,
        "sh:value": finding.value,
        "sh:sourceShape": finding.shape,
        "sh:sourceConstraintComponent": finding.constraint_component or f"<{BASE}docs/errors/{finding.code}>",
        "sh:resultSeverity": _SEVERITIES[finding.severity],
        "sh:resultMessage": _quoted(finding.message),
        "rdfs:comment": _quoted(place) if place else "",
    }
    return " ;\n".join(f"    {predicate} {object}" for predicate, object in pairs.items() if object)


def _quoted(text: str) -> str:
    for character, escape in {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}.items():
        text = text.replace(character, escape)
    return f'"{text}"'


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
