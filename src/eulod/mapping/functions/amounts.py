"""Amounts and rates as their sources write them, to xsd:decimal, exactly."""

from __future__ import annotations

import re

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.registry import WrongOption, function

_SPACES = r"[ \x{A0}\x{202F}\x{2009}]"
_ENDS = rf"^(?:\s|{_SPACES})+|(?:\s|{_SPACES})+$"


def _check_marks(*, decimal: str = ".", grouping: str = "", unit: str = "") -> None:
    if len(decimal) != 1 or decimal in "0123456789+- ":
        raise WrongOption(f"'{decimal}' is no decimal mark")
    if len(grouping) > 1 or (grouping and grouping in "0123456789+-"):
        raise WrongOption(f"'{grouping}' is no grouping mark")
    if decimal == grouping:
        raise WrongOption(f"'{decimal}' cannot be both marks")


@function(fails="no amount with decimal mark '{decimal}' and grouping mark '{grouping}'", safe=True, check=_check_marks)
def amount(value: ir.StringValue, *, decimal: str = ".", grouping: str = "", unit: str = "") -> ir.StringValue:
    """`value` as a decimal: digits, the declared marks and, at either end, the declared unit.

    A mark that was not declared is refused, never guessed: with decimal mark `,` and no grouping, `1.234` has no value.
    A grouping mark of one space stands for every kind of space.

    >>> fn:amount(value: "1.234,50 €", decimal: ",", grouping: ".", unit: €)
    1234.50
    """
    mark = _SPACES if grouping == " " else re.escape(grouping)
    number = value.re_replace(_ENDS, "")
    if unit:
        number = number.re_replace(rf"^{re.escape(unit)}|{re.escape(unit)}$", "").re_replace(_ENDS, "")
    groups = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|" if grouping else ""
    pattern = rf"^[+-]?(?:{groups}[0-9]+)(?:{re.escape(decimal)}[0-9]+)?$"
    plain = number.re_replace(mark, "") if grouping else number
    written = plain.replace(decimal, ".").re_replace(r"^\+", "")
    return number.re_search(pattern).ifelse(written, ibis.null("string"))


def _check_rate(*, unit: str = "fraction", decimal: str = ".") -> None:
    if unit not in ("fraction", "percent"):
        raise WrongOption(f"the unit is '{unit}'; there are: fraction, percent")
    if decimal not in (".", ","):
        raise WrongOption(f"'{decimal}' is no decimal mark; there are: . and ,")


@function(
    fails="no rate from 0 to 1; a fraction such as 0{decimal}85 or a percentage such as 85% belongs here",
    safe=True,
    check=_check_rate,
)
def rate(value: ir.StringValue, *, unit: str = "fraction", decimal: str = ".") -> ir.StringValue:
    """`value` as a fraction from 0 to 1. `unit` says how a number without a percent sign is meant: fraction or percent.

    At most eight decimal places are kept.

    >>> fn:rate(value: "85 %")
    0.85
    """
    text = value.re_replace(_ENDS, "")
    percent = text.endswith("%") | ibis.literal(unit == "percent")
    number = text.replace(decimal, ".").re_replace(rf"(?:\s|{_SPACES})*%$", "").try_cast("decimal(18, 8)")
    fraction = percent.ifelse((number * ibis.literal("0.01").cast("decimal(4, 2)")).cast("decimal(18, 10)"), number)
    written = fraction.cast("decimal(18, 10)").cast("string").re_replace(r"\.?0+$", "")
    fits = text.re_search(rf"^[0-9]+(?:{re.escape(decimal)}[0-9]+)?(?:(?:\s|{_SPACES})*%)?$") & (fraction <= 1)
    return fits.ifelse(written, ibis.null("string"))
