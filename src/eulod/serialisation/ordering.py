"""The order of statements in a dump, and what each of them needs to know of its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from eulod.serialisation.term_parts import datatype

QUAD = ("graph", "subject", "predicate", "object")
TRIPLE = ("subject", "predicate", "object")


def triples(statements: ibis.Table) -> ibis.Table:
    """Give the distinct subject, predicate and object of all graphs, in no order.

    Statements without a graph column are distinct already.
    """
    stated = statements.select(*TRIPLE)
    return stated.distinct() if "graph" in statements.columns else stated


def prepared(
    ordered: ibis.Table, *, runs: Mapping[str, Sequence[str]], short: Callable[[ir.StringValue], ir.StringValue]
) -> ibis.Table:
    """Add to each row of an ordered table what its text is made of.

    For each entry of `runs`, a name and the columns that stay the same within the run: `begins_…` and `ends_…`;
    `datatype`, '' where the object has none; for each term what `short` makes of it: `short_subject`,
    `short_predicate`, `short_object`, `short_datatype`.
    """
    columns = {"datatype": datatype(ordered.object)}
    for name, same in runs.items():
        columns |= {f"begins_{name}": _begins(ordered, same), f"ends_{name}": _ends(ordered, same)}
    # Its window functions keep this projection from being merged into the next, so that the datatype is found once.
    marked = ordered.mutate(**columns)
    terms = ("subject", "predicate", "object", "datatype")
    return marked.mutate(**{f"short_{name}": short(marked[name]) for name in terms})


def _begins(ordered: ibis.Table, columns: Sequence[str]) -> ir.BooleanValue:
    return ~ibis.and_(*(ordered[name].lag().identical_to(ordered[name]) for name in columns))


def _ends(ordered: ibis.Table, columns: Sequence[str]) -> ir.BooleanValue:
    return ~ibis.and_(*(ordered[name].lead().identical_to(ordered[name]) for name in columns))
