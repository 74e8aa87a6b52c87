"""What need not be sorted is not, and what is sorted otherwise is."""

from __future__ import annotations

import random
from itertools import permutations

import ibis
import pytest

from eulod.engines.duckdb import DuckDBEngine
from tests.tables import rows_of

COLUMNS = ("a", "b", "c")


@pytest.fixture
def table(engine: DuckDBEngine) -> ibis.Table:
    """Rows kept in the order of their columns."""
    rows = random.Random(1)
    texts = {name: [rows.choice("xyz") for _ in range(3_000)] for name in COLUMNS}
    return engine.materialise("kept", engine.from_columns(texts).order_by(list(COLUMNS)), order=COLUMNS)


def sorts(engine: DuckDBEngine, table: ibis.Table, order: tuple[str, ...]) -> bool:
    return "ORDER BY" in engine.sql(engine.in_order(table, order))


def test_rows_in_order_are_left_alone(engine: DuckDBEngine, table: ibis.Table) -> None:
    for shown in (table, table.select("a", "b"), table.filter(table.c == "x"), table.mutate(d=table.a + "1")):
        assert not sorts(engine, shown, ("a", "b"))
    assert not sorts(engine, table.drop("c"), ("a",))


def test_rows_in_another_order_are_sorted(engine: DuckDBEngine, table: ibis.Table) -> None:
    assert sorts(engine, table, ("b",))
    assert sorts(engine, table.mutate(a=table.b), ("a",))
    assert sorts(engine, table.select("b", "c"), ("b",))
    assert sorts(engine, table.mutate(a=ibis.array([table.a, table.b]).unnest()), ("a",))
    assert sorts(engine, table.distinct(), ("a",))
    assert sorts(engine, engine.keep(table), ("a",))


def test_rows_that_are_added_end_the_order(engine: DuckDBEngine, table: ibis.Table) -> None:
    engine.append("kept", table)
    assert sorts(engine, engine.table("kept"), ("a",))


@pytest.mark.parametrize("order", [order for length in (1, 2, 3, 4) for order in permutations((*COLUMNS, "d"), length)])
def test_every_order_is_right(engine: DuckDBEngine, table: ibis.Table, order: tuple[str, ...]) -> None:
    shown = table.mutate(d=(table.c == "y").cast("string"))
    found = [tuple(row[name] for name in order) for row in rows_of(engine.in_order(shown, order), engine)]
    assert len(found) == 3_000
    assert found == sorted(found)
