"""Function calls, compiled; a value for which the function has no result is noted as a problem."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Map
from pathlib import Path
from typing import Any

import ibis

from eulod.mapping.binding import LOOKUP, bind
from eulod.mapping.errors import FunctionParameters, NoResult
from eulod.mapping.functions.registry import Function
from eulod.mapping.lookup_call import bind_lookup, compile_lookup
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Expression, FunctionCall
from eulod.mapping.values import Severity, Value

Compile = Callable[[Expression], Value]


def compile_call(call: FunctionCall, rows: Rows, compile: Compile, folder: Path) -> Value:
    """The value of a function call; `compile` compiles its parameters, `folder` holds the mapping's lookup tables.

    Raises UnknownFunction, FunctionParameters or UnknownTable with the names that there are.
    """
    if call.function == LOOKUP:
        lookup = bind_lookup(call, folder)
        return compile_lookup(lookup, compile(lookup.key), rows, call)
    bound = bind(call)
    columns = [compile(expression) for expression in bound.columns]
    if sum(value.many for value in columns) > 1:
        help = "split one of them in a view of its own rows"
        raise FunctionParameters("two parameters have several values each", place=call.place, help=help)
    engine = {"engine": rows.engine} if bound.function.needs_engine else {}
    result = _applied(bound.function, columns, {**bound.options, **engine})
    if bound.failure is not None:
        place = call.place
        rows.check(columns[0], result, code=NoResult.code, severity=Severity.REJECT, reason=bound.failure, place=place)
    return result


def check_call(call: FunctionCall, folder: Path) -> None:
    """Raise what is wrong with the function, its parameters or its lookup table, without data."""
    if call.function == LOOKUP:
        bind_lookup(call, folder)
    else:
        bind(call)


def _applied(function: Function, columns: list[Value], options: Map[str, Any]) -> Value:
    """The function's column; where one parameter has several values, the function of each of them."""
    several = next((value for value in columns if value.many), None)
    splits = function.build.__annotations__.get("return") == "ir.ArrayValue"

    def build(table: ibis.Table) -> Any:
        if several is None:
            return function.build(*(value.build(table) for value in columns), **options)
        others = [None if value is several else value.build(table) for value in columns]

        def each(item: Any) -> Any:
            return function.build(*(item if other is None else other for other in others), **options)

        return several.build(table).map(each)

    origins = frozenset[str]().union(*(value.origins for value in columns))
    return Value(build, origins, many=splits or several is not None, safe=function.safe)
