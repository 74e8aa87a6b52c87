"""Conditions and choices."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel, idlab
from eulod.mapping.functions.registry import function


@function(also=(idlab("equal", value="grel:valueParam", to="grel:valueParam2", gives="_boolOut"),))
def equal(value: ir.StringValue, to: ir.StringValue) -> ir.BooleanValue:
    """True where `value` is `to`; two nulls are equal.

    >>> fn:equal(value: a, to: A)
    false
    """
    return value.identical_to(to)


@function(also=(idlab("notEqual", value="grel:valueParam", to="grel:valueParam2", gives="_boolOut"),))
def not_equal(value: ir.StringValue, to: ir.StringValue) -> ir.BooleanValue:
    """True where `value` is not `to`.

    >>> fn:not_equal(value: a, to: A)
    true
    """
    return ~value.identical_to(to)


@function()
def before(value: ir.StringValue, than: ir.StringValue) -> ir.BooleanValue:
    """True where `value` comes before `than` in code-point order, as an earlier ISO date does; false for nulls.

    >>> fn:before(value: 2019-12-31, than: 2020-01-01)
    true
    """
    return (value < than).fill_null(False)


@function(also=(idlab("isNull", value="_str", gives="_boolOut"),))
def is_null(value: ir.StringValue) -> ir.BooleanValue:
    """True where there is no value.

    >>> fn:is_null(value: fn:substring(value: Venus, from: 6))
    true
    """
    return value.isnull()


@function()
def is_not_null(value: ir.StringValue) -> ir.BooleanValue:
    """True where there is a value; an empty text is one.

    >>> fn:is_not_null(value: fn:substring(value: Venus, from: 5))
    true
    """
    return value.notnull()


@function(also=(grel("boolean_or", conditions="bool_array_b", gives="output_bool"),))
def any(*conditions: ir.BooleanValue) -> ir.BooleanValue:
    """True where one condition is.

    >>> fn:any(a: fn:equal(value: a, to: b), b: fn:equal(value: a, to: a))
    true
    """
    return reduce(or_, conditions)


@function(also=(grel("boolean_and", conditions="bool_array_b", gives="output_bool"),))
def all(*conditions: ir.BooleanValue) -> ir.BooleanValue:
    """True where every condition is.

    >>> fn:all(a: fn:equal(value: a, to: b), b: fn:equal(value: a, to: a))
    false
    """
    return reduce(and_, conditions)


@function(also=(grel("boolean_not", condition="param_b", gives="output_bool"),))
def not_(condition: ir.BooleanValue) -> ir.BooleanValue:
    """True where the condition is false.

    >>> fn:not(condition: fn:contains(value: Venus, text: x))
    true
    """
    return ~condition


@function(also=(grel("boolean_xor", conditions="bool_array_b", gives="output_bool"),))
def odd(*conditions: ir.BooleanValue) -> ir.BooleanValue:
    """True where an odd number of the conditions are, so of two: where just one is.

    >>> fn:odd(a: fn:equal(value: a, to: a), b: fn:equal(value: b, to: b))
    false
    """
    return reduce(lambda left, right: (left | right) & ~(left & right), conditions)


@function(
    also=(
        grel("controls_if", condition="param_b", then="param_true", else_="param_false", gives="output_any"),
        idlab("trueCondition", condition="_strBoolean", then="_str"),
    )
)
def if_(condition: ir.BooleanValue, then: ir.StringValue, else_: ir.StringValue | None = None) -> ir.StringValue:
    """`then` where the condition is true, else `else` or null.

    >>> fn:if(condition: fn:starts_with(value: Venus, text: V), then: yes, else: no)
    yes
    """
    return condition.ifelse(then, ibis.null("string") if else_ is None else else_)


@function(also=(idlab("decide", value="_str", to="_expectedStr", then="_result"),))
def if_equal(value: ir.StringValue, to: ir.StringValue, then: ir.StringValue) -> ir.StringValue:
    """`then` where `value` is `to`, else null.

    >>> fn:if_equal(value: SE, to: SE, then: Sweden)
    Sweden
    """
    return (value == to).ifelse(then, ibis.null("string"))


@function(also=(grel("other_coalesce", values="param_any_rep_e", gives="output_any"),))
def coalesce(*values: ir.StringValue) -> ir.StringValue:
    """The first value that is not null.

    >>> fn:coalesce(a: fn:match(value: Venus, pattern: "[0-9]+"), b: none)
    none
    """
    return ibis.coalesce(*values)
