"""Opening a logical source by its format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eulod.sources.csv import csv_columns, read_csv
from eulod.sources.json import read_json
from eulod.sources.logical_source import FORMATS, LogicalSource, source_files
from eulod.sources.parquet import parquet_columns, read_parquet
from eulod.sources.records import Records
from eulod.sources.xlsx import read_xlsx, sheets, xlsx_columns
from eulod.sources.xml import read_xml
from eulod.sources.yaml import read_yaml_records

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_READERS = dict(
    zip(FORMATS, (read_csv, read_json, read_json, read_parquet, read_xlsx, read_xml, read_yaml_records), strict=True)
)


def source_columns(source: LogicalSource, folder: Path) -> tuple[str, ...] | None:
    """The columns that references into `source` may name, or None where references are paths; only headers are read.

    Raises SourceError subclasses.
    """
    if source.formulation == "csv":
        return csv_columns(source, source_files(source, folder))
    if source.formulation == "xlsx":
        return xlsx_columns(sheets(source, folder))
    if source.formulation == "parquet":
        return parquet_columns(source_files(source, folder))
    return None


def open_source(
    engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool = False, skip: bool = False
) -> Records:
    """The records of `source`, whose files are named relative to `folder`.

    With `lineage` the table also says which file and record each row is; with `skip`, records of CSV files that break
    the dialect are passed over.
    Raises SourceError subclasses that name the source, the file and what is there.
    """
    return _READERS[source.formulation](engine, source, folder, lineage=lineage, skip=skip)
