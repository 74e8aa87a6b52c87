"""Findings to write: awkward ones, and as many as one likes."""

from __future__ import annotations

import io

from eulod.errors import Place
from eulod.reports import About, write_report
from eulod.validation.report import Finding, Report, Severity
from eulod.validation.rules import Rule

SHACL = "http://www.w3.org/ns/shacl#"
EVIL = "<script>alert('1')</script> & \"{0}\" [a](b) ::error:: 100%,\x1b[2J \u202e x\ny"
TITLE = Rule("e:Project", "P01", "http://e/shapes#P01", Severity.VIOLATION, "title", "There is no title {?value}.")
PARTNERS = Rule("e:Project", "P02", "http://e/shapes#P02", Severity.WARNING, "partners", "There are no partners.")
KEPT = Rule("e:Money", "M01", "http://e/shapes#M01", Severity.VIOLATION, "an amount", "There is no amount.")
RULES = (KEPT, TITLE, PARTNERS)
ABOUT = About(RULES, "violation", "report.json")


def finding(rule: Rule, number: int, **more: object) -> Finding:
    """A finding of a rule about the record of that number, one line below the header."""
    said: dict[str, object] = {
        "severity": rule.severity,
        "message": rule.message.replace(" {?value}", ""),
        "code": rule.id,
        "shape": f"<{rule.shape}>",
        "focus_node": f"<http://e/project/{number}>",
        "result_path": "<http://e/title>",
        "constraint_component": f"<{SHACL}MinCountConstraintComponent>",
        "place": Place("data/my projects.csv", number + 1, number, "title"),
        "cells": (("title", ""),),
        **more,
    }
    return Finding(**said)  # type: ignore[arg-type]


AWKWARD = Report(
    (
        finding(TITLE, 1),
        finding(TITLE, 2, message=EVIL, value='"<b>&amp;"@hu', cells=(("a", EVIL), ("b", ""))),
        finding(
            PARTNERS, 3, place=None, cells=(), focus_node='"a literal"', result_path="(<http://e/a>/^<http://e/b>)"
        ),
        Finding(
            severity=Severity.WARNING, message="no country 'Ruritania'", code="L001", place=Place("p.csv", None, 7)
        ),
        Finding(
            severity=Severity.INFO,
            message=EVIL,
            shape="_:s1b4",
            focus_node="_:d1b2",
            result_path="<http://e/p>",
            constraint_component=f"<{SHACL}InConstraintComponent>",
        ),
        Finding(severity=Severity.INFO, message="", shape="<javascript:alert(1)>", focus_node="<javascript:alert(2)>"),
    )
)


def many(number: int) -> Report:
    """A report of so many findings of three rules."""
    return Report(tuple(finding(RULES[n % 3], n, value=f'"value {n}"') for n in range(1, number + 1)))


def written(report: Report, form: str, about: About = ABOUT) -> str:
    """A report in a format."""
    stream = io.BytesIO()
    write_report(report, stream, form=form, about=about)
    return stream.getvalue().decode()
