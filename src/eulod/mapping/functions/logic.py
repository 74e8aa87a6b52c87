"""Conditions and choices."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.registry import function


@function()
def equal(value: ir.StringValue, to: ir.StringValue) -> ir.BooleanValue:
    """True where `value` is `to`; two nulls are equal."""
    return value.identical_to(to)


@function()
def not_equal(value: ir.StringValue, to: ir.StringValue) -> ir.BooleanValue:
    """True where `value` is not `to`."""
    return ~value.identical_to(to)


@function()
def before(value: ir.StringValue, than: ir.StringValue) -> ir.BooleanValue:
    """True where `value` comes before `than` in code-point order, as an earlier ISO date does; false for nulls."""
    return (value < than).fill_null(False)


@function()
def is_null(value: ir.StringValue) -> ir.BooleanValue:
    """True where there is no value."""
    return value.isnull()


@function()
def is_not_null(value: ir.StringValue) -> ir.BooleanValue:
    """True where there is a value."""
    return value.notnull()


@function()
def any(*conditions: ir.BooleanValue) -> ir.BooleanValue:
    """True where one condition is."""
    return reduce(or_, conditions)


@function()
def all(*conditions: ir.BooleanValue) -> ir.BooleanValue:
    """True where every condition is."""
    return reduce(and_, conditions)


@function()
def if_(condition: ir.BooleanValue, then: ir.StringValue, else_: ir.StringValue | None = None) -> ir.StringValue:
    """`then` where the condition is true, else `else` or null."""
    return condition.ifelse(then, ibis.null("string") if else_ is None else else_)


@function()
def coalesce(*values: ir.StringValue) -> ir.StringValue:
    """The first value that is not null."""
    return ibis.coalesce(*values)
