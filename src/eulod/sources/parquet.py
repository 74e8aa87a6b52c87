"""Parquet: typed columns as text, exactly; columns of lists, structures and bytes cannot be read.

Source: https://www.w3.org/TR/xmlschema11-2/ for the forms of dates, times and truth values
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from eulod.errors import Place, SourceError
from eulod.sources.column_names import checked_names, shared_names
from eulod.sources.logical_source import LogicalSource, refuse_options, source_files
from eulod.sources.records import Records, gathered

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

OPTIONS = ("null",)


class NoParquet(SourceError):
    """A file is no Parquet file, or has no column that can be read."""

    code = "S015"


def read_parquet(engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False) -> Records:
    """Open the Parquet files of `source`; nothing is read but their schemas.

    Raises MissingSource, SourceOption, NoParquet and ColumnNames.
    """
    refuse_options(source, OPTIONS)
    files = source_files(source, folder)
    columns = parquet_columns(files)
    stated = source.options.get("null", ())
    null = ("", *((stated,) if isinstance(stated, str) else stated))

    def opened(path: Path) -> ibis.Table:
        table = engine.read_parquet(path)
        texts = {name: _text(engine, table[name]) for name in columns}
        return table.select(**{name: text.isin(null).ifelse(ibis.null("string"), text) for name, text in texts.items()})

    return Records(source.name, gathered(engine, files, opened, lineage=lineage), columns, files)


def parquet_columns(files: tuple[Path, ...]) -> tuple[str, ...]:
    """The columns with single values, which all files must share. Raises NoParquet and ColumnNames."""
    return shared_names([(Place(str(path)), _columns(path)) for path in files])


def _columns(path: Path) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    place = Place(str(path))
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        problem = f"this is no Parquet file: {str(error).splitlines()[0]}"
        raise NoParquet(problem, place=place, help="write the file anew, or correct the source's access") from None
    checked_names(tuple(schema.names), place)
    names = tuple(field.name for field in schema if not _is_several(field.type))
    if not names:
        help = "write lists and structures into columns of their own, or the records as JSON Lines"
        raise NoParquet("it has no column of single values", place=place, help=help)
    return names


def _is_several(type: Any) -> bool:
    import pyarrow.types as of

    binary = of.is_binary(type) or of.is_large_binary(type) or of.is_fixed_size_binary(type)
    return bool(of.is_nested(type) or binary or of.is_duration(type))


def _text(engine: Engine, column: ir.Value) -> ir.StringValue:
    """The values of a column as text: 1.50 keeps its decimals, a moment has its T and, if it has a zone, is in UTC."""
    kind = column.type()
    if kind.is_timestamp():
        moment = column if kind.timezone is None else engine.local_time(column, "UTC")
        text = moment.cast("string").replace(" ", "T")
        return text if kind.timezone is None else text + "Z"
    if kind.is_boolean():
        return column.ifelse("true", "false")
    if kind.is_floating():
        return _number(column.cast("string"))
    return column.cast("string")


def _number(text: ir.StringValue) -> ir.StringValue:
    """A binary number: 1 for 1.0, and what is none as XML Schema writes it."""
    whole = text.re_replace(r"\.0$", "")
    named = {"nan": "NaN", "inf": "INF", "-inf": "-INF"}
    found: ir.StringValue = whole.cases(*named.items(), else_=whole)
    return found
