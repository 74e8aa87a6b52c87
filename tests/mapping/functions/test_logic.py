"""Conditions, choices and the functions that look at other records."""

from __future__ import annotations

from typing import Any

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.functions import logic
from eulod.mapping.functions.registry import FN, FUNCTIONS
from tests.mapping.functions.calling import called
from tests.tables import rows_of

Columns = dict[str, list[str | None]]


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("equal", {"value": ["a", "a", None, None], "to": ["a", "b", "a", None]}, [True, False, False, True]),
        ("not_equal", {"value": ["a", "a", None, None], "to": ["a", "b", "a", None]}, [False, True, True, False]),
        ("before", {"value": ["2020", "2021", None, "a"], "than": ["2021", "2020", "a", None]}, [True, *[False] * 3]),
        ("is_null", {"value": ["a", None, ""]}, [False, True, False]),
        ("is_not_null", {"value": ["a", None, ""]}, [True, False, True]),
        ("coalesce", {"a": [None, "x", None], "b": ["y", "z", None]}, ["y", "x", None]),
    ],
)
def test_comparisons(engine: DuckDBEngine, name: str, columns: Columns, expected: list[Any]) -> None:
    assert called(engine, name, columns) == expected


def test_all_any_and_if(engine: DuckDBEngine) -> None:
    table = engine.from_columns({"a": ["x", "x", None], "b": ["y", "z", "y"]})
    is_x, is_y = table.a == "x", table.b.identical_to("y")
    chosen = [logic.all(is_x, is_y), logic.any(is_x, is_y), logic.if_(is_x, table.b), logic.if_(is_x, table.b, table.a)]
    found = rows_of(table.select(**{f"f{n}": value for n, value in enumerate(chosen)}), engine)
    assert [list(row.values()) for row in found] == [
        [True, True, "y", "y"],
        [False, True, "z", "z"],
        [None, True, None, None],
    ]


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("least", {"value": ["b", "a", "c", None], "by": ["1", "1", "2", "3"]}, ["a", "a", "c", None]),
        (
            "is_least",
            {"value": ["b", "a", None, "c", None], "by": ["1", "1", "1", "2", "3"]},
            [False, True, False, True, True],
        ),
        ("count_distinct", {"value": ["a", "a", "b", None, "c"], "by": ["1", "1", "2", "2", "3"]}, [*"11221"]),
        ("if_repeated", {"value": [*"xxyy"], "extra": [*"abcc"], "by": [*"xxyy"]}, ["x-a", "x-b", "y", "y"]),
    ],
)
def test_windows(engine: DuckDBEngine, name: str, columns: Columns, expected: list[Any]) -> None:
    columns = {"row": [str(number) for number in range(len(expected))], **columns}
    table = engine.from_columns(columns)
    found = FUNCTIONS[FN + name].build(*(table[column] for column in columns if column != "row"))
    rows = rows_of(table.select(table.row, found=found), engine)
    assert {int(row["row"]): row["found"] for row in rows} == dict(enumerate(expected))
