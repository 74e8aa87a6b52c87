"""Findings traced to the file, record and column that their statement was made from."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import replace

from eulod.errors import Place
from eulod.mapping.compile import Compiler
from eulod.mapping.lineage import Origin, origins
from eulod.validation.report import Finding, Report


def located(report: Report, compilers: Iterable[Compiler]) -> Report:
    """The report with a place for each finding whose focus node one of the mappings makes.

    The place is the record that states the value found, else one that states the path, else one that describes the
    node.
    """
    focus_nodes = sorted(
        {finding.focus_node for finding in report.findings if finding.focus_node and not finding.place}
    )
    if not focus_nodes:
        return report
    found: dict[str, list[Origin]] = {}
    for compiler in compilers:
        for origin in origins(compiler, focus_nodes):
            found.setdefault(origin.subject, []).append(origin)
    return Report(tuple(_placed(finding, found) for finding in report.findings))


def _placed(finding: Finding, found: Map[str, list[Origin]]) -> Finding:
    candidates = found.get(finding.focus_node, [])
    if finding.place or not candidates:
        return finding
    best = min(candidates, key=lambda origin: (-_fit(finding, origin), origin))
    return replace(finding, place=best.place if _fit(finding, best) else _record(best))


def _fit(finding: Finding, origin: Origin) -> int:
    same_path = finding.result_path == origin.predicate
    return same_path + (same_path and finding.value == origin.object)


def _record(origin: Origin) -> Place:
    return Place(origin.file, origin.line or None, origin.record or None)
