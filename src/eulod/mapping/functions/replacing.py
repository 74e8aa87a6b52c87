"""Texts with something else in place of what stood in them."""

from __future__ import annotations

import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel
from eulod.mapping.functions.registry import WrongOption, function


def _check_find(*, find: str, with_: str) -> None:
    if not find:
        raise WrongOption("there is nothing to find")


@function(
    check=_check_find,
    also=(grel("string_replace", value="valueParam", find="param_find", with_="param_replace"),),
)
def replace(value: ir.StringValue, *, find: str, with_: str) -> ir.StringValue:
    """`value` with every `find`, a plain text, replaced by `with`.

    >>> fn:replace(value: M Venus, find: " ", with: -)
    M-Venus
    """
    return value.replace(find, with_)


def _check_letters(*, find: str, with_: str) -> None:
    _check_find(find=find, with_=with_)
    if len(set(find)) < len(find):
        raise WrongOption(f"a character stands twice in '{find}'")


@function(
    check=_check_letters,
    also=(grel("string_replaceChars", value="valueParam", find="param_find", with_="param_replace"),),
)
def replace_characters(value: ir.StringValue, *, find: str, with_: str) -> ir.StringValue:
    """`value` with each character of `find` replaced by that at its place in `with`; those without one are left out.

    >>> fn:replace_characters(value: "(12)", find: "1()", with: 3)
    32
    """
    return value.translate(find, with_)


@function(also=(grel("string_chomp", value="valueParam", ending="param_string_sep"),))
def without_ending(value: ir.StringValue, ending: ir.StringValue) -> ir.StringValue:
    """`value` without `ending` where it ends so.

    >>> fn:without_ending(value: 100 EUR, ending: " EUR")
    100
    """
    return value.endswith(ending).ifelse(value.left(value.length() - ending.length()), value)
