"""CSV and TSV: strict dialect, every value text, the header compared by eulod itself.

Source: https://www.rfc-editor.org/rfc/rfc4180 and https://www.w3.org/TR/tabular-data-model/
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.engines.csv_dialect import Dialect
from eulod.errors import Place
from eulod.sources.column_names import ColumnNames, checked_names, shared_names
from eulod.sources.logical_source import LogicalSource, SourceOption, refuse_options, source_files
from eulod.sources.records import Records, gathered

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

OPTIONS = ("delimiter", "encoding", "null", "quote")
ENCODINGS = ("utf-8", "utf-16", "latin-1")


def read_csv(engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False) -> Records:
    """Open the CSV files of `source`; nothing is read but their header lines.

    Raises MissingSource, ColumnNames or SourceOption. Records that break the dialect raise when the table runs, or are
    passed over with `skip`.
    """
    files = source_files(source, folder)
    dialect = csv_dialect(source)
    columns = shared_names([(Place(str(path), 1), header(path, dialect)) for path in files])

    def opened(path: Path) -> ibis.Table:
        return engine.read_csv(path, columns=columns, dialect=dialect, skip=skip)

    return Records(source.name, gathered(files, opened, lineage=lineage), columns, files)


def header(path: Path, dialect: Dialect) -> tuple[str, ...]:
    """The column names of a CSV file, in order.

    Raises ColumnNames when there is none or it cannot be read, when a name is missing, stands twice or is reserved.
    """
    place = Place(str(path), 1)
    encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
    try:
        with path.open(encoding=encoding, newline="", errors="surrogateescape") as lines:
            names = next(csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True), [])
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
    marks = {name: _mark(source, name, default) for name, default in (("delimiter", ","), ("quote", '"'))}
    return Dialect(encoding=encoding, null=(null,) if isinstance(null, str) else null, **marks)


def _mark(source: LogicalSource, name: str, default: str) -> str:
    mark = str(source.options.get(name, default))
    if len(mark) == 1 and mark not in "\r\n\0":
        return mark
    raise SourceOption(f"the {name} is '{mark}'", place=source.place, help=f"write one character as the {name}")
