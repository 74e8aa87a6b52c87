"""Dates as their sources write them, to xsd lexical forms, and the days they begin and end."""

from __future__ import annotations

import re

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.registry import function

_FIELDS = {
    "yyyy": ("year", "[0-9]{4}"),
    "MM": ("month", "[0-9]{2}"),
    "dd": ("day", "[0-9]{2}"),
    "M": ("month", "[0-9]{1,2}"),
    "d": ("day", "[0-9]{1,2}"),
    "HH": ("", "[0-9]{2}"),
    "mm": ("", "[0-9]{2}"),
    "ss": ("", "[0-9]{2}"),
}


@function(fails="no date of the form {format}", safe=True)
def date(value: ir.StringValue, *, format: str) -> ir.StringValue:
    """`value`, written in `format` (yyyy, MM or M, dd or d, HH, mm, ss and other characters as they are), as xsd:date,
    or as xsd:gYearMonth or xsd:gYear where the format has no day or no month. A day that the calendar lacks is null."""
    pattern, order = _pattern(format)
    text = value.strip()
    parts = [text.re_extract(pattern, order.index(name) + 1).lpad(width, "0") for name, width in _wanted(order)]
    written = parts[0]
    for part in parts[1:]:
        written = written + ibis.literal("-") + part
    whole = written + ibis.literal("-01" * (3 - len(parts)))
    return (text.re_search(pattern) & whole.try_cast("date").notnull()).ifelse(written, ibis.null("string"))


def _pattern(format: str) -> tuple[str, list[str]]:
    pattern, order = "", []
    for piece in re.findall(r"yyyy|MM|dd|HH|mm|ss|M|d|.", format):
        name, expression = _FIELDS.get(piece, ("", re.escape(piece)))
        pattern += f"({expression})" if name else expression
        order += [name] if name else []
    return f"^{pattern}$", order


def _wanted(order: list[str]) -> list[tuple[str, int]]:
    return [(name, width) for name, width in (("year", 4), ("month", 2), ("day", 2)) if name in order]


@function(fails="no year, month or day as yyyy, yyyy-MM or yyyy-MM-dd", safe=True)
def first_day(value: ir.StringValue) -> ir.StringValue:
    """The first day of a year, a month or a day, as xsd:date."""
    return _whole(value, "-01-01", "-01").try_cast("date").strftime("%Y-%m-%d")


@function(fails="no year, month or day as yyyy, yyyy-MM or yyyy-MM-dd", safe=True)
def last_day(value: ir.StringValue) -> ir.StringValue:
    """The last day of a year, a month or a day, as xsd:date."""
    day = _whole(value, "-12-31", "-01").try_cast("date")
    end_of_month = day.truncate("M") + ibis.interval(months=1) - ibis.interval(days=1)
    return (value.length() == 7).ifelse(end_of_month.strftime("%Y-%m-%d"), day.strftime("%Y-%m-%d"))


def _whole(value: ir.StringValue, after_year: str, after_month: str) -> ir.StringValue:
    end = (value.length() == 4).ifelse(after_year, (value.length() == 7).ifelse(after_month, ""))
    return value + end


@function(fails="no time with a zone, as yyyy-MM-ddTHH:mm:ssZ", safe=True)
def brussels_day(value: ir.StringValue) -> ir.StringValue:
    """The day in Brussels at a moment stamped with its zone, as xsd:date."""
    moment = value.strip().re_replace(r"^(.{10})[ T]", r"\1T").try_cast(ibis.dtype("timestamp('UTC')"))
    local = moment.cast(ibis.dtype("timestamp('Europe/Brussels')"))
    stamped = value.re_search(r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[ T].*(Z|[+-][0-9]{2}:?[0-9]{2})\s*$")
    return stamped.ifelse(local.strftime("%Y-%m-%d"), ibis.null("string"))
