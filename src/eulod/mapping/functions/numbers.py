"""Exact reckoning with decimals of at most 18 digits before the point and 10 after it."""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel, idlab
from eulod.mapping.functions.registry import INTEGER, WrongOption, function

_NUMBER = r"^[+-]?[0-9]{1,18}(\.[0-9]{1,10})?\z"
_TYPE = "decimal(36, 10)"
"""Two digits less than engines hold, so that the sum of two keeps its decimal places on each of them."""
_FAILS = "no number of at most 18 digits and 10 decimal places, or another one is none"


@function(
    fails=_FAILS, safe=True, datatype=INTEGER, also=(grel("math_floor", value="param_dec_n", gives="output_number"),)
)
def floor(value: ir.StringValue) -> ir.StringValue:
    """The greatest whole number that is not above `value`.

    >>> fn:floor(value: -1.5)
    -2
    """
    return _written(_number(value).floor())


@function(
    fails=_FAILS, safe=True, datatype=INTEGER, also=(grel("math_ceil", value="param_dec_n", gives="output_number"),)
)
def ceil(value: ir.StringValue) -> ir.StringValue:
    """The least whole number that is not below `value`.

    >>> fn:ceil(value: -1.5)
    -1
    """
    return _written(_number(value).ceil())


@function(
    fails=_FAILS, safe=True, datatype=INTEGER, also=(grel("math_round", value="param_dec_n", gives="output_number"),)
)
def round(value: ir.StringValue) -> ir.StringValue:
    """The whole number nearest to `value`; of two, the greater.

    >>> fn:round(value: 2.5)
    3
    """
    return _written((_number(value) + ibis.literal("0.5").cast(_TYPE)).floor())


@function(
    fails=_FAILS, safe=True, also=(grel("math_min", value="param_dec_n", other="param_dec_n2", gives="output_number"),)
)
def minimum(value: ir.StringValue, other: ir.StringValue) -> ir.StringValue:
    """The smaller of two numbers.

    >>> fn:minimum(value: 9, other: 10)
    9
    """
    left, right = _number(value), _number(other)
    return _written((left <= right).ifelse(left, right))


@function(
    fails=_FAILS, safe=True, also=(grel("math_max", value="param_dec_n", other="param_dec_n2", gives="output_number"),)
)
def maximum(value: ir.StringValue, other: ir.StringValue) -> ir.StringValue:
    """The greater of two numbers.

    >>> fn:maximum(value: 9, other: 10)
    10
    """
    left, right = _number(value), _number(other)
    return _written((left >= right).ifelse(left, right))


@function(fails=_FAILS, safe=True)
def sum(*values: ir.StringValue) -> ir.StringValue:
    """All numbers together; null where one of them is null.

    >>> fn:sum(a: 0.10, b: 0.20)
    0.3
    """
    return _written(reduce(lambda left, right: (left + right).cast(_TYPE), [_number(value) for value in values]))


@function(fails=_FAILS, safe=True)
def difference(value: ir.StringValue, less: ir.StringValue) -> ir.StringValue:
    """`value` without `less`.

    >>> fn:difference(value: 10, less: 0.01)
    9.99
    """
    return _written(_number(value) - _number(less))


def _check_divisor(*, by: str) -> None:
    if not by.isdecimal() or not 0 < int(by) < 10**9:
        raise WrongOption(f"'{by}' is no whole number above 0")


@function(
    fails=_FAILS,
    safe=True,
    datatype=INTEGER,
    check=_check_divisor,
    also=(grel("math_mod", value="param_int_i", by="param_int_i2", gives="output_number"),),
)
def remainder(value: ir.StringValue, *, by: str) -> ir.StringValue:
    """What is left of a whole number after taking `by` from it as often as it goes; it has the sign of `value`.

    >>> fn:remainder(value: 17, by: 5)
    2
    """
    whole = value.re_search(r"^[+-]?[0-9]{1,18}\z").ifelse(value, ibis.null("string")).try_cast("int64")
    return (whole % int(by)).cast("string")


@function(also=(idlab("inRange", value="_test", from_="_from", to="_to", gives="_boolOut"),))
def in_range(value: ir.StringValue, from_: ir.StringValue, to: ir.StringValue) -> ir.BooleanValue:
    """True where the number `value` is at least `from` and below `to`; false where one of them is no number.

    >>> fn:in_range(value: 9, from: 1, to: 10)
    true
    """
    number = _number(value)
    return ((number >= _number(from_)) & (number < _number(to))).fill_null(False)


def _number(text: ir.StringValue) -> ir.DecimalValue:
    return text.re_search(_NUMBER).ifelse(text, ibis.null("string")).try_cast(_TYPE)


def _written(number: ir.DecimalValue) -> ir.StringValue:
    """A number without zeros at the end of its decimal places."""
    return number.cast(_TYPE).cast("string").re_replace(r"\.?0+\z", "")
