"""Reckoning with days: those that have passed, those to come, and the parts of a date."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel
from eulod.mapping.functions.registry import INTEGER, WrongOption, function

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
_UNITS = ("days", "weeks", "months", "years")
_PARTS = {"year": (0, 4), "month": (5, 2), "day": (8, 2)}


def _check_exact(*, unit: str = "days") -> None:
    if unit not in ("days", "weeks"):
        raise WrongOption(f"the unit is '{unit}'; there are: days, weeks (months and years are no exact lengths)")


@function(
    fails="no day as yyyy-MM-dd, or the other one is none",
    safe=True,
    datatype=INTEGER,
    check=_check_exact,
    also=(grel("date_diff", value="param_datetime_d", since="param_datetime_d2", unit="param_string_timeunit"),),
)
def days_since(value: ir.StringValue, since: ir.StringValue, *, unit: str = "days") -> ir.StringValue:
    """How many days, or whole weeks, have passed from the day `since` to the day `value`, both written yyyy-MM-dd.

    >>> fn:days_since(value: 2024-03-01, since: 2024-02-01)
    29
    """
    days = _day(value).delta(_day(since), unit="day")
    if unit == "weeks":
        days = (days.abs() - days.abs() % 7) * days.sign() // 7
    return days.cast("int64").cast("string")


def _check_later(*, by: str, unit: str = "days") -> None:
    if not by.removeprefix("-").isdecimal() or len(by) > 6:
        raise WrongOption(f"'{by}' is no whole number of at most six digits")
    if unit not in _UNITS:
        raise WrongOption(f"the unit is '{unit}'; there are: {', '.join(_UNITS)}")


@function(
    fails="no day as yyyy-MM-dd, or the later one has no year of four digits",
    safe=True,
    check=_check_later,
    also=(grel("date_inc", value="param_date_d", by="param_dec_n", unit="param_string_unit", gives="output_date"),),
)
def later(value: ir.StringValue, *, by: str, unit: str = "days") -> ir.StringValue:
    """The day `by` days, weeks, months or years after the day `value`; a month too short gives its last day.

    >>> fn:later(value: 2024-01-31, by: 1, unit: months)
    2024-02-29
    """
    day = (_day(value) + ibis.interval(int(by), unit=_UNIT_LETTERS[unit])).strftime("%Y-%m-%d")
    return day.re_search(_DAY).ifelse(day, ibis.null("string"))


_UNIT_LETTERS = {"days": "D", "weeks": "W", "months": "M", "years": "Y"}


def _check_part(*, unit: str) -> None:
    if unit not in _PARTS:
        raise WrongOption(f"the unit is '{unit}'; there are: {', '.join(_PARTS)}")


@function(
    fails="no day as yyyy-MM-dd",
    safe=True,
    datatype=INTEGER,
    check=_check_part,
    also=(grel("date_datePart", value="param_date_d", unit="param_string_unit", gives="output_any"),),
)
def date_part(value: ir.StringValue, *, unit: str) -> ir.StringValue:
    """The year, month or day, as `unit` says, of a day written yyyy-MM-dd.

    >>> fn:date_part(value: 2024-03-07, unit: month)
    3
    """
    start, length = _PARTS[unit]
    return _day(value).notnull().ifelse(value, ibis.null("string")).substr(start, length).cast("int64").cast("string")


def _day(text: ir.StringValue) -> ir.DateValue:
    return text.re_search(_DAY).ifelse(text, ibis.null("string")).try_cast("date")
