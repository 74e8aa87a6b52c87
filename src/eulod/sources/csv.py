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
from eulod.sources.records import Records, gathered

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

OPTIONS = ("delimiter", "encoding", "null", "quote")
ENCODINGS = ("utf-8", "utf-16", "latin-1")
_RESERVED = ("eulod:", "origin:")


class CsvHeader(SourceError):
    """The header line of a CSV file cannot be used."""

    code = "S003"


class CsvOption(SourceError):
    """A CSV dialect option is unknown or cannot be used."""

    code = "S004"


def read_csv(engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False) -> Records:
    """Open the CSV files of `source`; nothing is read but their header lines.

    Raises MissingSource, CsvHeader or CsvOption. Records that break the dialect raise when the table runs, or are
    passed over with `skip`.
    """
    files = source_files(source, folder)
    dialect = csv_dialect(source)
    columns = _shared_header(files, dialect)

    def opened(path: Path) -> ibis.Table:
        return engine.read_csv(path, columns=columns, dialect=dialect, skip=skip)

    return Records(source.name, gathered(engine, files, opened, lineage=lineage), columns, files)


def header(path: Path, dialect: Dialect) -> tuple[str, ...]:
    """The column names of a CSV file, in order.

    Raises CsvHeader when there is none, when a name is missing, stands twice or is reserved, or when it cannot be read.
    """
    place = Place(str(path), 1)
    encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
    try:
        with path.open(encoding=encoding, newline="", errors="surrogateescape") as lines:
            names = next(csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True), [])
        "".join(names).encode()
    except UnicodeError:
        help = f"save the file as {dialect.encoding}, or declare its encoding in the source"
        raise CsvHeader(f"the header is not {dialect.encoding}", place=place, help=help) from None
    except csv.Error as error:
        help = "correct the quotes of the header, or declare the source's quote"
        raise CsvHeader(f"the header cannot be read: {error}", place=place, help=help) from None
    return _checked(tuple(names), place)


def _checked(names: tuple[str, ...], place: Place) -> tuple[str, ...]:
    if not names:
        raise CsvHeader("there is no header", place=place, help="put a header line with the column names first")
    if "" in names:
        problem = f"column {names.index('') + 1} has no name"
        raise CsvHeader(problem, place=place, help="name each column, or remove what stands behind the last one")
    for name in names:
        same = [other for other in names if other.lower() == name.lower()]
        if len(same) > 1:
            problem = f"the column '{name}' stands twice" + (f", as {', '.join(same)}" if len(set(same)) > 1 else "")
            raise CsvHeader(problem, place=place, help="give each column its own name; capitals do not tell them apart")
        if name.startswith(_RESERVED) or "\0" in name:
            raise CsvHeader(f"the column {name!r} has a name that eulod uses", place=place, help="rename the column")
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
    encoding = str(source.options.get("encoding", ENCODINGS[0])).lower()
    if encoding not in ENCODINGS:
        problem = f"encoding '{encoding}' is not read; there are: {', '.join(ENCODINGS)}"
        raise CsvOption(problem, place=source.place, help="save the file as UTF-8")
    null = source.options.get("null", ())
    marks = {name: _mark(source, name, default) for name, default in (("delimiter", ","), ("quote", '"'))}
    return Dialect(encoding=encoding, null=(null,) if isinstance(null, str) else null, **marks)


def _mark(source: LogicalSource, name: str, default: str) -> str:
    mark = str(source.options.get(name, default))
    if len(mark) == 1 and mark not in "\r\n\0":
        return mark
    raise CsvOption(f"the {name} is '{mark}'", place=source.place, help=f"write one character as the {name}")
