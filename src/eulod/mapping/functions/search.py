"""What stands in a text, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel, idlab
from eulod.mapping.functions.registry import INTEGER, WrongOption, function

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


@function(also=(grel("string_contains", value="valueParam", text="param_string_sub", gives="output_bool"),))
def contains(value: ir.StringValue, text: ir.StringValue) -> ir.BooleanValue:
    """True where `text` stands somewhere in `value`.

    >>> fn:contains(value: Interreg VI-A, text: VI)
    true
    """
    return value.contains(text)


@function(also=(grel("string_startsWith", value="valueParam", text="param_string_sub", gives="output_bool"),))
def starts_with(value: ir.StringValue, text: ir.StringValue) -> ir.BooleanValue:
    """True where `value` begins with `text`.

    >>> fn:starts_with(value: HORIZON.2.5, text: HORIZON)
    true
    """
    return value.startswith(text)


@function(also=(grel("string_endsWith", value="valueParam", text="param_string_sub", gives="output_bool"),))
def ends_with(value: ir.StringValue, text: ir.StringValue) -> ir.BooleanValue:
    """True where `value` ends with `text`.

    >>> fn:ends_with(value: report.pdf, text: .xml)
    false
    """
    return value.endswith(text)


@function(
    safe=True,
    datatype=INTEGER,
    also=(grel("string_indexOf", value="valueParam", text="param_string_sub", gives="output_number"),),
)
def index_of(value: ir.StringValue, text: ir.StringValue) -> ir.StringValue:
    """The position, counted from 0, at which `text` first stands in `value`; -1 where it does not.

    >>> fn:index_of(value: Venus, text: n)
    2
    """
    return value.find(text).cast("string")


def _check_text(*, text: str) -> None:
    if not text:
        raise WrongOption("there is nothing to find")


@function(
    safe=True,
    datatype=INTEGER,
    check=_check_text,
    also=(grel("string_lastIndexOf", value="valueParam", text="param_string_sub", gives="output_number"),),
)
def last_index_of(value: ir.StringValue, *, text: str, engine: Engine) -> ir.StringValue:
    """The position, counted from 0, at which `text` last stands in `value`; -1 where it does not.

    >>> fn:last_index_of(value: a/b/c, text: /)
    3
    """
    parts = engine.split(value, text)
    after = parts[parts.length() - 1].length()
    return value.contains(text).ifelse(value.length() - after - len(text), ibis.literal(-1)).cast("string")


def _check_separator(*, separator: str) -> None:
    if not separator:
        raise WrongOption("there is no separator")


@function(
    check=_check_separator,
    also=(
        idlab("stringContainsOtherString", value="_str", item="_otherStr", separator="_delimiter", gives="_boolOut"),
    ),
)
def is_listed(value: ir.StringValue, item: ir.StringValue, *, separator: str, engine: Engine) -> ir.BooleanValue:
    """True where `item` is one of the parts of `value` between `separator`s; false for nulls.

    >>> fn:is_listed(value: "AT,HU,SK", item: HU, separator: ",")
    true
    """
    return engine.split(value, separator).contains(item).fill_null(False)
