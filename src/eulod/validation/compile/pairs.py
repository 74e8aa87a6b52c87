"""sh:equals, sh:disjoint, sh:lessThan and sh:lessThanOrEquals: values against those of another property.

Source: https://www.w3.org/TR/shacl/#core-components-property-pairs
"""

from __future__ import annotations

import ibis
from rdflib import SH, XSD, URIRef
from rdflib.term import Node

from eulod.validation.compile.data import Data
from eulod.validation.compile.declaration import Declaration
from eulod.validation.compile.failing import certain, doubtful
from eulod.validation.compile.paths import Predicate, ends
from eulod.validation.compile.ranges import dates, numbers
from eulod.validation.compile.terms import any_of
from eulod.validation.compile.value_test import NotCompilable

PAIRS = (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)


def failing_pairs(
    parameter: Node, rule: Node, values: ibis.Table, data: Data, nodes: ibis.Table, declaration: Declaration
) -> ibis.Table:
    """Focus nodes whose values, in columns focus and value, fail against those of the predicate `rule`.

    Raises NotCompilable when pySHACL would stop.
    """
    less = parameter in (SH.lessThan, SH.lessThanOrEquals)
    if not isinstance(rule, URIRef) or (less and declaration.path is None):
        raise NotCompilable(f"{rule} is no predicate, or the shape has no path")
    others = ends(Predicate(f"<{rule}>"), data)
    if parameter == SH.equals:
        return _unequal(values, others.semi_join(nodes, others.focus == nodes.node))
    if parameter == SH.disjoint:
        shared = values.semi_join(others, ["focus", "value"])
        return certain(shared.select(node=shared.focus).distinct())
    return _not_less(values, others, strict=parameter == SH.lessThan)


def _unequal(values: ibis.Table, others: ibis.Table) -> ibis.Table:
    one, other = values.anti_join(others, ["focus", "value"]), others.anti_join(values, ["focus", "value"])
    both = ibis.union(one.select(node=one.focus), other.select(node=other.focus), distinct=True)
    return certain(both)


def _not_less(values: ibis.Table, others: ibis.Table, *, strict: bool) -> ibis.Table:
    others = others.select(other_focus=others.focus, other=others.value)
    pairs = values.join(others, values.focus == others.other_focus)
    fine = []
    for read in (numbers, lambda term: dates(term, XSD.date), lambda term: dates(term, XSD.dateTime)):
        left, right = read(pairs.value), read(pairs.other)
        less = left.key < right.key if strict else left.key <= right.key
        fine.append(left.known & right.known & less)
    doubted = pairs.filter(~any_of(fine))
    return doubtful(doubted.select(node=doubted.focus).distinct())
