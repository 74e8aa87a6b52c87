"""Bars that stand: one per period, its number on top."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from eulod.pages.charts.bars import pieces, svg, tooltip
from eulod.pages.charts.chart import Chart, Scale, scale
from eulod.pages.charts.drawing import colour, element, em, fill, inside, percent

_HEIGHT = 12.0
_TOP, _BOTTOM = 1.6, 1.8
_WIDTH = 0.62
LABELS = 7
"""How many names fit under a drawing on a phone; of more, every second, third … is written."""


def columns(chart: Chart) -> Markup:
    """The columns of a chart; those of several series stand on each other, and the number is their sum."""
    ends = [end for at in range(len(chart.categories)) for _, _, end in pieces(chart, at)]
    size = scale(ends)
    drawn = [part for at in range(len(chart.categories)) for part in _column(chart, at, size)]
    return svg(chart, inside([*drawn, *names(chart, _HEIGHT), _ground(size)]), height=_HEIGHT)


def names(chart: Chart, height: float) -> Iterator[Markup]:
    """The names of the categories under a drawing, as many as fit."""
    count = len(chart.categories)
    step = -(-count // LABELS)
    for at in range(0, count, step):
        yield element(
            "text",
            chart.categories[at].label,
            x=percent(middle(at, count)),
            y=em(height - 0.5),
            class_="name",
            text_anchor="middle",
        )


def middle(at: int, count: int) -> float:
    """Where the middle of a category is, in per cent of the width."""
    return 100 * (at + 0.5) / count


def down(size: Scale, number: float, *, height: float = _HEIGHT) -> float:
    """How far below the top a number is, in em."""
    return _TOP + (height - _TOP - _BOTTOM) * (1 - size.at(number) / 100)


def _column(chart: Chart, at: int, size: Scale) -> Iterator[Markup]:
    tops = [0.0]
    for place, start, end in pieces(chart, at):
        tops.append(float(max(start, end)))
        yield _piece(chart, at, place, (down(size, float(max(start, end))), down(size, float(min(start, end)))))
    total = chart.total(at)
    if total is not None and len(chart.categories) <= 2 * LABELS:
        yield element(
            "text",
            chart.label(total),
            x=percent(middle(at, len(chart.categories))),
            y=em(down(size, max(tops)) - 0.4),
            class_="value",
            text_anchor="middle",
        )


def _piece(chart: Chart, at: int, place: int, ends: tuple[float, float]) -> Markup:
    count = len(chart.categories)
    return element(
        "rect",
        tooltip(chart, at, place),
        x=percent(middle(at, count) - 50 * _WIDTH / count),
        y=em(ends[0]),
        width=percent(100 * _WIDTH / count),
        height=em(ends[1] - ends[0]),
        class_=f"s{colour(place)}",
        fill=fill(chart, place),
    )


def _ground(size: Scale) -> Markup:
    at = em(down(size, 0))
    return element("line", x1="0", x2="100%", y1=at, y2=at, class_="ground")
