"""Regular expressions, as far as RE2 and Java read them alike."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.registry import WrongOption, function


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
    """`value` where `pattern`, a regular expression, matches the whole of it, else null.

    >>> fn:match(value: HU10, pattern: "[A-Z]{2}[0-9]+")
    HU10
    """
    return value.re_search(rf"^(?:{pattern})\z").ifelse(value, ibis.null("string"))


@function(check=_check_pattern)
def extract(value: ir.StringValue, *, pattern: str, group: str = "1") -> ir.StringValue:
    """The text of a group of `pattern` where it matches somewhere in `value`, else null.

    >>> fn:extract(value: HORIZON.2.5, pattern: "^([A-Z]+)")
    HORIZON
    """
    return value.re_extract(pattern, int(group)).nullif("")


def _check_replacement(*, pattern: str, with_: str) -> None:
    _check_pattern(pattern=pattern)
    if "\\" in with_ or "$" in with_:
        raise WrongOption("the replacement is a plain text; it may not hold \\ or $")


@function(check=_check_replacement)
def replace_pattern(value: ir.StringValue, *, pattern: str, with_: str) -> ir.StringValue:
    """`value` with everything that `pattern` matches replaced by `with`, a plain text.

    >>> fn:replace_pattern(value: "12 345  678", pattern: " +", with: ".")
    12.345.678
    """
    return value.re_replace(pattern, with_)
