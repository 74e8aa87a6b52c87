"""Capitals and small letters, the same on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel
from eulod.mapping.functions.registry import function

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_LONGER = {letter: letter.upper() for letter in "ßŉǰΐΰևẖẗẘẙẚﬀﬁﬂﬃﬄﬅﬆ"}
"""Letters whose capital is more than one, which some engines leave as they are; those with an iota below are left out.

Source: Unicode, SpecialCasing.txt
"""


@function(also=(grel("toUpperCase", value="valueParam"),))
def upper(value: ir.StringValue) -> ir.StringValue:
    """`value` in capitals; that of ß is SS.

    >>> fn:upper(value: Győr)
    GYŐR
    """
    return capitals(value)


@function(also=(grel("toLowerCase", value="valueParam"),))
def lower(value: ir.StringValue) -> ir.StringValue:
    """`value` in small letters; that of Σ is σ at the end of words too.

    >>> fn:lower(value: GYŐR)
    győr
    """
    return small_letters(value)


@function(also=(grel("string_toTitlecase", value="valueParam"), grel("toTitleCase", value="valueParam")))
def title(value: ir.StringValue, *, engine: Engine) -> ir.StringValue:
    """`value` with a capital at the start of each word, which a space ends, and small letters in the rest of it.

    >>> fn:title(value: "central EUROPE")
    Central Europe
    """
    words = engine.split(value, " ")
    return words.map(lambda word: capitals(word.left(1)) + small_letters(word.substr(1))).join(" ")


def capitals(text: ir.StringValue) -> ir.StringValue:
    """Texts in capitals by Unicode's full mapping."""
    for letter, several in _LONGER.items():
        text = text.replace(letter, several)
    return text.upper()


def small_letters(text: ir.StringValue) -> ir.StringValue:
    """Texts in small letters, each by itself: engines differ in what they do with Σ at the end of a word and with İ."""
    return text.replace("Σ", "σ").replace("İ", "i").lower()
