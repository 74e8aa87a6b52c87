"""Bars that lie: one row per category, with its name and its number over the bar, so that long names have room."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from eulod.pages.charts.chart import Chart, Number, Scale, scale
from eulod.pages.charts.drawing import clipped, colour, element, em, fill, inside, patterns, percent

_ROW = 2.7
_BAR = 0.85
_LONGEST = 34


def bars(chart: Chart) -> Markup:
    """The bars of a chart; those of several series lie end to end, and the number is their sum."""
    size = _scale(chart)
    rows = [row for at in range(len(chart.categories)) for row in _row(chart, at, size)]
    return svg(chart, inside(rows), height=_ROW * len(chart.categories))


def svg(chart: Chart, drawn: Markup, *, height: float) -> Markup:
    """A drawing with the title and the description that a screen reader tells."""
    names = (
        element("title", chart.title, id=f"{chart.key}-title"),
        element("desc", chart.description, id=f"{chart.key}-desc"),
    )
    return element(
        "svg",
        *names,
        patterns(chart),
        drawn,
        class_="chart",
        role="img",
        aria_labelledby=f"{chart.key}-title {chart.key}-desc",
        width="100%",
        height=em(height),
    )


def _scale(chart: Chart) -> Scale:
    ends: list[Number] = [end for at in range(len(chart.categories)) for _, _, end in pieces(chart, at)]
    return scale(ends)


def pieces(chart: Chart, at: int) -> Iterator[tuple[int, Number, Number]]:
    """The series of a category end to end: place of the series, where it begins, where it ends.

    What is below zero goes the other way.
    """
    above: Number = 0
    below: Number = 0
    for place, value in chart.known(at):
        start = above if value >= 0 else below
        yield place, start, start + value
        above, below = (above + value, below) if value >= 0 else (above, below + value)


def _row(chart: Chart, at: int, size: Scale) -> Iterator[Markup]:
    top = _ROW * at
    total = chart.total(at)
    name = chart.categories[at].label
    yield element("text", clipped(name, _LONGEST), x="0", y=em(top + 1))
    if total is not None:
        yield element("text", chart.label(total), x="100%", y=em(top + 1), class_="value", text_anchor="end")
    yield element("rect", x="0", y=em(top + 1.4), width="100%", height=em(_BAR), class_="track")
    for place, start, end in pieces(chart, at):
        yield _piece(chart, at, place, (size.at(min(start, end)), size.at(max(start, end))), top + 1.4)


def _piece(chart: Chart, at: int, place: int, ends: tuple[float, float], top: float) -> Markup:
    return element(
        "rect",
        tooltip(chart, at, place),
        x=percent(ends[0]),
        y=em(top),
        width=percent(ends[1] - ends[0]),
        height=em(_BAR),
        class_=f"s{colour(place)}",
        fill=fill(chart, place),
    )


def tooltip(chart: Chart, at: int, place: int) -> Markup:
    """What a pointer over a bar or a point tells."""
    value = chart.series[place].values[at]
    words = (chart.categories[at].label, chart.series[place].name if len(chart.series) > 1 else "")
    told = " · ".join(word for word in words if word)
    return element("title", f"{told}: {chart.shown(value)}" if value is not None else told)
