"""Problems and findings as they may be told: paths below the dataset's folder, personal data masked."""

from __future__ import annotations

from dataclasses import replace

from eulod.config import Settings
from eulod.errors import Place
from eulod.publication.manifest import FindingCount
from eulod.publication.personal_data import masked_text
from eulod.sources.problem import Problem
from eulod.validation.report import Finding, Report, Severity


def told_problem(problem: Problem, *, source: str, settings: Settings, names: tuple[str, ...]) -> Problem:
    """The problem under the name of its source, without paths of this machine and without personal data."""
    return replace(
        problem,
        source=source,
        file=settings.shown_path(problem.file),
        mapping_file=settings.shown_path(problem.mapping_file),
        value=masked_text(problem.value, names=names),
        reason=masked_text(problem.reason, names=names),
    )


def finding_of(problem: Problem, *, logical: str = "") -> Finding:
    """The problem, of that logical source, as a finding: a violation when it rejects its record, else a warning."""
    place = Place(problem.file, problem.line or None, problem.record or None, problem.column or None)
    message = f"'{problem.value}' is {problem.reason}" if problem.value else problem.reason
    severity = Severity.VIOLATION if problem.rejects else Severity.WARNING
    cells = ((problem.column, problem.value),) if problem.column else ()
    return Finding(severity=severity, message=message, code=problem.code, place=place, cells=cells, source=logical)


def told_report(report: Report, settings: Settings) -> Report:
    """The report with its places below the dataset's folder."""
    return Report(tuple(_with_told_place(finding, settings) for finding in report.findings))


def masked_report(report: Report, names: tuple[str, ...]) -> Report:
    """The report without personal data."""
    return Report(tuple(_masked(finding, names) for finding in report.findings))


def masked_cells(report: Report, names: tuple[str, ...]) -> Report:
    """The report without personal data in what it tells of the sources' own columns."""
    return Report(tuple(_with_masked_cells(finding, names) for finding in report.findings))


def finding_counts(report: Report) -> tuple[FindingCount, ...]:
    """How many findings each code has, as the manifest lists them."""
    counted = report.by_shape
    return tuple(FindingCount(one.code or one.shape.strip("<>"), str(one.severity), one.count) for one in counted)


def _with_told_place(finding: Finding, settings: Settings) -> Finding:
    if finding.place is None:
        return finding
    return replace(finding, place=replace(finding.place, file=settings.shown_path(finding.place.file)))


def _with_masked_cells(finding: Finding, names: tuple[str, ...]) -> Finding:
    return replace(finding, cells=tuple((name, masked_text(value, names=names)) for name, value in finding.cells))


def _masked(finding: Finding, names: tuple[str, ...]) -> Finding:
    return replace(
        _with_masked_cells(finding, names),
        message=masked_text(finding.message, names=names),
        focus_node=masked_text(finding.focus_node, names=names),
        value=masked_text(finding.value, names=names),
    )
