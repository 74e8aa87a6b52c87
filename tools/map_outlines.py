"""Write src/eulod/pages/map/outlines.json: coasts and borders of Europe, projected, generalised and cut to the map.

`python -m tools.map_outlines FILE`, where FILE is countries-50m.json of the npm package world-atlas 2.0.2
(`npm pack world-atlas@2.0.2`), a TopoJSON of Natural Earth 4.1.0, 1:50m, which is in the public domain.

Natural Earth draws who holds a place. Two lines that the European Union does not recognise as borders are left out: the
one between Crimea and the rest of Ukraine, and the one through Cyprus.

Sources: https://www.naturalearthdata.com/about/terms-of-use/ https://github.com/topojson/topojson-specification
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, TypeAlias

from eulod.pages.map.drawing import FRAME, OUTLINES, UNIT
from eulod.pages.map.projection import projected

Point: TypeAlias = tuple[float, float]
TOLERANCE = 3500.0
"""Metres that a line may be off."""
LEAST_AREA = 220e6
"""Square metres of an island that is drawn; Malta is larger."""
MARGIN = 150_000.0
CRIMEA = (34.2, 45.2)
UKRAINE, CYPRUS, NORTHERN_CYPRUS = "804", "196", "N. Cyprus"
PRECISE = 1


def outlines(topology: dict[str, Any]) -> dict[str, Any]:
    """The frame in metres, and two paths in units of the map: land to fill, borders to draw."""
    arcs = [simplified([projected(latitude, longitude) for longitude, latitude in arc]) for arc in decoded(topology)]
    land = [ring for shape in _shapes(topology["objects"]["land"]["geometries"]) for ring in shape]
    rings = [clipped([point for part in _joined(arcs, ring) for point in part]) for ring in land if _near(arcs, ring)]
    borders = [arcs[number] for number in sorted(_inner(topology)) if _inside(arcs[number])]
    return {
        "frame": list(FRAME),
        "land": "".join(_path(ring, closed=True) for ring in rings if abs(_area(ring)) >= LEAST_AREA),
        "borders": "".join(_path(line, closed=False) for line in borders),
    }


def decoded(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs in degrees, longitude first."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        xs, ys = accumulate(x for x, _ in arc), accumulate(y for _, y in arc)
        yield [(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)]


def simplified(line: list[Point]) -> list[Point]:
    """The line with as few points as the tolerance allows (Douglas and Peucker); its ends stay."""
    if len(line) < 3:
        return line
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    furthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[furthest] <= TOLERANCE:
        return [line[0], line[-1]]
    return simplified(line[: furthest + 2])[:-1] + simplified(line[furthest + 1 :])


def clipped(ring: list[Point]) -> list[Point]:
    """A ring cut to the frame and a margin around it (Sutherland and Hodgman)."""
    west, south, east, north = FRAME
    low = ((0, west - MARGIN, 1), (1, south - MARGIN, 1))
    high = ((0, east + MARGIN, -1), (1, north + MARGIN, -1))
    for axis, limit, sign in (*low, *high):
        ring = list(_cut(ring, axis, limit, sign))
    return ring


def _cut(ring: list[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    for before, after in pairwise([*ring[-1:], *ring]):
        inside = [sign * (point[axis] - limit) >= 0 for point in (before, after)]
        if inside[0] != inside[1]:
            share = (limit - before[axis]) / (after[axis] - before[axis])
            yield (before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1]))
        if inside[1]:
            yield after


def _inner(topology: dict[str, Any]) -> set[int]:
    """The arcs that two countries share."""
    users: dict[int, Counter[str]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for shape in _shapes([country]):
            for ring in shape:
                for arc in ring:
                    number = arc if arc >= 0 else ~arc
                    users.setdefault(number, Counter())[_owner(topology, country, ring)] += 1
    return {number for number, owners in users.items() if len(owners) > 1}


def _owner(topology: dict[str, Any], country: dict[str, Any], ring: list[int]) -> str:
    name = country["properties"]["name"]
    if name == NORTHERN_CYPRUS:
        return CYPRUS
    if name == "Russia" and _holds(topology, ring, CRIMEA):
        return UKRAINE
    return str(country.get("id", name))


def _holds(topology: dict[str, Any], ring: list[int], place: Point) -> bool:
    """Whether a small ring lies around a place: its box does, and spans less than ten degrees."""
    arcs = list(decoded({**topology, "arcs": [topology["arcs"][arc if arc >= 0 else ~arc] for arc in ring]}))
    points = [point for arc in arcs for point in arc]
    spans = [(min(axis), max(axis)) for axis in zip(*points, strict=True)]
    return all(low <= at <= high < low + 10 for (low, high), at in zip(spans, place, strict=True))


def _shapes(geometries: Iterable[dict[str, Any]]) -> Iterator[list[list[int]]]:
    """The polygons of geometries, each a list of rings."""
    for geometry in geometries:
        yield from geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def _joined(arcs: list[list[Point]], ring: list[int]) -> Iterator[list[Point]]:
    for arc in ring:
        yield (arcs[arc] if arc >= 0 else arcs[~arc][::-1])[:-1]


def _near(arcs: list[list[Point]], ring: list[int]) -> bool:
    return any(_inside(arcs[arc if arc >= 0 else ~arc]) for arc in ring)


def _inside(line: list[Point]) -> bool:
    west, south, east, north = FRAME
    return any(west - MARGIN < x < east + MARGIN and south - MARGIN < y < north + MARGIN for x, y in line)


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0
    x, y = start[0] + min(max(along, 0), 1) * dx, start[1] + min(max(along, 0), 1) * dy
    return float(((point[0] - x) ** 2 + (point[1] - y) ** 2) ** 0.5)


def _area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, *ring[:1]])) / 2


def _path(line: list[Point], *, closed: bool) -> str:
    west, _, _, north = FRAME
    placed = [(round((x - west) / UNIT), round((north - y) / UNIT)) for x, y in line]
    kept = [placed[0], *(after for before, after in pairwise(placed) if after != before)]
    steps = "".join(f"l{x2 - x1},{y2 - y1}" for (x1, y1), (x2, y2) in pairwise(kept))
    return f"M{kept[0][0]},{kept[0][1]}{steps}{'z' if closed else ''}"


if __name__ == "__main__":
    found = outlines(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    OUTLINES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
