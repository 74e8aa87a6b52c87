"""The examples in the docstrings of functions, run on an engine.

Below `>>> fn:name(parameter: value)` stands the result. Rows to run on follow the call after ` | `: the names of the
columns and each row, parted by commas; then there is a result for each row.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eulod.engines.engine import Engine
from eulod.errors import Place
from eulod.mapping.call import compile_call
from eulod.mapping.functions.catalogue import find
from eulod.mapping.functions.foreign import Alias
from eulod.mapping.functions.registry import FN, Function
from eulod.mapping.read_expression import ExpressionReader
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Constant, Expression, FunctionCall, Reference
from eulod.mapping.values import Value, constant, in_text
from eulod.sources.records import Records

_EXAMPLE = re.compile(r">>> (?P<call>.+)\n(?P<result>.+)")
_PLACE = Place("example.yml", 1)
_READER = ExpressionReader("example.yml", {"fn": FN}, {})


@dataclass(frozen=True)
class Example:
    """One call with the rows it is made on, and what it gives for each of them, as written."""

    call: FunctionCall
    columns: dict[str, list[str]]
    results: list[str]


def examples(function: Function) -> list[Example]:
    """The examples of a function's docstring."""
    return [_example(*found) for found in _EXAMPLE.findall(inspect.getdoc(function.build) or "")]


def aliases(example: Example) -> Iterator[Example]:
    """The same example under each name of another vocabulary that has all the parameters which it uses."""
    found = find(example.call.function)
    assert found is not None
    for alias in found[0].also:
        renamed = _renamed(example.call, found[0], alias)
        if len(renamed.parameters) == len(example.call.parameters):
            yield replace(example, call=renamed)


def results(example: Example, engine: Engine) -> list[str]:
    """What the example gives on an engine."""
    columns = example.columns or {"only": ["row"]}
    rows = Rows.of(engine, Records("example", engine.from_columns(columns), tuple(columns), ()), lineage=False)
    value = in_text(_value(example.call, rows))
    table = rows.settle().select(result=value.build(rows.settle()))
    return [_written(row["result"]) for batch in engine.batches(table) for row in batch.to_pylist()]


def all_results(shown: list[Example], engine: Engine) -> list[list[str]]:
    """What several examples give on an engine, in one run: each has its columns in the same rows."""
    length = max(len(example.results) for example in shown)
    columns: dict[str, list[str | None]] = {"number": [str(n) for n in range(length)]}
    calls = []
    for number, example in enumerate(shown):
        for name, values in example.columns.items():
            columns[f"{name}{number}"] = [*values, *[None] * (length - len(values))]
        calls.append(_renumbered(example.call, number))
    rows = answers(engine, columns, calls)
    return [[_written(row[f"e{n}"]) for row in rows[: len(example.results)]] for n, example in enumerate(shown)]


def answers(engine: Engine, columns: dict[str, list[str | None]], calls: list[FunctionCall]) -> list[dict[str, Any]]:
    """What an engine gives for all calls, as `e0` and so on, on rows in the order of the column `number`."""
    rows = Rows.of(engine, Records("example", engine.from_columns(columns), tuple(columns), ()), lineage=False)
    values = [in_text(_value(call, rows)) for call in calls]
    table = rows.settle()
    found = table.select("number", **{f"e{n}": value.build(table) for n, value in enumerate(values)})
    return sorted((row for batch in engine.batches(found) for row in batch.to_pylist()), key=lambda r: int(r["number"]))


def over_columns(call: FunctionCall, names: Iterator[str]) -> FunctionCall:
    """The same call on columns, the next of `names` for each constant that a column may stand for."""
    found = find(call.function)
    assert found is not None
    options = {option.rstrip("_") for option in found[0].options}
    parameters: list[tuple[str, Expression]] = []
    for name, given in call.parameters:
        if isinstance(given, FunctionCall):
            parameters.append((name, over_columns(given, names)))
        else:
            parameters.append((name, given if name in options else Reference(next(names))))
    return replace(call, parameters=tuple(parameters))


def _renumbered(call: FunctionCall, number: int) -> FunctionCall:
    def renumbered(given: Expression) -> Expression:
        if isinstance(given, FunctionCall):
            return _renumbered(given, number)
        return Reference(f"{given.name}{number}") if isinstance(given, Reference) else given

    return replace(call, parameters=tuple((name, renumbered(given)) for name, given in call.parameters))


def expression(written: str) -> FunctionCall:
    """A call as YARRRML writes it."""
    read = _READER.read(written, 1)
    assert isinstance(read, FunctionCall), written
    return read


def _example(call: str, result: str) -> Example:
    written, *rows = call.split(" | ")
    names, *values = [row.split(",") for row in rows] or [[]]
    return Example(
        expression(written), dict(zip(names, map(list, zip(*values, strict=True)), strict=True)), result.split(" | ")
    )


def _renamed(call: FunctionCall, function: Function, alias: Alias) -> FunctionCall:
    parameters = []
    for name, expression in call.parameters:
        known = (*function.columns, *function.options)
        own = next((parameter for parameter in known if parameter.rstrip("_") == name), function.variadic or "")
        if own in alias.parameters:
            parameters.append((alias.parameters[own][0], expression))
    return FunctionCall(alias.iris[0], tuple(parameters), call.place, (alias.results[0], call.place))


def _value(expression: Expression, rows: Rows) -> Value:
    if isinstance(expression, Constant):
        return constant(expression.value)
    if isinstance(expression, Reference):
        return rows.reference(expression.name, _PLACE)
    assert isinstance(expression, FunctionCall)
    return compile_call(expression, rows, lambda part: _value(part, rows), Path())


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return "null" if value is None else str(value)
