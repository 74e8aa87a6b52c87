"""The types of each subject, brought to where a format writes them: to the first of its statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.serialisation.ordering import TRIPLE, triples
from eulod.serialisation.term_parts import RDF_TYPE, is_literal
from eulod.serialisation.vocabulary import MOST

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def is_type(statements: ibis.Table) -> ir.BooleanValue:
    """Say which statements give their subject a type; a literal is none."""
    return (statements.predicate == RDF_TYPE) & ~is_literal(statements.object)


def with_types(statements: ibis.Table, engine: Engine) -> ibis.Table:
    """The distinct triples of all graphs, and as column `types` the types of their subjects, a space between them.

    They are there for the first triple of each subject at least, and null where there are none. Statements that know
    them already are in one graph and keep their order.
    """
    if "types" in statements.columns and "graph" not in statements.columns:
        return statements.select(*TRIPLE, "types")
    stated = triples(statements)
    typed = stated.filter(is_type(stated))
    listed = typed.group_by("subject").aggregate(listed=typed.object.collect())
    types = listed.select("subject", types=engine.sorted_items(listed.listed).join(" "))
    return stated.left_join(types, "subject").select(*TRIPLE, "types")


def frequent_types(typed: ibis.Table, engine: Engine) -> tuple[str, ...]:
    """The types that subjects have together, as `with_types` writes them, the most frequent first."""
    known = typed.filter(typed.types.notnull())
    counted = known.group_by("types").aggregate(rows=known.count())
    most = counted.order_by([ibis.desc("rows"), "types"]).limit(MOST)
    return tuple(row["types"] for batch in engine.batches(most) for row in batch.to_pylist())
