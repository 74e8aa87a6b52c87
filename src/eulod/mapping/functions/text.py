"""Text functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.registry import function

if TYPE_CHECKING:
    from eulod.engines.duckdb import DuckDBEngine

_UNDECOMPOSED = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}


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
def nfc(value: ir.StringValue, *, engine: DuckDBEngine) -> ir.StringValue:
    """`value` in Unicode normalisation form C."""
    return engine.nfc(value)


@function()
def replace(value: ir.StringValue, *, find: str, with_: str) -> ir.StringValue:
    """`value` with every `find` replaced by `with`."""
    return value.replace(find, with_)


@function()
def substring(value: ir.StringValue, *, from_: str, length: str | None = None) -> ir.StringValue:
    """`length` characters of `value` (all when left out) from position `from`, counted from 0; null past the end."""
    part = value.substr(int(from_)) if length is None else value.substr(int(from_), int(length))
    return (value.length() > int(from_)).ifelse(part, ibis.null("string"))


@function()
def concat(*values: ir.StringValue, separator: str = "") -> ir.StringValue:
    """All values with `separator` between; those that are null are left out, and all null is null."""
    return ibis.array(list(values)).filter(lambda value: value.notnull()).join(separator).nullif("")


@function()
def split(value: ir.StringValue, *, separator: str) -> ir.ArrayValue:
    """The trimmed parts of `value` between `separator`s, empty ones left out: several values."""
    parts = value.split(separator).map(lambda part: part.strip())
    return parts.filter(lambda part: part.length() > 0)


@function()
def match(value: ir.StringValue, *, pattern: str) -> ir.StringValue:
    """`value` where `pattern`, a regular expression, matches the whole of it, else null."""
    return value.re_search(f"^(?:{pattern})$").ifelse(value, ibis.null("string"))


@function()
def extract(value: ir.StringValue, *, pattern: str, group: str = "1") -> ir.StringValue:
    """The text of a group of `pattern` where it matches somewhere in `value`, else null."""
    return value.re_extract(pattern, int(group)).nullif("")


@function(safe=True)
def slug(value: ir.StringValue, *, engine: DuckDBEngine) -> ir.StringValue:
    """`value` for an IRI: no marks, small letters, `[a-z0-9-]`; a name without such letters becomes `x-` and a hash."""
    plain = engine.without_marks(engine.nfc(value).lower())
    for letter, written in _UNDECOMPOSED.items():
        plain = plain.replace(letter, written)
    made = plain.re_replace("[^a-z0-9]+", "-").re_replace("^-+|-+$", "")
    return (made == "").ifelse(ibis.literal("x-") + engine.sha256(engine.nfc(value)).left(12), made)


@function(safe=True)
def hash(*values: ir.StringValue, engine: DuckDBEngine) -> ir.StringValue:
    """The first 16 hexadecimal digits of the SHA-256 of all values; null counts as empty."""
    joined = values[0].fill_null("")
    for value in values[1:]:
        joined = joined + ibis.literal("\x1f") + value.fill_null("")
    return engine.sha256(joined).left(16)
