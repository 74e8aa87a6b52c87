"""How findings are shown: one writer per format, looked up by name.

SARIF, JUnit, HTML and GitHub annotations get a module and a line here each.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from eulod.reports.json import write_json
from eulod.reports.target import Target
from eulod.reports.text import write_text
from eulod.reports.turtle import write_turtle
from eulod.validation.report import Report

__all__ = ["WRITERS", "write_json", "write_report", "write_text", "write_turtle"]

WRITERS: MappingProxyType[str, Callable[[Report, Target], None]] = MappingProxyType(
    {"text": write_text, "ttl": write_turtle, "json": write_json}
)


def write_report(report: Report, target: Target, *, form: str) -> None:
    """Write a report in the format of that name; the same report gives the same bytes."""
    WRITERS[form](report, target)
