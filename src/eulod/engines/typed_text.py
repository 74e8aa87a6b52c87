"""Typed columns as text, exactly.

Source: https://www.w3.org/TR/xmlschema11-2/ for the forms of dates, times and truth values
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def as_texts(engine: Engine, table: ibis.Table) -> ibis.Table:
    """The columns of `table` that have single values, each as text; lists, structures and bytes are left out."""
    kinds = table.schema().items()
    names = [name for name, kind in kinds if not (kind.is_nested() or kind.is_binary() or kind.is_interval())]
    return table.select(**{name: _text(engine, table[name]) for name in names})


def _text(engine: Engine, column: ir.Value) -> ir.StringValue:
    """The values of a column as text: 1.50 keeps its decimals, a moment has its T and, if it has a zone, is in UTC."""
    kind = column.type()
    if kind.is_timestamp():
        moment = column if kind.timezone is None else engine.local_time(column, "UTC")
        text = moment.cast("string").replace(" ", "T")
        return text if kind.timezone is None else text + "Z"
    if kind.is_boolean():
        return column.ifelse("true", "false")
    if kind.is_floating():
        return _number(column.cast("string"))
    return column.cast("string")


def _number(text: ir.StringValue) -> ir.StringValue:
    """A binary number: 1 for 1.0, and what is none as XML Schema writes it."""
    whole = text.re_replace(r"\.0$", "")
    named = {"nan": "NaN", "inf": "INF", "-inf": "-INF"}
    found: ir.StringValue = whole.cases(*named.items(), else_=whole)
    return found
