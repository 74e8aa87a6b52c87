"""The order of statements in a dump, and what each of them needs to know of its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.serialisation.term_parts import datatype

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

QUAD = ("graph", "subject", "predicate", "object")
TRIPLE = ("subject", "predicate", "object")


def triples(statements: ibis.Table) -> ibis.Table:
    """Give the distinct subject, predicate and object of all graphs, in no order.

    Statements without a graph column are distinct already.
    """
    stated = statements.select(*TRIPLE)
    return stated.distinct() if "graph" in statements.columns else stated


def prepared(
    table: ibis.Table,
    *,
    engine: Engine,
    order: Sequence[str],
    runs: Mapping[str, Sequence[str]],
    short: Callable[[ir.StringValue], ir.StringValue],
) -> ibis.Table:
    """Sort a table by the columns `order`, and add to each row what its text is made of.

    For each entry of `runs`, a name and the columns that stay the same within the run: `begins_…` and `ends_…`;
    `datatype`, '' where the object has none; for each term what `short` makes of it: `short_subject`,
    `short_predicate`, `short_object`, `short_datatype`.
    """
    # Its window functions keep this projection from being merged into the next, so that the datatype is found once.
    marked = engine.with_runs(table.mutate(datatype=datatype(table.object)), order=order, runs=runs)
    terms = ("subject", "predicate", "object", "datatype")
    return marked.mutate(**{f"short_{name}": short(marked[name]) for name in terms})
