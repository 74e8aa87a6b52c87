"""A first reading of a source: how many records it has, and which of them cannot be read at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis

from eulod.engines.undecodable_bytes import Undecodable, undecodable_lines
from eulod.errors import Place, SourceError
from eulod.sources.csv import csv_columns, csv_dialect
from eulod.sources.csv_suspicion import Suspicion, suspicion
from eulod.sources.json import iterates_simply, json_path
from eulod.sources.json_faults import faults, refuse_document
from eulod.sources.logical_source import JSON, EmptyIterator, LogicalSource, source_files
from eulod.sources.open import open_source
from eulod.sources.problem import DamagedText, Problem, UnclosedQuote, UnreadableRecord
from eulod.sources.records import DOCUMENT, FILE, LINE, RECORD
from eulod.sources.xlsx import Sheet, sheets, survey_xlsx

if TYPE_CHECKING:
    from eulod.engines.engine import BrokenRecord, Engine

_LOST = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFD}\x{FFFE}\x{FFFF}]"
_CONTROL_IN_JSON = r"u(?:000[02-8bceBCEfF]|001[0-9a-fA-F]|[fF]{3}[d-fD-F])|[bf]"  # engines mark texts with U+0001
_LOST_IN_JSON = rf"[\x{{FFFD}}-\x{{FFFF}}]|(?:^|[^\\])(?:\\\\)*\\(?:{_CONTROL_IN_JSON})"
_UNDECODABLE = "INVALID ENCODING"
_KINDS = {
    "MISSING COLUMNS": "has fewer cells than the header has columns",
    "TOO MANY COLUMNS": "has more cells than the header has columns",
    "LINE SIZE OVER MAXIMUM": "is longer than 16,000,000 bytes",
    _UNDECODABLE: "holds bytes that are not of the declared encoding",
}
_DAMAGED = "the text was damaged before it came here: it holds U+FFFD or a control character"


@dataclass(frozen=True, slots=True)
class Survey:
    """The number of records, broken ones included, and what is wrong with those that cannot be read."""

    records: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Flaw:
    """Where a test holds, the column is damaged for this reason."""

    test: ibis.Value
    column: str
    code: str
    reason: str


def survey(engine: Engine, source: LogicalSource, folder: Path) -> Survey:
    """Read every value of `source` once.

    Raises UnclosedQuote, EmptyIterator, and the errors of opening the source.
    """
    if source.formulation == "csv":
        suspected = [suspicion(path, csv_dialect(source)) for path in source_files(source, folder)]
        whole = _together(map(partial(_csv_survey, engine, source), source_files(source, folder), suspected))
        damaged = any(one.damaged for one in suspected)
        return whole if whole.problems or not damaged else _counted(engine, source, folder)
    if source.formulation == "xlsx":
        whole = _together(_xlsx_survey(engine, source, sheet) for sheet in sheets(source, folder))
        return whole if whole.problems else _counted(engine, source, folder)
    return _counted(engine, source, folder)


def _together(surveys: Iterable[Survey]) -> Survey:
    every = tuple(surveys)
    return Survey(sum(one.records for one in every), tuple(problem for one in every for problem in one.problems))


def refuse_damaged(engine: Engine, source: LogicalSource, folder: Path) -> None:
    """Raise the first thing that `survey` would find in `source`, but for what shows itself while records are mapped.

    Reads a CSV file for it only where its bytes say that there may be something.
    """
    if source.formulation == "csv":
        suspected = {path: suspicion(path, csv_dialect(source)) for path in source_files(source, folder)}
        for path in (path for path, one in suspected.items() if one.extra_cells):
            _refuse_extra_cells(engine, source, path)
        if not any(one.damaged for one in suspected.values()):
            return
    found = _counted(engine, source, folder).problems
    if found:
        kinds: dict[str, type[SourceError]] = {kind.code: kind for kind in (DamagedText, UnreadableRecord)}
        raise kinds[found[0].code](found[0].reason, place=found[0].place, help="correct the record")


def _refuse_extra_cells(engine: Engine, source: LogicalSource, path: Path) -> None:
    """Raise UnreadableRecord for a record that ends with more empty cells than it has columns, which engines drop."""
    dialect = csv_dialect(source)
    table = engine.padded_csv(path, columns=(*csv_columns(source, (path,)), FILE), dialect=dialect)
    numbered = engine.numbered(table, "record")
    first = numbered.filter(numbered[FILE].notnull()).aggregate(record=ibis._.record.min())
    for record in (row["record"] for batch in engine.batches(first) for row in batch.to_pylist() if row["record"]):
        reason, place = f"the record {_KINDS['TOO MANY COLUMNS']}", Place(str(path), record=record)
        help = "remove the empty cells at its end, or name their columns in the header"
        raise UnreadableRecord(reason, place=place, help=help)


def _csv_survey(engine: Engine, source: LogicalSource, path: Path, suspected: Suspicion) -> Survey:
    dialect = csv_dialect(source)
    whole, broken = engine.survey_csv(path, columns=csv_columns(source, (path,)), dialect=dialect)
    if suspected.extra_cells and not broken:
        _refuse_extra_cells(engine, source, path)
    broken = _with_bytes(broken, path, dialect.encoding)
    problems = {one.line: _problem(source, path, one) for one in reversed(broken)}
    return Survey(whole + len(problems), tuple(problems[line] for line in sorted(problems)))


def _xlsx_survey(engine: Engine, source: LogicalSource, sheet: Sheet) -> Survey:
    records, broken = survey_xlsx(engine, sheet)
    file = str(sheet.path)
    made = (_made(source, file, column=b.column, code=b.kind, reason=b.message, line=b.line) for b in broken)
    return Survey(records, tuple(made))


def _with_bytes(broken: list[BrokenRecord], path: Path, encoding: str) -> list[BrokenRecord]:
    """The same records, those that cannot be decoded with the byte at fault."""
    if encoding != "utf-8" or not any(one.kind == _UNDECODABLE for one in broken):
        return broken
    faults = list(undecodable_lines(path))
    return [replace(one, message=_fault(one, faults)) if one.kind == _UNDECODABLE else one for one in broken]


def _fault(broken: BrokenRecord, faults: list[Undecodable]) -> str:
    return next((str(fault) for fault in faults if fault.line >= broken.line), "")


def _problem(source: LogicalSource, path: Path, broken: BrokenRecord) -> Problem:
    if broken.kind == "UNQUOTED VALUE":
        place, help = Place(str(path), broken.line), "close the quote, and double quotes inside of quoted values"
        raise UnclosedQuote("a quoted value does not end where it should", place=place, help=help)
    reason = "the record " + _KINDS.get(broken.kind, broken.message.splitlines()[0] if broken.message else broken.kind)
    if broken.kind == _UNDECODABLE and broken.message:
        reason += f": {broken.message} is not utf-8"
    return _made(source, str(path), column=broken.column, code=UnreadableRecord.code, reason=reason, line=broken.line)


def _counted(engine: Engine, source: LogicalSource, folder: Path) -> Survey:
    if source.formulation in JSON and not iterates_simply(source):
        _refuse_documents(engine, source, folder)
    table = open_source(engine, source, folder, lineage=True).table
    records = engine.count(table)
    if not records and source.iterator and source.formulation != "xpath":  # whose reader has looked for itself
        _refuse_empty(engine, source, folder)
    flaws = list(_flaws(engine, source, table))
    number = ibis.cases(*((flaw.test, place) for place, flaw in enumerate(flaws)), else_=ibis.null("int8"))
    found = table.select(FILE, RECORD, number=number).filter(ibis._.number.notnull())
    rows = (row for batch in engine.batches(found) for row in batch.to_pylist())
    return Survey(records, tuple(sorted(_flawed(source, row, flaws[row["number"]]) for row in rows)))


def _refuse_documents(engine: Engine, source: LogicalSource, folder: Path) -> None:
    """Raise UnreadableRecord for a document that is no JSON, before the iterator has gone into it."""
    whole = open_source(engine, replace(source, iterator=None), folder, lineage=True).table
    tests = list(faults(engine, whole[DOCUMENT]))
    number = ibis.cases(*((test, place) for place, (test, _) in enumerate(tests)), else_=ibis.null("int8"))
    found = whole.select(FILE, number=number).filter(ibis._.number.notnull()).limit(1)
    for row in (row for batch in engine.batches(found) for row in batch.to_pylist()):
        refuse_document(Path(row[FILE]), tests[row["number"]][1])


def _flaws(engine: Engine, source: LogicalSource, table: ibis.Table) -> Iterator[_Flaw]:
    if DOCUMENT not in table.columns:
        names = [name for name in table.columns if name not in (FILE, RECORD, LINE)]
        yield from (_Flaw(table[name].re_search(_LOST), name, DamagedText.code, _DAMAGED) for name in names)
        return
    document = table[DOCUMENT]
    yield _Flaw(document.re_search(_LOST_IN_JSON), "", DamagedText.code, _DAMAGED)
    if source.formulation in JSON:
        yield from (_Flaw(test, "", UnreadableRecord.code, reason) for test, reason in faults(engine, document))


def _flawed(source: LogicalSource, row: dict[str, Any], flaw: _Flaw) -> Problem:
    return _made(source, row[FILE], column=flaw.column, code=flaw.code, reason=flaw.reason, record=row[RECORD])


def _made(
    source: LogicalSource, file: str, *, column: str, code: str, reason: str, record: int = 0, line: int = 0
) -> Problem:
    place = source.place
    return Problem(source.name, file, record, line, column, "", code, reason, True, place.file, place.line or 0)


def _refuse_empty(engine: Engine, source: LogicalSource, folder: Path) -> None:
    """Raise EmptyIterator where not even the list exists that the iterator goes through; an empty list is none."""
    listed = (source.iterator or "").strip().removesuffix("[*]").removesuffix(".*")
    whole = replace(source, iterator=None, options={})
    table = open_source(engine, whole, folder).table
    known = engine.json_text(table[DOCUMENT], json_path(listed, source.place))
    if "*" not in listed and not engine.count(table.filter(known.notnull())):
        problem = f"the iterator '{source.iterator}' of the source '{source.name}' finds nothing in {source.access}"
        raise EmptyIterator(problem, place=source.place, help="correct the iterator; names are told apart by capitals")
