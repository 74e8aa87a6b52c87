"""Where runs of equal rows begin and end, found by executors that each work on whole subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir


def with_runs(table: ibis.Table, *, order: Sequence[str], runs: Mapping[str, Sequence[str]]) -> ibis.Table:
    """Sort `table` by `order`, with the columns `begins_NAME` and `ends_NAME` for each of `runs`.

    A run longer than a subject begins and ends where its least and its greatest subject do.
    """
    nodes = min((same for same in runs.values() if "subject" in same), key=len)
    long = {name: list(same) for name, same in runs.items() if "subject" not in same}
    rows, window = table, ibis.window(group_by=list(nodes), order_by=list(order))
    for name, same in long.items():
        rows = _with_subjects(rows, table, name, same)
    short = {name: same for name, same in runs.items() if name not in long}
    bounds = {f"begins_{name}": _differs(rows, "lag", same, window) for name, same in short.items()}
    bounds |= {f"ends_{name}": _differs(rows, "lead", same, window) for name, same in short.items()}
    for name in long:
        first, last = (_differs(rows, way, nodes, window) for way in ("lag", "lead"))
        bounds[f"begins_{name}"] = first & (rows.subject == rows[f"first_{name}"])
        bounds[f"ends_{name}"] = last & (rows.subject == rows[f"last_{name}"])
    return rows.mutate(**bounds).order_by(list(order))


def _with_subjects(rows: ibis.Table, table: ibis.Table, name: str, same: list[str]) -> ibis.Table:
    """`rows` with the least and the greatest subject of the run of each row."""
    subjects = {f"first_{name}": table.subject.min(), f"last_{name}": table.subject.max()}
    if not same:
        return rows.cross_join(table.aggregate(**subjects))
    found = table.group_by(same).aggregate(**subjects)
    keys = {f"{column}_{name}": found[column] for column in same}
    known = found.select(*subjects, **keys)
    return rows.join(known, [(column, key) for column, key in zip(same, keys, strict=True)]).drop(*keys)


def _differs(rows: ibis.Table, way: str, same: Sequence[str], window: Any) -> ir.BooleanValue:
    """Where the row before (`lag`) or after (`lead`) has other values in the columns `same`, or is not there."""
    return ~ibis.and_(*(getattr(rows[column], way)().over(window).identical_to(rows[column]) for column in same))
