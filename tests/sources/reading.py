"""Sources opened as a mapping opens them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import Place
from eulod.sources.logical_source import LogicalSource
from eulod.sources.open import open_source
from eulod.sources.records import DOCUMENT
from eulod.sources.survey import Survey, survey
from tests.tables import rows_of

DECLARED = Place("mapping.yml", 3)


Options = Mapping[str, str | tuple[str, ...]]


def source(
    access: str, formulation: str = "csv", *, iterator: str | None = None, options: Options | None = None
) -> LogicalSource:
    """A logical source as line 3 of a mapping declares it."""
    return LogicalSource("rows", access, formulation, DECLARED, iterator, options or {})


def surveyed(engine: DuckDBEngine, file: Path, content: str | bytes, declared: LogicalSource) -> Survey:
    """What a first reading of `content`, written into `file`, finds."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return survey(engine, declared, file.parent)


def csv_rows(engine: DuckDBEngine, folder: Path, declared: LogicalSource, *, skip: bool = False) -> list[list[Any]]:
    """The records of CSV files."""
    table = open_source(engine, declared, folder, skip=skip).table
    return [list(row.values()) for row in rows_of(table, engine)]


def documents(engine: DuckDBEngine, folder: Path, declared: LogicalSource) -> list[str]:
    """The records of JSON or YAML files, as JSON."""
    return [row[DOCUMENT] for row in rows_of(open_source(engine, declared, folder).table, engine)]
