"""Nodes that may fail a shape: columns node, distinct, and sure, which says that it certainly does.

Nodes that are not listed certainly conform. From these both sides of a negation follow.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir


def doubtful(nodes: ibis.Table) -> ibis.Table:
    """All of some nodes, none for sure."""
    return nodes.select(node=nodes.node, sure=ibis.literal(False))


def certain(nodes: ibis.Table) -> ibis.Table:
    """All of some nodes, all for sure."""
    return nodes.select(node=nodes.node, sure=ibis.literal(True))


def none_of(nodes: ibis.Table) -> ibis.Table:
    """No node."""
    return certain(nodes).filter(ibis.literal(False))


def fails_any(parts: Sequence[ibis.Table]) -> ibis.Table:
    """Nodes that fail one of several constraints."""
    if len(parts) == 1:
        return parts[0]
    together = ibis.union(*parts)
    return together.group_by("node").aggregate(sure=together.sure.any())


def fails_all(parts: Sequence[ibis.Table]) -> ibis.Table:
    """Nodes that fail each of several shapes."""
    together = ibis.union(*parts) if len(parts) > 1 else parts[0]
    counted = together.group_by("node").aggregate(sure=together.sure.all(), count=together.count())
    return counted.filter(counted["count"] == len(parts)).select("node", "sure")


def fails_not(nodes: ibis.Table, negated: ibis.Table) -> ibis.Table:
    """Nodes that may conform to a negated shape."""
    found = _beside(nodes, negated)
    return found.filter(~found.sure_fail).select(node=found.node, sure=~found.may_fail)


def fails_xone(nodes: ibis.Table, parts: Sequence[ibis.Table]) -> ibis.Table:
    """Nodes that may conform to none, or to more than one, of several shapes."""
    together = ibis.union(*parts) if len(parts) > 1 else parts[0]
    counted = together.group_by("node").aggregate(may=together.count(), sure=together.sure.cast("int64").sum())
    joined = nodes.left_join(counted.rename(failing="node"), nodes.node == counted.node)
    may, sure = joined.may.coalesce(0), joined.sure.coalesce(0)
    least, most = len(parts) - may, len(parts) - sure  # how many shapes it conforms to
    judged = joined.select(node=joined.node, conforms=(least == 1) & (most == 1), sure=(least > 1) | (most < 1))
    return judged.filter(~judged.conforms).select("node", "sure")


def of_focus(values: ibis.Table, failing: ibis.Table) -> ibis.Table:
    """Focus nodes with a value that fails; `values` has the columns focus and value."""
    joined = values.join(failing, values.value == failing.node)
    return joined.group_by(node=joined.focus).aggregate(sure=joined.sure.any())


def _beside(nodes: ibis.Table, failing: ibis.Table) -> ibis.Table:
    renamed = failing.select(failing=failing.node, surely=failing.sure)
    joined = nodes.left_join(renamed, nodes.node == renamed.failing)
    return joined.select(
        node=joined.node, may_fail=joined.failing.notnull(), sure_fail=joined.surely.coalesce(ibis.literal(False))
    )


def judged(table: ibis.Table, may: ir.BooleanValue, sure: ir.BooleanValue) -> ibis.Table:
    """The rows of a table with a column `node` where `may` holds, as failing nodes."""
    false = ibis.literal(False)
    flags = table.select(node=table.node, may=may.coalesce(false), sure=sure.coalesce(false))
    return flags.filter(flags.may).select("node", "sure")
