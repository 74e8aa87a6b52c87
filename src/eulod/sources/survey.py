"""A first reading of a source: how many records it has, and which of them cannot be read at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.errors import Place, SourceError
from eulod.sources.csv import csv_dialect, header
from eulod.sources.logical_source import LogicalSource, source_files
from eulod.sources.open import open_source
from eulod.sources.problem import Problem
from eulod.sources.records import DOCUMENT, FILE, RECORD

if TYPE_CHECKING:
    from eulod.engines.duckdb import BrokenRecord, DuckDBEngine

_LOST = "[\\x00\\x{FFFD}]"
_KINDS = {
    "MISSING COLUMNS": "has fewer cells than the header has columns",
    "TOO MANY COLUMNS": "has more cells than the header has columns",
    "LINE SIZE OVER MAXIMUM": "is longer than 16,000,000 bytes",
    "INVALID ENCODING": "holds bytes that are not of the declared encoding",
}


class UnclosedQuote(SourceError):
    """A quoted value of a CSV file does not end where it should; what follows it cannot be told apart."""

    code = "S006"


@dataclass(frozen=True, slots=True)
class Survey:
    """The number of records, broken ones included, and what is wrong with those that cannot be read."""

    records: int
    problems: tuple[Problem, ...]


def survey(engine: DuckDBEngine, source: LogicalSource, folder: Path) -> Survey:
    """Read every value of `source` once.

    Raises UnclosedQuote, and the errors of opening the source.
    """
    if source.formulation != "csv":
        return _counted(engine, source, folder)
    surveys = [_csv_survey(engine, source, path) for path in source_files(source, folder)]
    broken = tuple(problem for one in surveys for problem in one.problems)
    if broken:
        return Survey(sum(one.records for one in surveys), broken)
    return _counted(engine, source, folder)


def _csv_survey(engine: DuckDBEngine, source: LogicalSource, path: Path) -> Survey:
    dialect = csv_dialect(source)
    whole, broken = engine.survey_csv(path, columns=header(path, dialect), dialect=dialect)
    problems = {one.line: _problem(source, path, one) for one in reversed(broken)}
    return Survey(whole + len(problems), tuple(problems[line] for line in sorted(problems)))


def _problem(source: LogicalSource, path: Path, broken: BrokenRecord) -> Problem:
    if broken.kind == "UNQUOTED VALUE":
        help = "close the quote, and double quotes inside of quoted values"
        raise UnclosedQuote("a quoted value does not end", place=Place(str(path), broken.line), help=help)
    reason = "the record " + _KINDS.get(broken.kind, broken.message.splitlines()[0] if broken.message else broken.kind)
    place = source.place
    return Problem(
        source.name, str(path), 0, broken.column, "", "S005", reason, True, broken.line, place.file, place.line or 0
    )


def _counted(engine: DuckDBEngine, source: LogicalSource, folder: Path) -> Survey:
    table = open_source(engine, source, folder, lineage=True).table
    texts = [name for name in table.columns if name not in (FILE, RECORD)]
    lost = table.filter(reduce(or_, [table[name].re_search(_LOST) for name in texts]))
    rows = [row for batch in engine.batches(lost) for row in batch.to_pylist()]
    problems = tuple(_lost_text(source, row, texts) for row in rows)
    return Survey(engine.count(table), tuple(sorted(problems)))


def _lost_text(source: LogicalSource, row: dict[str, object], texts: list[str]) -> Problem:
    column = next(name for name in texts if {"\0", "\ufffd"} & set(str(row[name] or "")))
    shown = "" if column == DOCUMENT else column
    reason = "the text was damaged before it came here: it holds U+FFFD or U+0000"
    record = int(str(row[RECORD]))
    place = source.place
    return Problem(source.name, str(row[FILE]), record, shown, "", "S007", reason, True, 0, place.file, place.line or 0)
