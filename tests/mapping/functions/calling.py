"""Functions called as a mapping calls them, on columns of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import Place
from eulod.mapping.call import check_call, compile_call
from eulod.mapping.functions.registry import FN
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Constant, Expression, FunctionCall, Reference
from eulod.mapping.values import Value, constant
from eulod.sources.records import Records
from tests.tables import column_of

PLACE = Place("mapping.yml", 7)


def called(
    engine: DuckDBEngine,
    name: str,
    columns: Mapping[str, Sequence[str | None]],
    options: Mapping[str, str] | None = None,
) -> list[Any]:
    """What the function `name` gives for each row of `columns`, which are named as its parameters are."""
    table = engine.from_columns(columns)
    rows = Rows.of(engine, Records("test", table, tuple(columns), ()), lineage=False)

    def compile(expression: Expression) -> Value:
        if isinstance(expression, Constant):
            return constant(expression.value)
        assert isinstance(expression, Reference)
        return rows.reference(expression.name, PLACE)

    value = compile_call(call(name, columns, options or {}), rows, compile, Path())
    return column_of(value.build(rows.settle()), engine)


def results(engine: DuckDBEngine, name: str, values: Sequence[str | None], **options: str) -> dict[str | None, Any]:
    """What a function of one column gives for each value, by value."""
    return dict(zip(values, called(engine, name, {"value": values}, options), strict=True))


def check(name: str, columns: Sequence[str], **options: str) -> None:
    """Check a call without data."""
    check_call(call(name, columns, options), Path())


def call(name: str, columns: Mapping[str, Any] | Sequence[str], options: Mapping[str, str]) -> FunctionCall:
    """A call that takes each column as the parameter of its name; a Python keyword in `options` ends in `_`."""
    references = [(column, Reference(column)) for column in columns]
    constants = [(option.rstrip("_"), Constant(value)) for option, value in options.items()]
    return FunctionCall(FN + name, (*references, *constants), PLACE)
