"""sh:qualifiedValueShape with its counts, siblings included.

Source: https://www.w3.org/TR/shacl/#QualifiedValueShapeConstraintComponent
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from rdflib import SH, Literal
from rdflib.term import Node

from eulod.validation.compile.declaration import Declaration, Declarations
from eulod.validation.compile.failing import judged
from eulod.validation.compile.value_test import NotCompilable


def siblings(declaration: Declaration, rule: Node, declarations: Declarations) -> tuple[Node, ...]:
    """The sibling shapes that a value must not conform to, sorted; none unless the shape asks for disjoint ones."""
    asked = declaration.parameters.get(SH.qualifiedValueShapesDisjoint, ())
    if not any(isinstance(term, Literal) and term.value is True for term in asked):
        return ()
    graph = declarations.graph
    beside = {
        shape
        for parent in graph.subjects(SH.property, declaration.node)
        for shape in graph.objects(parent, SH.property)
    }
    found = {one for shape in beside for one in graph.objects(shape, SH.qualifiedValueShape)}
    return tuple(sorted(found - {rule}, key=str))


def failing_qualified(
    declaration: Declaration, values: ibis.Table, nodes: ibis.Table, failing: list[ibis.Table]
) -> ibis.Table:
    """Focus nodes with too few or too many values that conform to the first of some shapes and to no other.

    `failing` are the values that may fail each of those shapes.
    Raises NotCompilable when a count is none.
    """
    least, most = (_count(declaration, name) for name in (SH.qualifiedMinCount, SH.qualifiedMaxCount))
    if declaration.path is None or (least is None and most is None):
        raise NotCompilable("a qualified shape lacks its path or its counts")
    counted = values
    sure, may = ibis.literal(True), ibis.literal(True)
    for number, one in enumerate(failing):
        named = one.select(**{f"node{number}": one.node, f"sure{number}": one.sure})
        joined = counted.left_join(named, counted.value == named[f"node{number}"])
        counted = joined.mutate(
            **{
                f"may{number}": joined[f"node{number}"].notnull(),
                f"surely{number}": joined[f"sure{number}"].coalesce(ibis.literal(False)),
            }
        ).drop(f"node{number}", f"sure{number}")
    sure, may = _conforming(counted, len(failing))
    sums = counted.group_by("focus").aggregate(least=sure.cast("int64").sum(), most=may.cast("int64").sum())
    joined = nodes.left_join(sums, nodes.node == sums.focus)
    low, high = joined.least.coalesce(0), joined.most.coalesce(0)
    return judged(joined, *_outside(low, high, least, most))


def _conforming(counted: ibis.Table, shapes: int) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Say which values count for sure, and which may count."""
    sure, may = ~counted.may0, ~counted.surely0
    for number in range(1, shapes):
        sure, may = sure & counted[f"surely{number}"], may & counted[f"may{number}"]
    return sure, may


def _outside(
    low: ir.IntegerValue, high: ir.IntegerValue, least: int | None, most: int | None
) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Say where a number between low and high may be, and surely is, outside of the counts."""
    may = sure = ibis.literal(False)
    if least is not None:
        may, sure = may | (low < least), sure | (high < least)
    if most is not None:
        may, sure = may | (high > most), sure | (low > most)
    return may, sure


def _count(declaration: Declaration, name: Node) -> int | None:
    if name not in declaration.parameters:
        return None
    rule = declaration.one(name)
    if not isinstance(rule, Literal) or not isinstance(rule.value, int):
        raise NotCompilable(f"{rule} is no count")
    return int(rule.value)
