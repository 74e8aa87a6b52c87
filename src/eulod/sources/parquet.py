"""Parquet: typed columns as text, exactly; columns of lists, structures and bytes cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis

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
        texts = engine.read_parquet(path)
        chosen = {name: texts[name].isin(null).ifelse(ibis.null("string"), texts[name]) for name in columns}
        return texts.select(**chosen)

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
