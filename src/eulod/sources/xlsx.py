"""XLSX: one sheet of a workbook as a table of text, read as a stream.

Empty rows are passed over, and a merged cell has its value in its first row and column only.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.engines.engine import BrokenRecord
from eulod.errors import Place, SourceError
from eulod.sources.batches import text_batches
from eulod.sources.column_names import ColumnNames, checked_names, shared_names
from eulod.sources.logical_source import LogicalSource, header_row, refuse_options, source_files
from eulod.sources.records import LINE, Records, gathered
from eulod.sources.xlsx_archive import open_archive
from eulod.sources.xlsx_sheet import Row, column_letters, rows
from eulod.sources.xlsx_workbook import read_workbook

if TYPE_CHECKING:
    import pyarrow as pa

    from eulod.engines.engine import Engine

OPTIONS = ("header", "null", "sheet")
_BROKEN = "eulod:broken"


class WrongCells(SourceError):
    """A row of a sheet has cells that are no values."""

    code = "S014"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of one file: its name or number, the row of its header, and the texts that stand for null."""

    path: Path
    place: Place
    name: str | None
    header: int
    null: tuple[str, ...]

    def rows(self) -> Generator[Row, None, None]:
        """The rows of the sheet from its header on. Raises NoWorkbook, UnknownSheet, XmlSyntax and TooLarge."""
        with open_archive(self.path) as archive:
            workbook = read_workbook(archive)
            with closing(workbook.texts):
                part = workbook.part(self.name, self.path, self.place)
                yield from (row for row in rows(archive, workbook, part) if row.number >= self.header)

    def columns(self) -> tuple[str, ...]:
        """The names in the header row. Raises ColumnNames."""
        place = Place(str(self.path), self.header)
        with closing(self.rows()) as found:
            first = next(found, Row(0))
        if first.number != self.header or first.wrong:
            help = "declare the header row, from 1, as the source's header"
            raise ColumnNames(f"row {self.header} holds no column names", place=place, help=help)
        return checked_names(tuple(first.cells.get(n, "") for n in range(max(first.cells) + 1)), place)

    def records(self, columns: tuple[str, ...]) -> Iterator[tuple[Row, list[BrokenRecord]]]:
        """The rows below the header, each with what is wrong with it."""
        for row in self.rows():
            if row.number > self.header:
                yield row, [*_wrong(row, columns), *_nameless(row, columns)]


def sheets(source: LogicalSource, folder: Path) -> list[Sheet]:
    """The sheet of each file of `source`. Raises MissingSource and SourceOption."""
    refuse_options(source, OPTIONS)
    name, null = source.options.get("sheet"), source.options.get("null", ())
    nulls = (null,) if isinstance(null, str) else null
    header = header_row(source)
    chosen = None if name is None else str(name)
    return [Sheet(path, source.place, chosen, header, nulls) for path in source_files(source, folder)]


def read_xlsx(engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False) -> Records:
    """Read a sheet of the XLSX files of `source` as a stream into the engine.

    Raises MissingSource, SourceOption, NoWorkbook, UnknownSheet, ColumnNames, TooLarge and, unless `skip` passes over
    them, WrongCells for the first row that cannot be read.
    """
    declared = {sheet.path: sheet for sheet in sheets(source, folder)}
    columns = xlsx_columns(list(declared.values()))

    def opened(path: Path) -> ibis.Table:
        table = _rows(engine, declared[path], columns)
        if not skip:
            _refuse_broken(engine, declared[path], table)
        return table.filter(table[_BROKEN].isnull()).drop(_BROKEN)

    return Records(source.name, gathered(engine, tuple(declared), opened, lineage=lineage), columns, tuple(declared))


def xlsx_columns(declared: list[Sheet]) -> tuple[str, ...]:
    """The columns that all sheets have. Raises ColumnNames."""
    return shared_names([(Place(str(sheet.path), sheet.header), sheet.columns()) for sheet in declared])


def survey_xlsx(engine: Engine, sheet: Sheet) -> tuple[int, list[BrokenRecord]]:
    """Read a sheet once: how many records there are, and what is wrong with those that cannot be read."""
    table = _rows(engine, sheet, xlsx_columns([sheet]))
    return engine.count(table), list(_broken(engine, table))


def _rows(engine: Engine, sheet: Sheet, columns: tuple[str, ...]) -> ibis.Table:
    """All rows of a sheet, read once: its columns, LINE, and what is wrong with the row, null if nothing is."""
    return engine.from_batches(("xlsx", sheet), (*columns, LINE, _BROKEN), partial(_batches, sheet, columns))


def _batches(sheet: Sheet, columns: tuple[str, ...]) -> Iterator[pa.RecordBatch]:
    return text_batches((*columns, LINE, _BROKEN), _texts(sheet, columns))


def _texts(sheet: Sheet, columns: tuple[str, ...]) -> Iterator[list[str | None]]:
    null = frozenset(("", *sheet.null))
    for row, broken in sheet.records(columns):
        texts = (row.cells.get(number) for number in range(len(columns)))
        wrong = json.dumps([(one.column, one.message) for one in broken]) if broken else None
        yield [*(None if text in null else text for text in texts), str(row.number), wrong]


def _broken(engine: Engine, table: ibis.Table) -> Iterator[BrokenRecord]:
    for batch in engine.batches(table.filter(table[_BROKEN].notnull()).select(LINE, _BROKEN)):
        for row in batch.to_pylist():
            for column, message in json.loads(row[_BROKEN]):
                yield BrokenRecord(int(row[LINE]), column, WrongCells.code, message)


def _refuse_broken(engine: Engine, sheet: Sheet, table: ibis.Table) -> None:
    for first in _broken(engine, table):
        place = Place(str(sheet.path), first.line, column=first.column)
        raise WrongCells(first.message, place=place, help="correct the cell in the sheet")


def _wrong(row: Row, columns: tuple[str, ...]) -> Iterator[BrokenRecord]:
    for number, message in sorted(row.wrong.items()):
        name = columns[number] if number < len(columns) else column_letters(number)
        yield BrokenRecord(row.number, name, WrongCells.code, message)


def _nameless(row: Row, columns: tuple[str, ...]) -> Iterator[BrokenRecord]:
    for number in sorted(row.cells):
        if number >= len(columns):
            message = f"the cell {column_letters(number)}{row.number} has a value, but its column has no name"
            yield BrokenRecord(row.number, column_letters(number), WrongCells.code, message)
