"""The function `lookup`: values found in an authority table or in a CSV file beside the mapping."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from eulod.linking.tables import Lookup, UnknownValue, find_lookup
from eulod.mapping.binding import constant_option
from eulod.mapping.errors import FunctionParameters, nearest
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Expression, FunctionCall
from eulod.mapping.values import Severity, Value

_PARAMETERS = frozenset({"column", "on_missing", "table", "value"})
_ON_MISSING: Map[str, Severity | None] = MappingProxyType(
    {"finding": Severity.FINDING, "reject": Severity.REJECT, "ignore": None}
)


@dataclass(frozen=True, slots=True)
class LookupCall:
    """A lookup: its table, the column of the result, the expression of the key, and what a missing key does."""

    table: Lookup
    column: str
    key: Expression
    on_missing: Severity | None


def bind_lookup(call: FunctionCall, folder: Path) -> LookupCall:
    """Read the parameters of a lookup; `folder` is where the mapping and its own tables lie.

    Raises FunctionParameters with what there is, and UnknownTable.
    """
    given = dict(call.parameters)
    if not {"value", "table"} <= set(given) <= _PARAMETERS:
        problem = f"lookup takes value, table, column and on_missing; here it has: {', '.join(given)}"
        raise FunctionParameters(problem, place=call.place, help="give value and table, and correct the other names")
    options = {name: constant_option(name, given[name], call) for name in given if name != "value"}
    table = find_lookup(options["table"], folder, call.place)
    column = _chosen("column", options.get("column", "iri"), table.columns, call)
    on_missing = _chosen("on_missing", options.get("on_missing", "finding"), tuple(_ON_MISSING), call)
    return LookupCall(table, column, given["value"], _ON_MISSING[on_missing])


def compile_lookup(call: LookupCall, key: Value, rows: Rows, owner: FunctionCall) -> Value:
    """The result for each key; a key that the table lacks gives null and is noted as a problem."""
    result = rows.look_up(key, call.table, call.column)
    if call.on_missing is not None:
        reason = f"not in the table '{call.table.name}'"
        rows.check(key, result, code=UnknownValue.code, severity=call.on_missing, reason=reason, place=owner.place)
    return result


def _chosen(parameter: str, value: str, known: tuple[str, ...], call: FunctionCall) -> str:
    if value in known:
        return value
    problem = f"{parameter} is '{value}'; there are: {', '.join(known)}"
    raise FunctionParameters(problem, place=call.place, help=nearest(value, known))
