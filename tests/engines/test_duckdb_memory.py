"""What the engine holds in memory: little at first, and more where that is not enough."""

from __future__ import annotations

from pathlib import Path

import ibis
import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import NotEnoughMemory

SMALL = "40MB"
ROWS = 300_000


def many_texts() -> ibis.Table:
    """One list of texts of 30 MB and more, which no engine can put aside in parts."""
    numbers = ibis.range(ROWS).unnest().name("number").as_table()
    texts = numbers.select(text=numbers.number.cast(str).lpad(120, "x"))
    return texts.aggregate(every=texts.text.collect())


def test_what_needs_more_than_the_first_limit_gets_it(tmp_path: Path) -> None:
    engine = DuckDBEngine(temporary=tmp_path, threads=1, first_limit=SMALL)
    kept = engine.keep(many_texts())
    (batch,) = engine.batches(kept.select(length=kept.every.length()))
    assert batch.to_pylist() == [{"length": ROWS}]
    engine.close()


def test_a_stream_gets_it_too(tmp_path: Path) -> None:
    engine = DuckDBEngine(temporary=tmp_path, threads=1, first_limit=SMALL)
    table = many_texts()
    (batch,) = engine.batches(table.select(length=table.every.length()))
    assert batch.to_pylist() == [{"length": ROWS}]
    engine.close()


def test_the_limit_that_was_asked_for_is_not_passed(tmp_path: Path) -> None:
    engine = DuckDBEngine(temporary=tmp_path, threads=1, memory_limit=SMALL, first_limit="30MB")
    with pytest.raises(NotEnoughMemory, match="E001"):
        engine.keep(many_texts())
    engine.close()


def test_a_stream_makes_few_rows_before_they_are_asked_for(engine: DuckDBEngine) -> None:
    engine.connection.raw_sql("CREATE SEQUENCE made")
    rows = engine._view(f"SELECT nextval('made')::VARCHAR AS text FROM range({ROWS})")
    batches = engine.batches(rows, rows=2048)
    assert next(batches).num_rows == 2048
    assert engine.connection.raw_sql("SELECT currval('made')").fetchall()[0][0] < ROWS / 20
