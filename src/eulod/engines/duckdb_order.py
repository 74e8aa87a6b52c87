"""Which tables need no sorting: DuckDB gives rows back in the order in which they were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.operations as ops


def sorted_by(table: ibis.Table, order: Sequence[str], kept: Mapping[str, Sequence[str]]) -> ibis.Table:
    """`table` sorted by the columns `order`, as it is where its rows come so; `kept` has the orders of kept tables."""
    known = _order_of(table, kept)
    return table if known[: len(order)] == tuple(order) else table.order_by(list(order))


def _order_of(table: ibis.Table, kept: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns of `table` that its rows come sorted by, if it shows a kept table or a part of its rows."""
    op, renamed = table.op(), set[str]()
    while isinstance(op, ops.Project | ops.Filter | ops.DropColumns):
        if isinstance(op, ops.Project):
            renamed |= {name for name, value in op.values.items() if not _shows(value, name)}
            if any(value.find(ops.Unnest) for value in op.values.values()):
                return ()
        op = op.parent
    order = kept.get(op.name, ()) if isinstance(op, ops.UnboundTable | ops.DatabaseTable) else ()
    shown = [column in table.columns and column not in renamed for column in order]
    return tuple(order[: shown.index(False)] if False in shown else order)


def _shows(value: ops.Value, name: str) -> bool:
    return isinstance(value, ops.Field) and value.name == name
