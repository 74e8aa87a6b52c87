"""Dates as their sources write them, to xsd lexical forms, and the days they begin and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel, idlab
from eulod.mapping.functions.registry import WrongOption, function

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_FIELDS = {
    "yyyy": ("year", "[0-9]{4}"),
    "MM": ("month", "[0-9]{2}"),
    "dd": ("day", "[0-9]{2}"),
    "M": ("month", "[0-9]{1,2}"),
    "d": ("day", "[0-9]{1,2}"),
    "HH": ("", "(?:[01][0-9]|2[0-3])"),
    "mm": ("", "[0-5][0-9]"),
    "ss": ("", "[0-5][0-9]"),
}
_PARTS = {"year": 4, "month": 2, "day": 2}
_PARTIAL = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_STAMPED = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"


def _check_format(*, format: str) -> None:
    _, order = _pattern(format)
    wanted = list(_PARTS)[: len(set(order))]
    if not order or len(order) != len(set(order)) or set(order) != set(wanted):
        raise WrongOption(f"the format '{format}' does not give year, year and month, or all three, each once")


@function(
    fails="no date of the form {format}",
    safe=True,
    check=_check_format,
    also=(
        grel("date_toDate", value="valueParam", format="param_string_pattern", gives="output_date"),
        idlab("normalizeDate", value="_strDate", format="_pattern"),
    ),
)
def date(value: ir.StringValue, *, format: str) -> ir.StringValue:
    """`value`, written in `format`, as xsd:date, or as xsd:gYearMonth or xsd:gYear where that has no day or no month.

    The format has yyyy, MM or M, dd or d, HH, mm, ss and other characters as they are. A day that the calendar lacks
    is no date.

    >>> fn:date(value: 7.3.2021, format: d.M.yyyy)
    2021-03-07
    """
    pattern, order = _pattern(format)
    text = value.strip()
    found = {name: text.re_extract(pattern, place + 1) for place, name in enumerate(order)}
    parts = [found[name].lpad(width, "0") for name, width in _PARTS.items() if name in found]
    written = parts[0]
    for part in parts[1:]:
        written = written + ibis.literal("-") + part
    whole = written + ibis.literal("-01" * (3 - len(parts)))
    return (text.re_search(pattern) & whole.try_cast("date").notnull()).ifelse(written, ibis.null("string"))


def _pattern(format: str) -> tuple[str, list[str]]:
    """A regular expression for `format`, and what each of its groups holds."""
    pattern, order = "", []
    for piece in re.findall(r"yyyy|MM|dd|HH|mm|ss|M|d|.", format, re.DOTALL):
        name, expression = _FIELDS.get(piece, ("", re.escape(piece)))
        pattern += f"({expression})" if name else expression
        order += [name] if name else []
    return f"^{pattern}$", order


@function(fails="no year, month or day as yyyy, yyyy-MM or yyyy-MM-dd", safe=True)
def first_day(value: ir.StringValue) -> ir.StringValue:
    """The first day of a year, a month or a day, as xsd:date.

    >>> fn:first_day(value: 2024-02)
    2024-02-01
    """
    return _whole(value.strip(), "-01-01").strftime("%Y-%m-%d")


@function(fails="no year, month or day as yyyy, yyyy-MM or yyyy-MM-dd", safe=True)
def last_day(value: ir.StringValue) -> ir.StringValue:
    """The last day of a year, a month or a day, as xsd:date.

    >>> fn:last_day(value: 2024-02)
    2024-02-29
    """
    text = value.strip()
    day = _whole(text, "-12-31")
    end_of_month = day.truncate("M") + ibis.interval(months=1) - ibis.interval(days=1)
    return (text.length() == 7).ifelse(end_of_month.strftime("%Y-%m-%d"), day.strftime("%Y-%m-%d"))


def _whole(text: ir.StringValue, after_year: str) -> ir.DateValue:
    end = (text.length() == 4).ifelse(after_year, (text.length() == 7).ifelse("-01", ""))
    return text.re_search(_PARTIAL).ifelse(text + end, ibis.null("string")).try_cast("date")


@function(fails="no time with a zone, as yyyy-MM-ddTHH:mm:ssZ", safe=True)
def brussels_day(value: ir.StringValue, *, engine: Engine) -> ir.StringValue:
    """The day in Brussels at a moment stamped with its zone, as xsd:date.

    >>> fn:brussels_day(value: "2024-06-30T22:30:00Z")
    2024-07-01
    """
    text = value.strip()
    stamp = text.re_search(_STAMPED).ifelse(text, ibis.null("string"))
    moment = stamp.try_cast(ibis.dtype("timestamp('UTC')"))
    return engine.local_time(moment, "Europe/Brussels").strftime("%Y-%m-%d")
