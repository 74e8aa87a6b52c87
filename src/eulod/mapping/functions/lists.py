"""Several values made of one, and one made of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel, idlab
from eulod.mapping.functions.registry import INTEGER, WrongOption, function

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def _check_separator(*, separator: str, trim: str = "yes") -> None:
    if not separator:
        raise WrongOption("there is no separator")
    if trim not in ("yes", "no"):
        raise WrongOption(f"trim is '{trim}'; there are: yes, no")


@function(
    check=_check_separator,
    also=(
        grel(
            "string_split",
            value="valueParam",
            separator="param_string_sep",
            gives="output_array stringOut",
            preset={"trim": "no"},
        ),
    ),
)
def split(value: ir.StringValue, *, separator: str, trim: str = "yes", engine: Engine) -> ir.ArrayValue:
    """The parts of `value` between `separator`s, empty ones left out: several values.

    Each without white space at its ends, unless `trim` is no.

    >>> fn:split(value: "AT;HU;;SK", separator: ;)
    [AT, HU, SK]
    """
    parts = engine.split(value, separator)
    parts = parts.map(lambda part: part.strip()) if trim == "yes" else parts
    return parts.filter(lambda part: part.length() > 0)


def _check_any(*, separator: str) -> None:
    """Every text may stand between values."""


@function(check=_check_any, also=(grel("array_join", values="param_a", separator="param_string_sep"),))
def join(values: ir.ArrayValue, *, separator: str) -> ir.StringValue:
    """All values as one text with `separator` between; null where there is none.

    >>> fn:join(values: fn:split(value: "AT;HU", separator: ;), separator: " and ")
    AT and HU
    """
    return (values.length() > 0).ifelse(values.join(separator), ibis.null("string"))


@function(safe=True, datatype=INTEGER, also=(grel("array_length", values="param_a", gives="output_number"),))
def count(values: ir.ArrayValue) -> ir.StringValue:
    """How many values there are.

    >>> fn:count(values: fn:split(value: "AT;HU", separator: ;))
    2
    """
    return values.length().cast("string")


def _check_place(*, at: str) -> None:
    if not at.isdecimal():
        raise WrongOption("at is a whole number")


@function(check=_check_place, also=(grel("array_get", values="param_a", at="p_int_i_from", gives="output_array"),))
def item(values: ir.ArrayValue, *, at: str) -> ir.StringValue:
    """The value at position `at`, counted from 0; null past the end.

    >>> fn:item(values: fn:split(value: "AT;HU", separator: ;), at: 1)
    HU
    """
    return (values.length() > int(at)).ifelse(values[int(at)], ibis.null("string"))


@function(also=(grel("array_sort", values="param_a", gives="output_array"),))
def sort(values: ir.ArrayValue) -> ir.ArrayValue:
    """The values in code-point order.

    >>> fn:sort(values: fn:split(value: "SK;AT", separator: ;))
    [AT, SK]
    """
    return values.sort()


@function(also=(grel("array_uniques", values="param_a", gives="output_array"),))
def unique(values: ir.ArrayValue) -> ir.ArrayValue:
    """Each different value once, in code-point order.

    >>> fn:unique(values: fn:split(value: "SK;AT;SK", separator: ;))
    [AT, SK]
    """
    return values.unique().sort()


@function(also=(idlab("listContainsElement", values="_list", value="_str", gives="_boolOut"),))
def has(values: ir.ArrayValue, value: ir.StringValue) -> ir.BooleanValue:
    """True where `value` is one of the values; false for nulls.

    >>> fn:has(values: fn:split(value: "AT;HU", separator: ;), value: SK)
    false
    """
    return values.contains(value).fill_null(False)
