"""Places on a map of Europe: circles as large as their counts, each a link, over land and borders.

The outlines are drawn in units of the frame and stretch with the page; circles keep their size in pixels, so that they
can be seen and touched on a phone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

from markupsafe import Markup

from eulod.pages.charts.drawing import element, inside, percent
from eulod.pages.map.projection import projected

FRAME = (2_450_000.0, 850_000.0, 7_350_000.0, 5_450_000.0)
"""West, south, east and north in metres of ETRS89-LAEA: from Iceland to the Urals' foot, and from Lapland to Sinai."""
UNIT = 2_000.0
"""Metres of one unit of the drawing."""
OUTLINES = Path(__file__).with_name("outlines.json")
_CELL = 2.0
_LEAST, _MOST = 5.0, 22.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its degrees, what is counted there, and its page; `told` is what its circle says."""

    latitude: float
    longitude: float
    label: str
    count: int
    href: str
    told: str


def map_of(spots: Iterable[Spot], *, key: str, title: str, description: str) -> Markup:
    """The map. Places less than about a hundredth of its width apart are one circle, which links to the largest."""
    groups = sorted(_grouped(spots).items(), key=lambda group: (-_count(group[1]), group[0]))
    most = max((_count(group) for _, group in groups), default=1)
    names = (element("title", title, id=f"{key}-title"), element("desc", description, id=f"{key}-desc"))
    circles = (_circle(group, most) for _, group in groups)
    return element(
        "svg",
        *names,
        outlines(),
        *circles,
        class_="map",
        role="group",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
    )


def on_map(spot: Spot) -> bool:
    """Whether the map reaches as far as a place."""
    return all(0 <= at <= 100 for at in position(spot))


def position(spot: Spot) -> tuple[float, float]:
    """Where a place is on the map, in per cent from its left and its top."""
    east, north = projected(spot.latitude, spot.longitude)
    width, height = FRAME[2] - FRAME[0], FRAME[3] - FRAME[1]
    return 100 * (east - FRAME[0]) / width, 100 * (FRAME[3] - north) / height


@cache
def outlines() -> Markup:
    """Land and borders, as a drawing within the drawing."""
    found = json.loads(OUTLINES.read_text(encoding="utf-8"))
    box = f"0 0 {(FRAME[2] - FRAME[0]) / UNIT:g} {(FRAME[3] - FRAME[1]) / UNIT:g}"
    paths = (element("path", d=found[name], class_=name) for name in ("land", "borders"))
    return element("svg", *paths, viewBox=box, width="100%", height="100%", aria_hidden="true")


def _grouped(spots: Iterable[Spot]) -> dict[tuple[int, int], list[Spot]]:
    groups: dict[tuple[int, int], list[Spot]] = {}
    for spot in spots:
        if on_map(spot):
            x, y = position(spot)
            groups.setdefault((round(x / _CELL), round(y / _CELL)), []).append(spot)
    return groups


def _count(group: list[Spot]) -> int:
    return sum(spot.count for spot in group)


def _circle(group: list[Spot], most: int) -> Markup:
    """The circle of a group stands at its largest place; its area is its count."""
    largest = sorted(group, key=lambda spot: (-spot.count, spot.label, spot.href))
    told = "\n".join(_told(largest))
    x, y = position(largest[0])
    radius = max(_LEAST, _MOST * sqrt(_count(group) / most) if most > 1 else _LEAST)
    circle = element("circle", element("title", told), cx=percent(x), cy=percent(y), r=f"{radius:.1f}")
    return element("a", circle, href=largest[0].href, aria_label=inside(["; ".join(_told(largest))]))


def _told(spots: list[Spot]) -> Iterator[str]:
    yield from (spot.told for spot in spots[:5])
    if len(spots) > 5:
        yield f"+ {len(spots) - 5}"
