"""Function calls, compiled; a value for which the function has no result is noted as a problem."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Map
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import ibis

from eulod.mapping.binding import LOOKUP, Bound, bind, check_result
from eulod.mapping.errors import FunctionParameters, NoResult
from eulod.mapping.lookup_call import bind_lookup, compile_lookup
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Expression, FunctionCall
from eulod.mapping.values import Severity, Value, as_condition, as_text

Compile = Callable[[Expression], Value]
_ARRAY = "ir.ArrayValue"
_READ_AS = {"ir.StringValue": as_text, "ir.StringValue | None": as_text, "ir.BooleanValue": as_condition}


def compile_call(call: FunctionCall, rows: Rows, compile: Compile, folder: Path) -> Value:
    """The value of a function call; `compile` compiles its parameters, `folder` holds the mapping's lookup tables.

    Raises UnknownFunction, FunctionParameters, UnknownResult or UnknownTable with the names that there are.
    """
    if call.function == LOOKUP:
        check_result(call)
        lookup = bind_lookup(call, folder)
        return compile_lookup(lookup, compile(lookup.key), rows, call)
    bound = bind(call)
    columns = [compile(expression) for expression in bound.columns]
    if sum(value.many and takes != _ARRAY for value, takes in zip(columns, bound.takes, strict=True)) > 1:
        help = "split one of them in a view of its own rows"
        raise FunctionParameters("two parameters have several values each", place=call.place, help=help)
    engine = {"engine": rows.engine} if bound.function.needs_engine else {}
    result = _applied(bound, columns, {**bound.options, **engine})
    if bound.failure is not None:
        code, severity, key = NoResult.code, Severity.REJECT, _asked(columns)
        rows.check(key, result, code=code, severity=severity, reason=bound.failure, place=call.place)
    return result


def check_call(call: FunctionCall, folder: Path) -> None:
    """Raise what is wrong with the function, its parameters, its result or its lookup table, without data."""
    if call.function == LOOKUP:
        check_result(call)
        bind_lookup(call, folder)
    else:
        bind(call)


def _asked(columns: list[Value]) -> Value:
    """The first parameter where no parameter is null: only there a result can be missed."""
    first, *others = columns
    if not others or any(value.many for value in columns):
        return first

    def build(table: ibis.Table) -> Any:
        given = reduce(and_, [value.build(table).notnull() for value in others])
        return given.ifelse(first.build(table), ibis.null("string"))

    return Value(build, frozenset[str]().union(*(value.origins for value in columns)))


def _applied(bound: Bound, columns: list[Value], options: Map[str, Any]) -> Value:
    """The function's column; where one parameter has several values, the function of each of them."""
    function = bound.function
    several = next((place for place, value in enumerate(columns) if value.many and bound.takes[place] != _ARRAY), None)
    splits = function.gives == _ARRAY

    def build(table: ibis.Table) -> Any:
        built = [_given(value, takes, table) for value, takes in zip(columns, bound.takes, strict=True)]
        if several is None:
            return function.build(*built, **options)

        def each(item: Any) -> Any:
            read = _READ_AS[bound.takes[several]]
            return function.build(*(*built[:several], read(item), *built[several + 1 :]), **options)

        made = built[several].map(each)
        return made.flatten() if splits else made

    origins = frozenset[str]().union(*(value.origins for value in columns))
    return Value(build, origins, many=splits or several is not None, safe=function.safe)


def _given(value: Value, takes: str, table: ibis.Table) -> Any:
    """A parameter as the function takes it; an array of several values, where it takes each, as it is."""
    built = value.build(table)
    if takes == _ARRAY:
        return built if value.many else ibis.array([as_text(built)]).filter(lambda item: item.notnull())
    return built if value.many else _READ_AS[takes](built)
