"""A report for reading: counts, then each shape with its count and a few examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from eulod.reports.about import told_cells
from eulod.reports.target import Target, opened
from eulod.terms.shown import SHOWN_PREFIXES, printable, shortened
from eulod.validation.baseline import new_findings
from eulod.validation.report import Finding, Report, Severity

EXAMPLES = 5
_PLURALS = MappingProxyType({Severity.VIOLATION: "violations", Severity.WARNING: "warnings", Severity.INFO: "infos"})


def write_text(
    report: Report, target: Target, *, examples: int = EXAMPLES, prefixes: Mapping[str, str] = SHOWN_PREFIXES
) -> None:
    """Write a report in English, grouped by severity and shape, with up to `examples` findings of each shape."""
    with opened(target) as stream:
        for line in _lines(report, examples, prefixes):
            stream.write(line.encode() + b"\n")


def counts(report: Report) -> str:
    """The findings counted in words.

    >>> counts(Report((Finding(severity=Severity.WARNING, message="a"),)))
    '0 violations, 1 warning, 0 infos'
    """
    return ", ".join(_counted(count, severity) for severity, count in report.by_severity.items())


def _counted(count: int, severity: Severity) -> str:
    return f"{count} {severity if count == 1 else _PLURALS[severity]}"


def _lines(report: Report, examples: int, prefixes: Mapping[str, str]) -> Iterator[str]:
    new = new_findings(report)
    yield f"conforms: {'yes' if new.conforms else 'no'}"
    yield counts(new)
    if known := len(report.findings) - len(new.findings):
        yield f"{known} known from the baseline {'is' if known == 1 else 'are'} not shown"
    for severity, found in groupby(new.findings, key=lambda finding: finding.severity):
        yield ""
        yield _PLURALS[severity].upper()
        for _, alike in groupby(found, key=lambda finding: (finding.shape, finding.code)):
            yield from _group(list(alike), examples, prefixes)


def _group(alike: list[Finding], examples: int, prefixes: Mapping[str, str]) -> Iterator[str]:
    """One shape: its name, its count, the message if all share it, and examples."""
    messages = {finding.message for finding in alike}
    several = len({finding.constraint_component for finding in alike}) > 1
    shared = next(iter(messages)) if len(messages) == 1 else ""
    yield printable(f"  {_name(alike[0], prefixes)} ({len(alike)}){': ' if shared else ''}{shared}")
    for finding in alike[:examples]:
        constraint = f" ({shortened(finding.constraint_component, prefixes)})" if several else ""
        yield printable(
            f"    {_about(finding, prefixes)}{constraint}{'' if shared else ': ' + finding.message}".rstrip()
        )
        if finding.place and finding.focus_node:
            yield printable(f"      from {_origin(finding)}")
    if len(alike) > examples:
        yield f"    … and {len(alike) - examples} more"


def _name(finding: Finding, prefixes: Mapping[str, str]) -> str:
    return finding.code or shortened(finding.shape, prefixes) or "finding"


def _origin(finding: Finding) -> str:
    """The record that a finding comes from and what it says in the columns that matter."""
    place = replace(finding.place, column=None) if finding.place and finding.cells else finding.place
    return f"{place}: {told_cells(finding)}" if finding.cells else str(place)


def _about(finding: Finding, prefixes: Mapping[str, str]) -> str:
    where = shortened(finding.focus_node, prefixes) if finding.focus_node else str(finding.place or "")
    path = shortened(finding.result_path, prefixes)
    value = shortened(finding.value, prefixes) if finding.value != finding.focus_node else ""
    return " ".join(part for part in (where, path, value) if part)
