"""Text functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.registry import WrongOption, function

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_UNDECOMPOSED = {
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th"},
    **{"ł": "l", "ħ": "h", "ı": "i", "ĳ": "ij", "ŋ": "ng", "ŧ": "t"},
}
_OF_OTHER_SCRIPTS = r"[^\P{L}\p{Latin}\p{Lm}]"


@function()
def trim(value: ir.StringValue) -> ir.StringValue:
    """`value` without white space, no-break spaces included, at its ends."""
    return value.re_replace(r"^[\s\x{A0}\x{202F}]+|[\s\x{A0}\x{202F}]+$", "")


@function()
def upper(value: ir.StringValue) -> ir.StringValue:
    """`value` in capitals."""
    return value.upper()


@function()
def lower(value: ir.StringValue) -> ir.StringValue:
    """`value` in small letters."""
    return value.lower()


@function()
def nfc(value: ir.StringValue, *, engine: Engine) -> ir.StringValue:
    """`value` in Unicode normalisation form C."""
    return engine.nfc(value)


def _check_find(*, find: str, with_: str) -> None:
    if not find:
        raise WrongOption("there is nothing to find")


@function(check=_check_find)
def replace(value: ir.StringValue, *, find: str, with_: str) -> ir.StringValue:
    """`value` with every `find` replaced by `with`."""
    return value.replace(find, with_)


def _check_numbers(*, from_: str, length: str | None = None) -> None:
    if not from_.isdecimal() or not (length is None or length.isdecimal()):
        raise WrongOption("from and length are whole numbers")


@function(check=_check_numbers)
def substring(value: ir.StringValue, *, from_: str, length: str | None = None) -> ir.StringValue:
    """`length` characters of `value` (all when left out) from position `from`, counted from 0; null past the end."""
    part = value.substr(int(from_)) if length is None else value.substr(int(from_), int(length))
    return (value.length() > int(from_)).ifelse(part, ibis.null("string"))


@function()
def concat(*values: ir.StringValue, separator: str = "") -> ir.StringValue:
    """All values with `separator` between; those that are null are left out, and all null is null."""
    return ibis.array(list(values)).filter(lambda value: value.notnull()).join(separator).nullif("")


def _check_separator(*, separator: str) -> None:
    if not separator:
        raise WrongOption("there is no separator")


@function(check=_check_separator)
def split(value: ir.StringValue, *, separator: str) -> ir.ArrayValue:
    """The trimmed parts of `value` between `separator`s, empty ones left out: several values."""
    parts = value.split(separator).map(lambda part: part.strip())
    return parts.filter(lambda part: part.length() > 0)


def _check_pattern(*, pattern: str, group: str = "1") -> None:
    import pyarrow as pa
    from pyarrow import compute

    if not group.isdecimal():
        raise WrongOption("the group is a whole number")
    try:
        compute.match_substring_regex(pa.nulls(1, pa.string()), pattern)  # by RE2, as the engine does it
    except pa.ArrowInvalid as error:
        raise WrongOption(str(error)) from None


@function(check=_check_pattern)
def match(value: ir.StringValue, *, pattern: str) -> ir.StringValue:
    """`value` where `pattern`, a regular expression, matches the whole of it, else null."""
    return value.re_search(f"^(?:{pattern})$").ifelse(value, ibis.null("string"))


@function(check=_check_pattern)
def extract(value: ir.StringValue, *, pattern: str, group: str = "1") -> ir.StringValue:
    """The text of a group of `pattern` where it matches somewhere in `value`, else null."""
    return value.re_extract(pattern, int(group)).nullif("")


@function(safe=True)
def slug(value: ir.StringValue, *, engine: Engine) -> ir.StringValue:
    """`value` for an IRI: no marks, small letters, `[a-z0-9-]`.

    What is lost with the letters of other scripts is made up for by `x-` and a hash at the end, so that no two names of
    theirs become one.
    """
    plain = engine.without_marks(engine.nfc(value).lower())
    for letter, written in _UNDECOMPOSED.items():
        plain = plain.replace(letter, written)
    made = plain.re_replace("[^a-z0-9]+", "-").re_replace("^-+|-+$", "")
    hashed = ibis.literal("x-") + engine.sha256(engine.nfc(value)).left(12)
    told_apart = plain.re_search(_OF_OTHER_SCRIPTS).ifelse(made + ibis.literal("-") + hashed, made)
    return (made == "").ifelse(hashed, told_apart)


@function(safe=True)
def hash(*values: ir.StringValue, engine: Engine) -> ir.StringValue:
    """The first 16 hexadecimal digits of the SHA-256 of all values; null counts as empty."""
    joined = values[0].fill_null("")
    for value in values[1:]:
        joined = joined + ibis.literal("\x1f") + value.fill_null("")
    return engine.sha256(joined).left(16)
