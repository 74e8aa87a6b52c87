"""Parquet: typed values as exact text."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.sources.column_names import ColumnNames
from eulod.sources.open import open_source, source_columns
from eulod.sources.parquet import NoParquet
from tests.sources.reading import csv_rows, source

MOMENT = datetime(2026, 11, 21, 9, 30, 15)  # noqa: DTZ001
AT = MOMENT.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "type", "text"),
    [
        ("NA", pa.string(), "NA"),
        (" 012 ", pa.large_string(), " 012 "),
        ("", pa.string(), None),
        (None, pa.int64(), None),
        (-7, pa.int8(), "-7"),
        (2**64 - 1, pa.uint64(), "18446744073709551615"),
        (Decimal("1.50"), pa.decimal128(10, 2), "1.50"),
        (
            Decimal("12345678901234567890123456789.012345678"),
            pa.decimal128(38, 9),
            "12345678901234567890123456789.012345678",
        ),
        (1.0, pa.float64(), "1"),
        (0.1, pa.float64(), "0.1"),
        (451412.01, pa.float64(), "451412.01"),
        (float("nan"), pa.float64(), "NaN"),
        (float("-inf"), pa.float64(), "-INF"),
        (True, pa.bool_(), "true"),
        (False, pa.bool_(), "false"),
        (date(2026, 2, 3), pa.date32(), "2026-02-03"),
        (MOMENT, pa.timestamp("us"), "2026-11-21T09:30:15"),
        (MOMENT.replace(microsecond=500000), pa.timestamp("ms"), "2026-11-21T09:30:15.5"),
        (AT, pa.timestamp("us", "Europe/Brussels"), "2026-11-21T09:30:15Z"),
        (time(9, 30), pa.time64("us"), "09:30:00"),
        ("a", pa.dictionary(pa.int8(), pa.string()), "a"),
    ],
)
def test_values(engine: DuckDBEngine, tmp_path: Path, value: Any, type: pa.DataType, text: str | None) -> None:
    pq.write_table(pa.table({"key": ["1"], "value": pa.array([value], type)}), tmp_path / "a.parquet")
    assert csv_rows(engine, tmp_path, source("a.parquet", "parquet")) == [["1", text]]


def test_columns_of_several_values_cannot_be_named(engine: DuckDBEngine, tmp_path: Path) -> None:
    table = pa.table({"key": ["1", "z"], "list": [["a"], ["b"]], "both": [{"a": 1}, {"a": 2}], "bytes": [b"a", b"b"]})
    pq.write_table(table, tmp_path / "a.parquet")
    declared = source("a.parquet", "parquet", options={"null": "z"})
    assert open_source(engine, declared, tmp_path).columns == source_columns(declared, tmp_path) == ("key",)
    assert csv_rows(engine, tmp_path, declared) == [["1"], [None]]
    pq.write_table(table.select(["list"]), tmp_path / "a.parquet")
    with pytest.raises(NoParquet, match="it has no column of single values"):
        open_source(engine, declared, tmp_path)


def test_files_that_cannot_be_read(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("key,value\n1,2\n")
    with pytest.raises(NoParquet, match=r"a\.parquet: S015 this is no Parquet file"):
        open_source(engine, source("a.parquet", "parquet"), tmp_path)
    pq.write_table(pa.table({"key": ["1"], "KEY": ["2"]}), tmp_path / "a.parquet")
    with pytest.raises(ColumnNames, match="the column 'key' stands twice"):
        open_source(engine, source("a.parquet", "parquet"), tmp_path)
