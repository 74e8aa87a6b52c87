"""The cells of a spreadsheet as text: numbers and dates exactly, in the form that XML Schema gives them.

Source: https://ecma-international.org/publications-and-standards/standards/ecma-376/ (part 1, 18.3.1.4 and 18.8.30)
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

_DATES = {*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58}
_TIMES = {18, 19, 20, 21, *range(32, 36), 45, 47, 55, 56}
_MOMENT = 22
_ELAPSED = 46
_NOT_A_MARK = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|General|AM/PM|A/P', re.IGNORECASE)
_LAST_DAY = 2_958_465
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = re.compile(r"-?[0-9]+")


class WrongCell(ValueError):
    """A cell holds an error, or a number that is none; the message says which."""


class Kind(Enum):
    """What the format of a cell makes of its number."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    ELAPSED = "elapsed"


def kind_of_format(number: int, code: str | None) -> Kind:
    """What a number format makes of a number, by its id and, if it is no built-in one, its code.

    >>> kind_of_format(164, "dd.mm.yyyy")
    <Kind.DATE: 'date'>
    """
    if code is None:
        known = {_MOMENT: Kind.MOMENT, _ELAPSED: Kind.ELAPSED}
        return Kind.DATE if number in _DATES else Kind.TIME if number in _TIMES else known.get(number, Kind.NUMBER)
    marks = set(_NOT_A_MARK.sub("", code.split(";")[0]).lower())
    if "[" in marks:
        return Kind.ELAPSED
    has_time = bool(marks & {"h", "s"})
    has_date = bool(marks & {"y", "d"}) or ("m" in marks and not has_time)
    if has_date:
        return Kind.MOMENT if has_time else Kind.DATE
    return Kind.TIME if has_time else Kind.NUMBER


def number_text(raw: str, kind: Kind, *, from_1904: bool) -> str:
    """A stored number as text: `1.0` is 1, `1E-7` is 0.0000001, a date is 2026-11-21.

    Numbers are binary ones in spreadsheets: the shortest decimal that stands for the same one is written, whole numbers
    with all their digits. A date with a time of day that its format hides keeps it. Raises WrongCell.
    """
    try:
        value = Decimal(raw) if _WHOLE.fullmatch(raw) else Decimal(repr(float(raw)))
    except (ArithmeticError, ValueError):
        raise WrongCell(f"'{raw[:40]}' is no number") from None
    if not value.is_finite():
        raise WrongCell(f"'{raw[:40]}' is no number")
    if kind is Kind.NUMBER:
        return _plain(value)
    return _elapsed(value) if kind is Kind.ELAPSED else _moment(value, kind, from_1904)


def _plain(value: Decimal) -> str:
    written = format(value, "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in ("-0", "") else written


def _elapsed(value: Decimal) -> str:
    thousandths = round(abs(value) * 86_400_000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = _plain(Decimal(rest) / 1000)
    return f"{'-' if value < 0 else ''}PT{hours}H{minutes}M{seconds}S"


def _moment(value: Decimal, kind: Kind, from_1904: bool) -> str:
    thousandths = round(value * 86_400_000)
    day, of_day = divmod(thousandths, 86_400_000)
    clock = (datetime(2000, 1, 1) + timedelta(milliseconds=of_day)).time()  # noqa: DTZ001
    time = clock.isoformat("milliseconds" if of_day % 1000 else "seconds")
    if kind is Kind.TIME and day == 0:
        return time
    date = _day(day, from_1904)
    return date if kind is Kind.DATE and not of_day else f"{date}T{time}"


def _day(day: int, from_1904: bool) -> str:
    """The day of a number; that of 60 does not exist, since spreadsheets take 1900 for a leap year."""
    if not (0 if from_1904 else 1) <= day <= _LAST_DAY or (day == 60 and not from_1904):
        raise WrongCell(f"day {day} is no date")
    before = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if day < 60 else 30)  # noqa: DTZ001
    return (before + timedelta(days=day)).date().isoformat()


def unescaped(text: str) -> str:
    """A text with its `_x000D_` escapes as the characters they stand for. Raises WrongCell for what is no character."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    if number == 0 or 0xD800 <= number <= 0xDFFF:
        raise WrongCell(f"'{found[0]}' is no character")
    return chr(number)
