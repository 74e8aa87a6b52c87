"""The charts and the map of the first page: projects and money by programming period, and the places of partners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import TypeAlias

from markupsafe import Markup

from eulod.browsing.model import Overview, PlaceCount, ProgrammeCount, Resource
from eulod.pages.charts.bars import bars
from eulod.pages.charts.chart import Category, Chart, Number, Series
from eulod.pages.charts.columns import columns
from eulod.pages.charts.drawing import element, inside
from eulod.pages.charts.figure import figure
from eulod.pages.map.drawing import Spot, map_of, on_map
from eulod.pages.reader import Reader
from eulod.pages.wording import short_money

_EURO = "http://publications.europa.eu/resource/authority/currency/EUR"
_CONTRIBUTION = "/code/amountKind/eu-contribution"
_PROGRAMMES = 10
_COLUMNS = 3
_LISTED = 100

Counted: TypeAlias = tuple[ProgrammeCount, Number]


def home_charts(reader: Reader, overview: Overview) -> Markup:
    """The charts and the map, each left out where there is nothing to show."""
    charts = [figure(chart, draw, as_table=reader.text("charts.as_table")) for chart, draw in _charts(reader, overview)]
    drawn = element("div", *charts, class_="charts") if charts else Markup("")
    return inside([drawn, places_map(reader, overview.places)])


def _charts(reader: Reader, overview: Overview) -> Iterator[tuple[Chart, Callable[[Chart], Markup]]]:
    """Projects and money, by period and by programme."""
    counts: list[Counted] = [(one, one.projects) for one in overview.programmes]
    sums: list[Counted] = [(one, sum) for one in overview.programmes if (sum := _contribution(one)) is not None]
    for key, found, shown, short in (
        ("projects", counts, reader.number, reader.number),
        ("money", sums, partial(_euro, reader), partial(short_money, reader)),
    ):
        periods = [(one.period, value) for one, value in found if one.period]
        programmes = [(one.programme, value) for one, value in found]
        for by, points, draw in (("period", _summed(periods), columns), ("programme", _most(programmes), bars)):
            draw = draw if len(points) >= _COLUMNS else bars
            if points:
                yield _chart(reader, f"{key}-by-{by}", by, points, shown, short), draw


def _chart(
    reader: Reader,
    key: str,
    by: str,
    points: Sequence[tuple[Resource, Number]],
    shown: Callable[[Number], str],
    short: Callable[[Number], str],
) -> Chart:
    measure = key.partition("-")[0]
    return Chart(
        key,
        reader.text(f"charts.{key}"),
        reader.text(f"charts.{measure}-described"),
        reader.text(f"facet.{by}"),
        tuple(Category(reader.name(one).text, reader.links.entity(one.iri)) for one, _ in points),
        (Series(reader.text(f"charts.{measure}"), tuple(value for _, value in points)),),
        shown,
        short,
    )


def _summed(points: Sequence[tuple[Resource, Number]]) -> list[tuple[Resource, Number]]:
    """One sum for each period, in the order of time."""
    sums: dict[Resource, Number] = {}
    for one, value in points:
        sums[one] = sums.get(one, 0) + value
    return sorted(sums.items(), key=lambda point: point[0].iri)


def _most(points: Sequence[tuple[Resource, Number]]) -> list[tuple[Resource, Number]]:
    return sorted(points, key=lambda point: (-point[1], point[0].iri))[:_PROGRAMMES]


def _euro(reader: Reader, amount: Number) -> str:
    return reader.money(str(amount), _EURO)


def _contribution(one: ProgrammeCount) -> Decimal | None:
    """The EU contribution that the projects of a programme state in euro; None where none does."""
    found = [
        Decimal(each.amount)
        for each in one.sums
        if each.kind.iri.endswith(_CONTRIBUTION) and each.currency.iri == _EURO
    ]
    return sum(found, Decimal(0)) if found else None


def places_map(reader: Reader, places: Sequence[PlaceCount]) -> Markup:
    """The places of partners on the map, and as a table those that it shows and those that it cannot."""
    if not places:
        return Markup("")
    spots = [_spot(reader, one) for one in places if one.latitude is not None and one.longitude is not None]
    shown = sum(on_map(spot) for spot in spots)
    title = element("h2", reader.text("map.title"), id="places")
    note = element("p", reader.text("map.note", n=reader.number(shown), all=reader.number(len(places))), class_="quiet")
    drawn = map_of(spots, key="map", title=reader.text("map.title"), description=reader.text("map.description"))
    listed = element(
        "details", element("summary", reader.text("map.as_table")), _table(reader, places), class_="numbers"
    )
    return element("section", title, note, drawn if shown else "", listed, aria_labelledby="places", class_="places")


def _spot(reader: Reader, one: PlaceCount) -> Spot:
    assert one.latitude is not None
    assert one.longitude is not None
    name = reader.name(one.place).text
    told = f"{name}: {reader.counted('map.projects', one.projects)}"
    return Spot(one.latitude, one.longitude, name, one.projects, reader.links.entity(one.place.iri), told)


def _table(reader: Reader, places: Sequence[PlaceCount]) -> Markup:
    """The places with most projects; a search finds all of them."""
    heads = [element("th", reader.text(name), scope="col") for name in ("kind.place", "facet.country")]
    heads.append(element("th", reader.text("kinds.project"), scope="col", class_="number"))
    rows = [_row(reader, one) for one in places[:_LISTED]]
    whole = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    if len(places) <= _LISTED:
        return whole
    rest = element(
        "a", reader.text("map.all", n=reader.number(len(places))), href=reader.links.search({"kind": ["place"]})
    )
    return inside([whole, element("p", rest)])


def _row(reader: Reader, one: PlaceCount) -> Markup:
    name = element("a", element("bdi", reader.name(one.place).text), href=reader.links.entity(one.place.iri))
    country = reader.name(Resource(one.country)).text if one.country else ""
    return element(
        "tr",
        element("th", name, scope="row"),
        element("td", country),
        element("td", str(one.projects), class_="number"),
    )
