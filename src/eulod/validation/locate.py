"""Findings traced to the file, line, record and columns that their statement was made from, or should have been."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from pathlib import Path

from eulod.errors import Place
from eulod.mapping.compile import Compiler
from eulod.mapping.lineage import Site, sites
from eulod.sources.logical_source import LogicalSource
from eulod.sources.problem import Problem
from eulod.sources.record_lines import Cell, record_lines
from eulod.validation.report import Finding, Report

_STEP = re.compile(r"(\^?)(<[^<>]*>)")


@dataclass(frozen=True, slots=True)
class _Found:
    """A site and the mapping that has it."""

    site: Site
    compiler: Compiler


def located(report: Report, compilers: Iterable[Compiler]) -> Report:
    """The report with a place for each finding whose focus node one of the mappings makes.

    The place is the record that states the value found, else one that the path is made from, even if it makes no
    statement, else one that describes the node, best one that says what it is; with the line of the cell in its file,
    where that can be found.
    """
    open_ = [finding for finding in report.findings if finding.focus_node and not finding.place]
    if not open_:
        return report
    by_subject = _by_subject(open_, compilers)
    best = {id(finding): _best(finding, by_subject.get(finding.focus_node, ())) for finding in open_}
    lines = _lines(found for found in best.values() if found)
    return Report(tuple(_placed(finding, best.get(id(finding)), lines) for finding in report.findings))


def with_lines(problems: Iterable[Problem], compiler: Compiler) -> tuple[Problem, ...]:
    """Problems of the sources of a mapping with the lines of their records, where they can be found; sorted."""
    listed = tuple(problems)
    asked: dict[tuple[str, str], set[Cell]] = {}
    for problem in listed:
        if problem.record and not problem.line:
            asked.setdefault((problem.source, problem.file), set()).add(_problem_cell(problem))
    found = {
        (source, file, cell): line
        for (source, file), cells in asked.items()
        for cell, line in record_lines(compiler.mapping.sources[source], Path(file), cells).items()
    }
    lined = (replace(one, line=one.line or found.get(_problem_key(one), 0)) for one in listed)
    return tuple(sorted(lined))


def _problem_cell(problem: Problem) -> Cell:
    return (problem.record, problem.column, problem.value)


def _problem_key(problem: Problem) -> tuple[str, str, Cell]:
    return (problem.source, problem.file, _problem_cell(problem))


def _by_subject(findings: Sequence[Finding], compilers: Iterable[Compiler]) -> Map[str, Sequence[_Found]]:
    subjects = sorted({finding.focus_node for finding in findings})
    predicates = None if any(_needs_value(finding) for finding in findings) else _all_predicates(findings)
    found: dict[str, list[_Found]] = {}
    for compiler in compilers:
        for site in sites(compiler, subjects, predicates):
            found.setdefault(site.subject, []).append(_Found(site, compiler))
    return found


def _needs_value(finding: Finding) -> bool:
    """Whether only its value says which statement a finding is about."""
    return not finding.result_path and finding.value not in ("", finding.focus_node)


def _all_predicates(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset().union(*(_predicates(path) for path in {finding.result_path for finding in findings}))


def _predicates(path: str) -> frozenset[str]:
    """The predicates of a path that its focus node may be the subject of: of a sequence, the first step's."""
    sequence = path.startswith("(") and "|" not in path
    steps = _STEP.findall(path)[: 1 if sequence else None]
    return frozenset(predicate for inverse, predicate in steps if not inverse)


def _best(finding: Finding, candidates: Sequence[_Found]) -> _Found | None:
    """The candidate that fits best, the first in its source where several do."""
    if not candidates:
        return None
    predicates = _predicates(finding.result_path)
    return min(candidates, key=lambda found: (-_fit(finding, predicates, found.site), not found.site.typed, found.site))


def _fit(finding: Finding, predicates: frozenset[str], site: Site) -> int:
    states = finding.value in site.objects
    if not finding.result_path:
        return 2 if states and site.cells else 1 if not site.predicate else 0
    if site.predicate not in predicates or not site.cells:
        return 1 if not site.predicate else 0
    return 3 if states else 2


def _cell(found: _Found) -> Cell:
    site = found.site
    column, value = next(iter(site.cells), ("", ""))
    return (site.record, column, value)


def _lines(found: Iterable[_Found]) -> Map[tuple[str, str, Cell], int]:
    asked: dict[tuple[str, str], tuple[LogicalSource, set[Cell]]] = {}
    for one in found:
        if not one.site.line:
            source = one.compiler.mapping.sources[one.site.source]
            asked.setdefault((one.site.source, one.site.file), (source, set()))[1].add(_cell(one))
    return {
        (name, file, cell): line
        for (name, file), (source, cells) in asked.items()
        for cell, line in record_lines(source, Path(file), cells).items()
    }


def _placed(finding: Finding, found: _Found | None, lines: Map[tuple[str, str, Cell], int]) -> Finding:
    if found is None:
        return finding
    site = found.site
    line = site.line or lines.get((site.source, site.file, _cell(found)))
    column = ", ".join(name for name, _ in site.cells)
    place = Place(site.file, line or None, site.record or None, column or None)
    return replace(finding, place=place, cells=site.cells, source=site.source)
