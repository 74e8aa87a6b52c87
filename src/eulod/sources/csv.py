"""CSV and TSV: strict dialect, every value text, the header compared by eulod itself.

Source: https://www.rfc-editor.org/rfc/rfc4180 and https://www.w3.org/TR/tabular-data-model/
"""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.engines.csv_dialect import Dialect
from eulod.errors import Place
from eulod.sources.column_names import ColumnNames, checked_names, shared_names
from eulod.sources.logical_source import LogicalSource, SourceOption, header_row, refuse_options, source_files
from eulod.sources.records import Records, gathered

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

OPTIONS = ("columns", "delimiter", "encoding", "header", "null", "quote")
ENCODINGS = ("utf-8", "utf-16", "latin-1")


def read_csv(engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False) -> Records:
    """Open the CSV files of `source`; nothing is read but their header lines.

    Raises MissingSource, ColumnNames or SourceOption. Records that break the dialect raise when the table runs, or are
    passed over with `skip`.
    """
    files = source_files(source, folder)
    dialect = csv_dialect(source)
    columns = csv_columns(source, files)

    def opened(path: Path) -> ibis.Table:
        return engine.read_csv(path, columns=columns, dialect=dialect, skip=skip)

    return Records(source.name, gathered(engine, files, opened, lineage=lineage), columns, files)


def csv_columns(source: LogicalSource, files: tuple[Path, ...]) -> tuple[str, ...]:
    """The columns that all files have, or that the source gives to files without a header.

    Raises ColumnNames and SourceOption.
    """
    dialect = csv_dialect(source)
    if dialect.header:
        return shared_names([(Place(str(path), dialect.header), header(path, dialect)) for path in files])
    given = source.options.get("columns", ())
    return checked_names((given,) if isinstance(given, str) else given, source.place)


def header(path: Path, dialect: Dialect) -> tuple[str, ...]:
    """The column names of a CSV file, in order.

    Raises ColumnNames when there is none or it cannot be read, when a name is missing, stands twice or is reserved.
    """
    place = Place(str(path), dialect.header)
    encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
    try:
        with path.open(encoding=encoding, newline="", errors="surrogateescape") as lines:
            rows = csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
            names = next(islice(rows, dialect.header - 1, None), [])
        "".join(names).encode()
    except UnicodeError:
        help = f"save the file as {dialect.encoding}, or declare its encoding in the source"
        raise ColumnNames(f"the header is not {dialect.encoding}", place=place, help=help) from None
    except csv.Error as error:
        help = "correct the quotes of the header, or declare the source's quote"
        raise ColumnNames(f"the header cannot be read: {error}", place=place, help=help) from None
    return checked_names(tuple(name.replace("\r\n", "\n") for name in names), place)


def csv_dialect(source: LogicalSource) -> Dialect:
    """The dialect that a source declares. Raises SourceOption."""
    refuse_options(source, OPTIONS)
    encoding = str(source.options.get("encoding", ENCODINGS[0])).lower()
    if encoding not in ENCODINGS:
        problem = f"encoding '{encoding}' is not read; there are: {', '.join(ENCODINGS)}"
        raise SourceOption(problem, place=source.place, help="save the file as UTF-8")
    null = source.options.get("null", ())
    tab = Path(source.access.lower().removesuffix(".gz")).suffix in (".tsv", ".tab")
    defaults = (("delimiter", "\t" if tab else ","), ("quote", '"'))
    marks = {name: _mark(source, name, default) for name, default in defaults}
    return Dialect(encoding=encoding, null=(null,) if isinstance(null, str) else null, header=_header(source), **marks)


def _header(source: LogicalSource) -> int:
    """The line of the header, 0 for none. Raises SourceOption."""
    if str(source.options.get("header", "")).lower() != "none":
        if "columns" in source.options:
            help = "write header: none where the file has no header, else leave the columns out"
            raise SourceOption("columns are given, but the file has a header", place=source.place, help=help)
        return header_row(source)
    if not source.options.get("columns"):
        help = "give them as columns: [first, second]"
        raise SourceOption("there is no header, and no column has a name", place=source.place, help=help)
    return 0


def _mark(source: LogicalSource, name: str, default: str) -> str:
    mark = str(source.options.get(name, default))
    if len(mark) == 1 and mark not in "\r\n\0":
        return mark
    raise SourceOption(f"the {name} is '{mark}'", place=source.place, help=f"write one character as the {name}")
