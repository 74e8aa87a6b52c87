"""The order of statements in a dump, and what each of them needs to know of its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.serialisation.term_parts import is_literal
from eulod.serialisation.vocabulary import Named

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
    predicates: Named,
) -> ibis.Table:
    """Sort a table by the columns `order`, and add to each row what its text is made of.

    For each entry of `runs`, a name and the columns that stay the same within the run: `begins_…` and `ends_…`; one is
    called node. What `short` makes of terms: `short_predicate`, which `predicates` has of frequent ones, `short_object`
    of what is no literal, and `short_subject` where a node begins.
    """
    marked = engine.with_runs(table, order=order, runs=runs)
    known = [(marked.predicate == predicate, text) for predicate, text in predicates.items()]
    return marked.mutate(
        short_subject=marked.begins_node.ifelse(short(marked.subject), ""),
        short_predicate=ibis.cases(*known, else_=short(marked.predicate)) if known else short(marked.predicate),
        short_object=is_literal(marked.object).ifelse("", short(marked.object)),
    )
