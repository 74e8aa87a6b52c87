"""The workbook of a dataset's source given back to its owner, with the findings in its cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eulod.config import Settings, SourceSettings
from eulod.errors import EulodError, Place
from eulod.mapping.map_source import mapping_file
from eulod.mapping.read_mapping import read_mapping
from eulod.reports.workbook import CellNote, SheetNotes, annotate
from eulod.reports.workbook.wording import message_in
from eulod.sources.logical_source import LogicalSource, source_files
from eulod.validation.report import Report

_FORMULATION = "xlsx"


class NoOneWorkbook(EulodError):
    """The sources do not read exactly one workbook that could be annotated."""

    code = "E022"


def annotate_source(
    settings: Settings, report: Report, target: Path, *, sources: tuple[str, ...] = (), language: str = "en"
) -> None:
    """Write the workbook that the sources read to `target`, with the findings of `report` that lie in it.

    Places of the report are those that `check_records` gives. Raises NoOneWorkbook, NotAWorkbook and OSError.
    """
    read = [pair for source in settings.selected(sources) for pair in _workbooks(settings, source)]
    workbook = _only({path for _, path in read}, target)
    file = settings.shown_path(workbook)
    sheets = [sheet_notes(source, report, file, language=language) for source, path in read if path == workbook]
    annotate(workbook, target, sheets, language=language)


def sheet_notes(source: LogicalSource, report: Report, file: str, *, language: str = "en") -> SheetNotes:
    """The findings of a report in the file that a logical source reads, as notes in its sheet: a line is a row."""
    sheet, header = source.options.get("sheet"), str(source.options.get("header", "1"))
    notes = (
        CellNote(finding.place.line, finding.place.column or "", finding.severity, message_in(finding, language))
        for finding in report.findings
        if finding.place and finding.place.line and (finding.place.file, finding.source) == (file, source.name)
    )
    return SheetNotes(None if sheet is None else str(sheet), int(header), tuple(sorted(set(notes))))


def _workbooks(settings: Settings, source: SourceSettings) -> Iterator[tuple[LogicalSource, Path]]:
    mapping = read_mapping(mapping_file(source.mapping), externals=settings.externals(source))
    for logical in mapping.sources.values():
        if logical.formulation == _FORMULATION:
            yield from ((logical, path) for path in source_files(logical, source.input))


def _only(workbooks: set[Path], target: Path) -> Path:
    if len(workbooks) == 1:
        return next(iter(workbooks))
    listed = ", ".join(sorted(path.name for path in workbooks))
    problem = f"the sources read several workbooks: {listed}" if workbooks else "no source reads an XLSX workbook"
    help = "name the source whose workbook is meant with --source" if workbooks else "leave --annotate out"
    raise NoOneWorkbook(problem, place=Place(str(target)), help=help)
