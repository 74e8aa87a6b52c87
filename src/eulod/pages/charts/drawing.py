"""Elements of SVG and HTML as text, each attribute and text escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from eulod.pages.charts.chart import COLOURS, Chart
from eulod.terms.shown import printable


def element(name: str, *children: str | Markup, **attributes: str | float | None) -> Markup:
    """One element; `class_` and `aria_label` become class and aria-label, an attribute of None is left out.

    >>> str(element("text", "R&D", x="50%", class_="label"))
    '<text x="50%" class="label">R&amp;D</text>'
    """
    written = "".join(
        f' {_attribute(key)}="{escape(_value(value))}"' for key, value in attributes.items() if value is not None
    )
    return Markup(f"<{name}{written}>{inside(children)}</{name}>")


def inside(parts: Iterable[str | Markup]) -> Markup:
    """Parts one after the other, those that are plain text escaped and without control and bidi characters."""
    return Markup("").join(part if isinstance(part, Markup) else printable(part) for part in parts)


def percent(number: float) -> str:
    """A place or a length in per cent, to a hundredth."""
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


def em(number: float) -> str:
    """A place or a length in em, to a hundredth."""
    return f"{number:.2f}".rstrip("0").rstrip(".") + "em"


def colour(place: int) -> int:
    """The number, from 1, of the colour and pattern of a series."""
    return place % COLOURS + 1


def fill(chart: Chart, place: int) -> str | None:
    """The pattern that a series is filled with; the first is plain."""
    return f"url(#{chart.key}-p{colour(place)})" if colour(place) > 1 else None


def patterns(chart: Chart) -> Markup:
    """The patterns that the series of a chart need."""
    used = sorted({colour(place) for place in range(len(chart.series))} - {1})
    return element("defs", *(_pattern(chart.key, number) for number in used)) if used else Markup("")


def clipped(text: str, longest: int) -> str:
    """A text for a place that holds so many characters; the table has it whole."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


_LINES = {
    2: "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    3: "M0 4H8",
    4: "M4 0V8",
    5: "M0 0L8 8M-2 6L2 10M6 -2L10 2",
    6: "M0 4H8M4 0V8",
}


def _pattern(key: str, number: int) -> Markup:
    ground = element("rect", width="8", height="8", class_=f"s{number}")
    line = element("path", d=_LINES[number], class_="hatch")
    return element("pattern", ground, line, id=f"{key}-p{number}", width="8", height="8", patternUnits="userSpaceOnUse")


def _attribute(key: str) -> str:
    return key.removesuffix("_") if key.endswith("_") else key.replace("aria_", "aria-").replace("text_", "text-")


def _value(value: str | float) -> str:
    return printable(value) if isinstance(value, str) else f"{value:g}"
