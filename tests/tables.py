"""What the tables of an engine hold, as Python values."""

from __future__ import annotations

from typing import Any

import ibis

from eulod.engines.duckdb import DuckDBEngine


def rows_of(table: ibis.Table, engine: DuckDBEngine) -> list[dict[str, Any]]:
    """The rows of a table, in order."""
    return [row for batch in engine.batches(table) for row in batch.to_pylist()]


def column_of(values: ibis.Value, engine: DuckDBEngine) -> list[Any]:
    """The values of one expression, in order."""
    return [row["value"] for row in rows_of(values.name("value").as_table(), engine)]
