"""What a release holds, read from what was counted when it was indexed and from its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eulod.browsing.kinds import KINDS
from eulod.browsing.model import Overview, PlaceCount, ProgrammeCount, SourceCoverage, Sum
from eulod.browsing.reading import IndexReader


def read_overview(index: IndexReader, manifest: Mapping[str, Any]) -> Overview:
    """Statements of the canonical graph, entities by kind, sources, programmes with their money, places."""
    counted: dict[str, int] = dict(index.rows("SELECT kind, count(*) FROM resource WHERE kind <> '' GROUP BY kind"))
    ((statements,),) = index.rows("SELECT count(*) FROM statement WHERE withheld = ''")
    return Overview(
        statements=statements,
        kinds={kind: counted[kind] for kind in KINDS if kind in counted},
        sources=tuple(_source(entry) for entry in manifest["inputs"]),
        programmes=_programmes(index),
        places=_places(index),
    )


def _programmes(index: IndexReader) -> tuple[ProgrammeCount, ...]:
    rows, sums = index.rows("SELECT programme, period, projects FROM programme"), _sums(index)
    resources = index.resources(number for row in rows for number in row[:2] if number is not None)
    found = [
        ProgrammeCount(resources[programme], resources.get(period), projects, sums.get(programme, ()))
        for programme, period, projects in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.period.iri if one.period else "", one.programme.iri)))


def _sums(index: IndexReader) -> dict[int, tuple[Sum, ...]]:
    """The sums of each programme, by kind and currency."""
    rows = index.rows("SELECT programme, amount_kind, currency, amount, projects FROM programme_sum")
    resources = index.resources(number for row in rows for number in row[1:3])
    found: dict[int, list[Sum]] = {}
    for programme, kind, currency, amount, projects in rows:
        found.setdefault(programme, []).append(Sum(resources[kind], resources[currency], amount, projects))
    return {
        number: tuple(sorted(some, key=lambda one: (one.kind.iri, one.currency.iri))) for number, some in found.items()
    }


def _places(index: IndexReader) -> tuple[PlaceCount, ...]:
    rows = index.rows("SELECT place, latitude, longitude, country, projects FROM place")
    resources = index.resources(number for row in rows for number in (row[0], row[3]) if number is not None)
    found = [
        PlaceCount(resources[place], latitude, longitude, resources[country].iri if country else "", projects)
        for place, latitude, longitude, country, projects in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.projects, one.place.iri)))


def _source(entry: Mapping[str, Any]) -> SourceCoverage:
    files = tuple((file["path"], file["size"], file["sha256"]) for file in entry["files"])
    names = [name for name in SourceCoverage.__dataclass_fields__ if name != "files"]
    return SourceCoverage(**{name: entry[name] for name in names}, files=files)
