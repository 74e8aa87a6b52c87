"""Charts: the same numbers in the drawing and in the table, whatever they are, and names that stay text."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from eulod.pages.charts.bars import bars
from eulod.pages.charts.chart import Category, Chart, Series, scale
from eulod.pages.charts.columns import columns
from eulod.pages.charts.figure import figure, table
from eulod.pages.charts.lines import lines

GOLDEN = Path(__file__).with_name("golden")
Draw = Callable[[Chart], Markup]
DRAWINGS: dict[str, Draw] = {"bars": bars, "columns": columns, "lines": lines}
PERIODS = ("2000–2006", "2007–2013", "2014–2020", "2021–2027")
MONEY = Chart(
    "money",
    "EU contribution",
    "Sums in euro.",
    "Period",
    tuple(Category(period, f"period-{number}.html") for number, period in enumerate(PERIODS)),
    (
        Series("Interreg", (Decimal(20000), Decimal("5000000.5"), None, Decimal(12022473))),
        Series("Horizon", (None, None, 1000, Decimal("32022473.88"))),
    ),
    lambda number: f"{number:,} €",
    lambda number: f"{float(number) / 1e6:.1f} M€",
)
NAMES = st.text(max_size=60)
VALUES = st.none() | st.integers(-(10**12), 10**15) | st.decimals(-1000, 10**12, places=2)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any chart."""
    count = draw(st.integers(1, 12))
    names = draw(st.lists(NAMES, min_size=count, max_size=count))
    values = st.lists(VALUES, min_size=count, max_size=count).map(tuple)
    series = draw(st.lists(st.builds(Series, NAMES, values), min_size=1, max_size=8))
    return Chart("any", draw(NAMES), draw(NAMES), "of", tuple(map(Category, names)), tuple(series), lambda n: f"{n}")


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_drawing_is_the_expected_one(name: str, update_golden: bool) -> None:
    drawn = str(figure(MONEY, DRAWINGS[name], as_table="As a table")).replace("><", ">\n<") + "\n"
    path = GOLDEN / f"{name}.html"
    if update_golden:
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


@given(charts())
def test_every_number_is_in_the_table(chart: Chart) -> None:
    written = re.findall(r'<td class="number">([^<]*)</td>', str(table(chart)))
    wanted = [
        "–" if series.values[at] is None else str(series.values[at])
        for at in range(len(chart.categories))
        for series in chart.series
    ]
    assert written == wanted


@given(charts(), st.sampled_from(list(DRAWINGS.values())))
def test_a_drawing_is_well_formed_and_stays_within_its_place(chart: Chart, draw: Draw) -> None:
    drawing = ElementTree.fromstring(str(draw(chart)))
    assert drawing.find("title") is not None
    for part in drawing.iter():
        for name in ("x", "x1", "x2", "cx", "width"):
            place = part.get(name, "")
            if place.endswith("%"):
                assert 0 <= float(place[:-1]) <= 100, (part.tag, name, place)
        assert float(part.get("width", "0").removesuffix("%").removesuffix("em")) >= 0


@given(charts())
def test_bars_are_as_long_as_their_numbers(chart: Chart) -> None:
    one = Chart("one", "", "", "", chart.categories, chart.series[:1])
    drawn = ElementTree.fromstring(str(bars(one)))
    widths = [float(part.get("width", "0%")[:-1]) for part in drawn.iter("rect") if part.get("class") == "s1"]
    known = [value for value in chart.series[0].values if value is not None]
    size = scale(list(known))
    for width, value in zip(widths, known, strict=True):
        assert width == pytest.approx(abs(size.at(value) - size.at(0)), abs=0.011)


def test_what_nobody_knows_is_no_zero() -> None:
    drawn = str(lines(MONEY))
    assert drawn.count('class="mark disc s1"') == 3  # three of the four periods are known
    assert "2014–2020</th><td" in str(table(MONEY)).replace("</a>", "")
    assert ">–</td>" in str(table(MONEY))


@pytest.mark.parametrize("name", DRAWINGS)
def test_markup_in_names_is_text(name: str) -> None:
    bad = '</title><script>alert(1)</script>"\u202e'
    chart = Chart("bad", bad, bad, bad, (Category(bad), Category("b")), (Series(bad, (1, 2)), Series("c", (3, 4))))
    drawn = str(figure(chart, DRAWINGS[name], as_table=bad))
    assert "<script" not in drawn
    assert "\u202e" not in drawn


def test_ticks_are_round_and_on_the_scale() -> None:
    assert scale([0, 35022473]).ticks() == [0, 10_000_000, 20_000_000, 30_000_000]
    assert scale([-3, 8]).ticks() == [0.0, 5.0]
    assert scale([]).ticks() == [0, 0.5, 1.0]
