"""Texts and their parts: letters, ends, lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel, idlab
from eulod.mapping.functions.registry import INTEGER, WrongOption, function

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_SPACE = r"[\t\n\f\r \x{A0}\x{202F}]+"


@function(also=(grel("string_trim", value="valueParam"),))
def trim(value: ir.StringValue) -> ir.StringValue:
    """`value` without white space, no-break spaces included, at its ends.

    >>> fn:trim(value: "  Győr ")
    Győr
    """
    return value.re_replace(rf"^{_SPACE}|{_SPACE}\z", "")


@function()
def nfc(value: ir.StringValue, *, engine: Engine) -> ir.StringValue:
    """`value` in Unicode normalisation form C.

    >>> fn:nfc(value: Győr)
    Győr
    """
    return engine.nfc(value)


@function(also=(grel("string_toString", value="param_any_e"),))
def text(value: ir.StringValue) -> ir.StringValue:
    """`value` as it is, as a text: true and false of a condition too.

    >>> fn:text(value: fn:is_null(value: a))
    false
    """
    return value


@function(safe=True, datatype=INTEGER, also=(grel("string_length", value="valueParam", gives="output_number"),))
def length(value: ir.StringValue) -> ir.StringValue:
    """How many characters `value` has.

    >>> fn:length(value: Győr)
    4
    """
    return value.length().cast("string")


@function(also=(grel("reverse", value="valueParam"),))
def reverse(value: ir.StringValue) -> ir.StringValue:
    """The characters of `value` from its end.

    >>> fn:reverse(value: abc)
    cba
    """
    letters = ibis.range(value.length(), 0, -1).map(lambda place: value.substr(place - 1, 1))
    return (value == "").ifelse(value, letters.join(""))


def _check_numbers(*, from_: str, length: str | None = None, to: str | None = None) -> None:
    if not all(number.isdecimal() for number in (from_, length or "0", to or "0")):
        raise WrongOption("from, length and to are whole numbers")
    if length is not None and to is not None:
        raise WrongOption("length and to say the same; one of them is enough")
    if to is not None and int(to) < int(from_):
        raise WrongOption(f"it would end at {to}, before it begins at {from_}")


@function(
    check=_check_numbers,
    also=(grel("string_substring", value="valueParam", from_="p_int_i_from", to="p_int_i_opt_to"),),
)
def substring(value: ir.StringValue, *, from_: str, length: str | None = None, to: str | None = None) -> ir.StringValue:
    """`length` characters of `value`, or those before position `to`, or all, from position `from`, counted from 0.

    Null where `value` ends before `from`; an empty text where it ends there.

    >>> fn:substring(value: HU-10-21, from: 3, length: 2)
    10
    """
    count = int(to) - int(from_) if to is not None else None if length is None else int(length)
    part = value.substr(int(from_)) if count is None else value.substr(int(from_), count)
    return (value.length() >= int(from_)).ifelse(part, ibis.null("string"))


@function(
    also=(
        idlab("concat", values="_str _otherStr", separator="_delimiter"),
        grel("string_concat", values="valueParam valueParam2"),
    )
)
def concat(*values: ir.StringValue, separator: str = "") -> ir.StringValue:
    """All values with `separator` between; those that are null are left out, and all null is null.

    >>> fn:concat(a: Brno, b: CZ, separator: ", ")
    Brno, CZ
    """
    return ibis.array(list(values)).filter(lambda value: value.notnull()).join(separator).nullif("")


@function(also=(idlab("alwaysReturnsABC"),))
def abc() -> ir.StringValue:
    """The text ABC, for trying out a function without parameters.

    >>> fn:abc()
    ABC
    """
    return ibis.literal("ABC")
