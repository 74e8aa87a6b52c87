"""A chart as it stands in a page: its title, its drawing, the key to its colours, and all its numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup

from eulod.pages.charts.chart import Category, Chart
from eulod.pages.charts.drawing import colour, element, fill, inside
from eulod.pages.charts.lines import lines, mark

_UNKNOWN = "–"


def figure(chart: Chart, draw: Callable[[Chart], Markup], *, as_table: str, heading: str = "h3") -> Markup:
    """The whole figure; `as_table` is what opens the table, in the reader's language."""
    opened = element("details", element("summary", as_table), table(chart), class_="numbers")
    title = element(heading, chart.title)
    key = legend(chart, as_lines=draw is lines) if len(chart.series) > 1 else Markup("")
    return element("figure", element("figcaption", title), key, draw(chart), opened, class_="chart-figure")


def table(chart: Chart) -> Markup:
    """The numbers of a chart, a row per category and a column per series."""
    heads = [element("th", chart.category, scope="col")]
    heads += [element("th", series.name, scope="col", class_="number") for series in chart.series]
    rows = [element("tr", *_cells(chart, at)) for at in range(len(chart.categories))]
    caption = element("caption", chart.title, class_="visually-hidden")
    return element("table", caption, element("thead", element("tr", *heads)), element("tbody", *rows))


def legend(chart: Chart, *, as_lines: bool = False) -> Markup:
    """What each colour, pattern and mark stands for."""
    return element("ul", *(_entry(chart, place, as_lines) for place in range(len(chart.series))), class_="legend")


def _entry(chart: Chart, place: int, as_lines: bool) -> Markup:
    drawn = inside(_line_swatch(place)) if as_lines else _swatch(chart, place)
    swatch = element("svg", drawn, class_="chart swatch", width="28", height="14", aria_hidden="true")
    return element("li", swatch, " ", chart.series[place].name)


def _swatch(chart: Chart, place: int) -> Markup:
    return element("rect", width="28", height="14", class_=f"s{colour(place)}", fill=fill(chart, place))


def _line_swatch(place: int) -> Iterator[Markup]:
    yield element("line", x1="0", y1="7", x2="28", y2="7", class_=f"stroke d{place % 4 + 1} t{colour(place)}")
    yield mark(place, "14", "7", Markup(""))


def _cells(chart: Chart, at: int) -> Iterator[Markup]:
    yield element("th", linked(chart.categories[at]), scope="row")
    for series in chart.series:
        value = series.values[at]
        yield element("td", _UNKNOWN if value is None else chart.shown(value), class_="number")


def linked(category: Category) -> Markup | str:
    """The name of a category, as a link where it has a page."""
    return element("a", category.label, href=category.href) if category.href else category.label
