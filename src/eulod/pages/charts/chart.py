"""What a chart shows, before anybody draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10
from typing import TypeAlias

Number: TypeAlias = int | Decimal
COLOURS = 6
"""How many series have a colour and a pattern of their own; the seventh looks like the first."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of number, a value for each category; None where nobody knows it, which is not zero."""

    name: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """What a bar or a point stands for, with the page that tells more, if there is one."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers by category, and the words around them in the reader's language.

    `key` makes the ids of the chart unique on its page: letters, digits and hyphens. `shown` writes a number in full,
    with its unit; `short` as a label in the drawing.
    """

    key: str
    title: str
    description: str
    category: str
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    shown: Callable[[Number], str] = str
    short: Callable[[Number], str] | None = None

    def label(self, number: Number) -> str:
        """A number as the drawing shows it."""
        return (self.short or self.shown)(number)

    def known(self, at: int) -> list[tuple[int, Number]]:
        """The series that know a category, by their place, with their values."""
        values = ((place, series.values[at]) for place, series in enumerate(self.series))
        return [(place, value) for place, value in values if value is not None]

    def total(self, at: int) -> Number | None:
        """The sum over the series of one category; None when none of them knows it."""
        known = self.known(at)
        return sum(value for _, value in known) if known else None


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers to per cent of the drawing's width or height; zero is always on it."""

    low: float
    high: float

    def at(self, number: Number | float) -> float:
        """Where a number stands, 0 to 100."""
        return 100 * (float(number) - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        """Round numbers over the scale, about four."""
        step = _round_step((self.high - self.low) / 4)
        first = -floor(-self.low / step)
        return [number * step for number in range(first, floor(self.high / step + 1e-9) + 1)]


def scale(numbers: list[Number]) -> Scale:
    """The scale that holds all the numbers and zero."""
    low, high = float(min(numbers, default=0)), float(max(numbers, default=0))
    low, high = min(low, 0.0), max(high, 0.0)
    return Scale(low, high if high > low else low + 1)


def _round_step(least: float) -> float:
    """The next of 1, 2, 5, 10 … times a power of ten."""
    power = 10.0 ** floor(log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.999999)
