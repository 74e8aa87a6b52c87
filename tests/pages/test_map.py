"""The map: places where they are, a circle for each, links that lead to them."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from eulod.pages.map.drawing import OUTLINES, Spot, map_of, on_map, position
from eulod.pages.map.projection import projected
from tests.shared import ROOT

BUDAPEST = Spot(47.4979, 19.0402, "Budapest", 4, "budapest.html", "Budapest: 4 projects")
LYON = Spot(45.7640, 4.8357, "Lyon", 1, "lyon.html", "Lyon: 1 project")
LISBON = Spot(38.7223, -9.1393, "Lisbon", 9, "lisbon.html", "Lisbon: 9 projects")


def drawn(*spots: Spot) -> ElementTree.Element:
    return ElementTree.fromstring(str(map_of(spots, key="map", title="Places", description="Of partners")))


def test_the_projection_agrees_with_the_example_of_its_source() -> None:
    # IOGP Publication 373-7-2, Lambert Azimuthal Equal Area, ETRS89 / LAEA Europe
    assert list(projected(50, 5)) == pytest.approx([3962799.45, 2999718.85], abs=0.01)
    assert list(projected(52, 10)) == pytest.approx([4321000, 3210000])


def test_places_stand_where_they_are() -> None:
    (west, _), (middle, north), (east, south) = position(LISBON), position(LYON), position(BUDAPEST)
    assert west < middle < east
    assert south < north  # Budapest lies further north than Lyon: nearer to the top


@pytest.mark.parametrize(
    ("latitude", "longitude", "there"),
    [(64.1, -21.9, True), (32.1, 34.8, True), (37.8, -122.4, False), (-33.9, 18.4, False), (-52, -170, False)],
)
def test_the_map_reaches_from_iceland_to_israel(latitude: float, longitude: float, there: bool) -> None:
    assert on_map(Spot(latitude, longitude, "", 1, "", "")) is there


def test_a_circle_for_each_place_with_its_link_and_words() -> None:
    links = drawn(BUDAPEST, LYON).findall("a")
    assert [link.get("href") for link in links] == ["budapest.html", "lyon.html"]
    assert [link.get("aria-label") for link in links] == ["Budapest: 4 projects", "Lyon: 1 project"]
    areas = [float(circle.get("r", "0")) ** 2 for link in links for circle in link.findall("circle")]
    assert areas[0] / areas[1] == pytest.approx(4, rel=0.05)


def test_places_side_by_side_are_one_circle() -> None:
    near = Spot(BUDAPEST.latitude + 0.01, BUDAPEST.longitude, "Óbuda", 2, "obuda.html", "Óbuda: 2 projects")
    (link,) = drawn(near, BUDAPEST).findall("a")
    assert link.get("href") == "budapest.html"
    assert link.get("aria-label") == "Budapest: 4 projects; Óbuda: 2 projects"


def test_the_order_of_places_does_not_matter() -> None:
    spots = (BUDAPEST, LYON, LISBON)
    forwards, backwards = (map_of(some, key="m", title="", description="") for some in (spots, spots[::-1]))
    assert forwards == backwards


def test_markup_in_names_is_text() -> None:
    bad = '"><script>alert(1)</script>'
    spot = Spot(50, 10, bad, 1, "x.html", bad)
    assert "<script" not in str(map_of([spot], key="m", title=bad, description=bad))


def test_the_outlines_are_small_and_their_source_is_named() -> None:
    assert OUTLINES.stat().st_size < 200_000
    found = json.loads(OUTLINES.read_text(encoding="utf-8"))
    assert found["land"].startswith("M")
    assert "Natural Earth" in (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
