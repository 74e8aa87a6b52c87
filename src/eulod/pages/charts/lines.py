"""Lines and points over periods."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from eulod.pages.charts.bars import svg, tooltip
from eulod.pages.charts.chart import Chart, Number, Scale, scale
from eulod.pages.charts.columns import down, middle, names
from eulod.pages.charts.drawing import colour, element, em, inside, percent

_HEIGHT = 14.0
_MARK = 8


def lines(chart: Chart) -> Markup:
    """A line per series from point to point; where a value is not known the line is broken."""
    size = scale([value for series in chart.series for value in series.values if value is not None])
    drawn = [part for place in range(len(chart.series)) for part in _line(chart, place, size)]
    return svg(chart, inside([*_grid(chart, size), *drawn, *names(chart, _HEIGHT)]), height=_HEIGHT)


def mark(place: int, x: str, y: str, told: Markup) -> Markup:
    """The point of a series: a disc, a square, a ring or a lozenge, whatever its colour."""
    shape = ("disc", "square", "ring", "lozenge")[place % 4]
    if shape in ("disc", "ring"):
        return element("circle", told, cx=x, cy=y, r="4.5", class_=f"mark {shape} s{colour(place)}")
    half = f"translate(-{_MARK // 2} -{_MARK // 2})"
    square = element(
        "rect", told, x=x, y=y, width=str(_MARK), height=str(_MARK), class_=f"mark {shape} s{colour(place)}"
    )
    return element("g", square, transform=half)


def _line(chart: Chart, place: int, size: Scale) -> Iterator[Markup]:
    points = [
        (percent(middle(at, len(chart.categories))), em(down(size, float(value), height=_HEIGHT)))
        if value is not None
        else None
        for at, value in enumerate(chart.series[place].values)
    ]
    for before, after in itertools.pairwise(points):
        if before and after:
            ends = {"x1": before[0], "y1": before[1], "x2": after[0], "y2": after[1]}
            yield element("line", class_=f"stroke d{place % 4 + 1} t{colour(place)}", **ends)
    for at, point in enumerate(points):
        if point:
            yield mark(place, *point, tooltip(chart, at, place))


def _grid(chart: Chart, size: Scale) -> Iterator[Markup]:
    for tick in size.ticks():
        at = down(size, tick, height=_HEIGHT)
        yield element("line", x1="0", x2="100%", y1=em(at), y2=em(at), class_="ground" if tick == 0 else "grid")
        yield element("text", chart.label(_number(tick)), x="0", y=em(at - 0.25), class_="tick")


def _number(tick: float) -> Number:
    return int(tick) if tick == int(tick) else Decimal(f"{tick:.6g}")
