"""Which tables need no sorting: DuckDB gives rows back in the order in which they were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.operations as ops

_POSITION = "eulod:position"


def sorted_by(table: ibis.Table, order: Sequence[str], kept: Mapping[str, Sequence[str]]) -> ibis.Table:
    """`table` sorted by the columns `order`, as cheaply as its rows allow; `kept` has the orders of kept tables.

    Where only some more columns stand within the order of its rows, the rest of the order is that of the rows.
    """
    known = _order_of(table, kept)
    if tuple(known[: len(order)]) == tuple(order):
        return table
    begin = next(place for place, column in enumerate(order) if known[place : place + 1] != (column,))
    more = next((place for place in range(begin, len(order)) if order[place] in known), len(order))
    if begin and known[begin : begin + len(order) - more] == tuple(order[more:]):
        numbered = table.mutate(**{_POSITION: ibis.row_number()})
        return numbered.order_by([*order[:more], _POSITION]).drop(_POSITION)
    return table.order_by(list(order))


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
