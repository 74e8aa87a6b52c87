"""How findings are shown: one writer per format, looked up by name."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from eulod.reports.about import About
from eulod.reports.github import write_github
from eulod.reports.html import write_html
from eulod.reports.json import write_json
from eulod.reports.junit import write_junit
from eulod.reports.sarif import write_sarif
from eulod.reports.target import Target
from eulod.reports.text import write_text
from eulod.reports.turtle import write_turtle
from eulod.validation.report import Report

__all__ = [
    "WRITERS",
    "About",
    "write_github",
    "write_html",
    "write_json",
    "write_junit",
    "write_report",
    "write_sarif",
    "write_text",
    "write_turtle",
]

WRITERS: MappingProxyType[str, Callable[[Report, Target, About], None]] = MappingProxyType(
    {
        "text": lambda report, target, _: write_text(report, target),
        "ttl": lambda report, target, _: write_turtle(report, target),
        "json": lambda report, target, _: write_json(report, target),
        "sarif": write_sarif,
        "junit": write_junit,
        "github": write_github,
        "html": write_html,
    }
)


def write_report(report: Report, target: Target, *, form: str, about: About | None = None) -> None:
    """Write a report in the format of that name; the same report gives the same bytes."""
    WRITERS[form](report, target, about or About())
