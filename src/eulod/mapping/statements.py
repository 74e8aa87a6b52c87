"""The statements of a whole mapping as one table."""

from __future__ import annotations

from collections.abc import Iterable

import ibis

from eulod.mapping.compile import CompiledMap


def statements(maps: Iterable[CompiledMap]) -> ibis.Table:
    """Every statement once, as N-Quads text in the columns graph, subject, predicate, object; not sorted.

    The graph is '' for the default graph.
    """
    pairs = [compiled.statements() for compiled in maps]
    return with_columns(ibis.union(*pairs, distinct=False).distinct())


def with_columns(table: ibis.Table) -> ibis.Table:
    """The columns graph, subject, predicate, object from graph, subject, pair."""
    end = table.pair.find(" ")
    return table.select("graph", "subject", predicate=table.pair.substr(0, end), object=table.pair.substr(end + 1))
