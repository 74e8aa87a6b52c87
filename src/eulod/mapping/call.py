"""Function calls, compiled: parameters bound by name, constants checked, failures noted as checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping as Map
from pathlib import Path
from typing import Any

from eulod.linking.tables import Lookup, find_lookup
from eulod.mapping.errors import FunctionParameters, UnknownFunction, nearest
from eulod.mapping.functions import amounts, dates, logic, text, windows  # noqa: F401  (each registers its functions)
from eulod.mapping.functions.registry import FN, FUNCTIONS, Function
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Constant, FunctionCall
from eulod.mapping.values import Severity, Value

LOOKUP = FN + "lookup"
_LOOKUP_OPTIONS = frozenset({"column", "on_missing", "table", "value"})

Compile = Callable[[Any], Value]


def compile_call(call: FunctionCall, rows: Rows, compile: Compile, folder: Path) -> Value:
    """The value of a function call; `compile` compiles its parameters, `folder` holds the mapping's lookup tables.

    Raises UnknownFunction or FunctionParameters with the names that there are.
    """
    if call.function == LOOKUP:
        return _lookup(call, rows, compile, folder)
    function = FUNCTIONS.get(call.function)
    if function is None:
        names = [iri.removeprefix(FN) for iri in (*FUNCTIONS, LOOKUP)]
        name = call.function.removeprefix(FN)
        problem = f"unknown function '{name}'; there are: {', '.join(sorted(names))}"
        raise UnknownFunction(problem, place=call.place, help=nearest(name, names))
    columns, options = _bound(call, function, compile)
    result = _applied(function, columns, {**options, **({"engine": rows.engine} if function.needs_engine else {})})
    if function.fails and columns:
        reason = function.fails.format_map(_Defaults(function, options))
        place = call.place
        rows.check(columns[0], result, code="V001", severity=Severity.REJECT, reason=reason, place=place)
    return result


class _Defaults(dict[str, str]):
    """The options of a call, with those that were left out as empty text or their default."""

    def __init__(self, function: Function, options: Map[str, str]) -> None:
        import inspect

        parameters = inspect.signature(function.build).parameters
        defaults = {
            name.rstrip("_"): str(parameters[name].default) for name in function.options if name in function.optional
        }
        super().__init__({**defaults, **{name.rstrip("_"): text for name, text in options.items()}})


def _bound(call: FunctionCall, function: Function, compile: Compile) -> tuple[list[Value], dict[str, str]]:
    columns: list[Value] = []
    options: dict[str, str] = {}
    named: dict[str, Value] = {}
    for name, expression in call.parameters:
        own = name if name in function.columns + function.options else f"{name}_"
        if own in function.options:
            options[own] = _constant(name, expression, call)
        elif own in function.columns:
            named[own] = compile(expression)
        elif function.variadic:
            columns.append(compile(expression))
        else:
            raise _unknown_parameter(name, call, function)
    given = set(named) | set(options)
    missing = [name for name in (*function.columns, *function.options) if name not in given | function.optional]
    if missing or (function.variadic and not columns):
        raise _missing_parameter((missing or ["a value"])[0], call, function)
    return [*(named[name] for name in function.columns if name in named), *columns], options


def _constant(name: str, expression: Any, call: FunctionCall) -> str:
    if isinstance(expression, Constant):
        return expression.value
    problem = f"the parameter '{name}' must be the same for every record"
    raise FunctionParameters(problem, place=call.place, help="write a constant text without references")


def _unknown_parameter(name: str, call: FunctionCall, function: Function) -> FunctionParameters:
    known = [p.rstrip("_") for p in (*function.columns, *function.options)]
    problem = f"'{call.function.removeprefix(FN)}' has no parameter '{name}'; it has: {', '.join(known)}"
    return FunctionParameters(problem, place=call.place, help=nearest(name, known))


def _missing_parameter(name: str, call: FunctionCall, function: Function) -> FunctionParameters:
    problem = f"'{call.function.removeprefix(FN)}' needs the parameter '{name.rstrip('_')}'"
    return FunctionParameters(problem, place=call.place, help=f"add [{name.rstrip('_')}, …] to its parameters")


def _applied(function: Function, columns: list[Value], options: Map[str, Any]) -> Value:
    origins = frozenset().union(*(value.origins for value in columns)) if columns else frozenset()
    several = next((value for value in columns if value.many), None)
    splits = function.build.__annotations__.get("return") == "ir.ArrayValue"

    def build(table: ibis.Table) -> Any:
        if several is None:
            return function.build(*(value.build(table) for value in columns), **options)
        others = [None if value is several else value.build(table) for value in columns]
        return several.build(table).map(
            lambda item: function.build(*(item if o is None else o for o in others), **options)
        )

    return Value(build, origins, many=splits or several is not None, safe=function.safe)


def _lookup(call: FunctionCall, rows: Rows, compile: Compile, folder: Path) -> Value:
    given = dict(call.parameters)
    unknown = sorted(set(given) - _LOOKUP_OPTIONS)
    if unknown or "value" not in given or "table" not in given:
        problem = f"lookup takes value, table, column and on_missing; it has: {', '.join(given)}"
        raise FunctionParameters(problem, place=call.place, help="give value and table, and correct the names")
    options = {name: _constant(name, given[name], call) for name in given if name != "value"}
    lookup = find_lookup(options["table"], folder, call.place)
    column = options.get("column", "iri")
    if column not in lookup.columns:
        problem = f"the table '{lookup.name}' has no column '{column}'; it has: {', '.join(lookup.columns)}"
        raise FunctionParameters(problem, place=call.place, help=nearest(column, lookup.columns))
    key = compile(given["value"])
    result = rows.look_up(key, lookup, column)
    _note_missing(rows, key, result, options.get("on_missing", "finding"), lookup, call)
    return result


def _note_missing(rows: Rows, key: Value, result: Value, on_missing: str, lookup: Lookup, call: FunctionCall) -> None:
    known = {"finding": Severity.FINDING, "reject": Severity.REJECT, "ignore": None}
    if on_missing not in known:
        problem = f"on_missing is '{on_missing}'; it may be: {', '.join(known)}"
        raise FunctionParameters(problem, place=call.place, help=nearest(on_missing, known))
    severity = known[on_missing]
    if severity is not None:
        reason = f"not in the table '{lookup.name}'"
        rows.check(key, result, code="L001", severity=severity, reason=reason, place=call.place)
