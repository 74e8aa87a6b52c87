"""CSV and TSV: strict dialect, every value text, the header compared by eulod itself.

Source: https://www.rfc-editor.org/rfc/rfc4180 and https://www.w3.org/TR/tabular-data-model/
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.engines.csv_dialect import Dialect
from eulod.errors import Place, SourceError
from eulod.sources.logical_source import LogicalSource, source_files
from eulod.sources.records import FILE, RECORD, Records, gathered

if TYPE_CHECKING:
    from eulod.engines.duckdb import DuckDBEngine

OPTIONS = ("delimiter", "encoding", "null", "quote")


class CsvHeader(SourceError):
    """The header line of a CSV file cannot be used."""

    code = "S003"


class CsvOption(SourceError):
    """A CSV dialect option is unknown or cannot be used."""

    code = "S004"


def read_csv(
    engine: DuckDBEngine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False
) -> Records:
    """Open the CSV files of `source`; nothing is read but their header lines.

    Raises MissingSource, CsvHeader or CsvOption. Records that break the dialect raise when the table runs, or are passed
    over with `skip`.
    """
    files = source_files(source, folder)
    dialect = csv_dialect(source)
    columns = _shared_header(files, dialect)

    def opened(path: Path) -> ibis.Table:
        return engine.read_csv(path, columns=columns, dialect=dialect, skip=skip)

    return Records(source.name, gathered(files, opened, lineage=lineage), columns, files)


def header(path: Path, dialect: Dialect) -> tuple[str, ...]:
    """The column names of a CSV file, in order.

    Raises CsvHeader when there is none, when a name stands twice or is reserved, or when it cannot be decoded.
    """
    try:
        with path.open(encoding=_python_name(dialect.encoding), newline="", errors="surrogateescape") as lines:
            names = next(csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True), [])
        "".join(names).encode()
    except (UnicodeEncodeError, csv.Error) as error:
        help = f"save the file as {dialect.encoding}, or declare its encoding in the source"
        raise CsvHeader(f"the header cannot be read: {error}", place=Place(str(path), 1), help=help) from None
    return _checked(tuple(names), path)


def _python_name(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _checked(names: tuple[str, ...], path: Path) -> tuple[str, ...]:
    place = Place(str(path), 1)
    if not names:
        raise CsvHeader("the file is empty", place=place, help="put a header line with the column names first")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CsvHeader(f"the column '{twice[0]}' stands twice", place=place, help="give each column its own name")
    if FILE in names or RECORD in names:
        raise CsvHeader(f"'{FILE}' and '{RECORD}' are eulod's own", place=place, help="rename the column")
    return names


def _shared_header(files: tuple[Path, ...], dialect: Dialect) -> tuple[str, ...]:
    first = header(files[0], dialect)
    for path in files[1:]:
        other = header(path, dialect)
        if other != first:
            problem = f"columns {', '.join(other)} differ from those of {files[0].name}: {', '.join(first)}"
            raise CsvHeader(problem, place=Place(str(path), 1), help="read files of other columns as another source")
    return first


def csv_dialect(source: LogicalSource) -> Dialect:
    """The dialect that a source declares. Raises CsvOption."""
    unknown = sorted(set(source.options) - set(OPTIONS))
    if unknown:
        problem = f"unknown CSV option '{unknown[0]}'; there are: {', '.join(OPTIONS)}"
        raise CsvOption(problem, place=source.place, help="correct the option's name or remove it")
    dialect = Dialect(**{key: str(value) for key, value in source.options.items()})
    if dialect.encoding.lower() not in ("utf-8", "utf-16", "latin-1"):
        problem = f"encoding '{dialect.encoding}' is not read; there are: utf-8, utf-16, latin-1"
        raise CsvOption(problem, place=source.place, help="save the file as UTF-8")
    return dialect
