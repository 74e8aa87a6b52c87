"""Amounts and rates as their sources write them, to xsd:decimal, exactly."""

from __future__ import annotations

import re

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.registry import function

_SPACES = r"[ \x{A0}\x{202F}\x{2009}]"


@function(fails="no amount with decimal mark '{decimal}' and grouping mark '{grouping}'", safe=True)
def amount(value: ir.StringValue, *, decimal: str = ".", grouping: str = "", unit: str = "") -> ir.StringValue:
    """`value` as a decimal: digits, the declared marks and, at either end, the declared unit.

    A mark that was not declared is refused, never guessed: with decimal mark `,` and no grouping, `1.234` has no value.
    A grouping mark of one space stands for every kind of space.
    """
    mark = _SPACES if grouping == " " else re.escape(grouping)
    number = (
        value.re_replace(rf"^\s*(?:{re.escape(unit)})?\s*|\s*(?:{re.escape(unit)})?\s*$", "") if unit else value.strip()
    )
    groups = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|" if grouping else ""
    pattern = rf"^[+-]?(?:{groups}[0-9]+)(?:{re.escape(decimal)}[0-9]+)?$"
    plain = number.re_replace(mark, "") if grouping else number
    written = plain.replace(decimal, ".").re_replace(r"^\+", "")
    return number.re_search(pattern).ifelse(written, ibis.null("string"))


@function(fails="no rate; a fraction such as 0.85 or a percentage such as 85% belongs here", safe=True)
def rate(value: ir.StringValue, *, unit: str = "fraction", decimal: str = ".") -> ir.StringValue:
    """`value` as a fraction. `unit` says how a number without a percent sign is meant: fraction or percent."""
    number = value.strip().replace(decimal, ".").re_replace(r"\s*%$", "")
    percent = value.strip().endswith("%") | ibis.literal(unit == "percent")
    exact = number.try_cast("decimal(18, 8)")
    fraction = percent.ifelse((exact * ibis.literal("0.01").cast("decimal(4, 2)")).cast("decimal(18, 10)"), exact)
    text = fraction.cast("decimal(18, 10)").cast("string").re_replace(r"\.?0+$", "")
    return number.re_search(r"^[0-9]+(\.[0-9]+)?$").ifelse(text.re_replace("^$", "0"), ibis.null("string"))
