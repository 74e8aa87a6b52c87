"""Projects and money by programme, and the places of partners, counted once when a release is indexed.

Money is summed over the lines of projects themselves, never over those of their partners beside them.
"""

from __future__ import annotations

import ibis

from eulod.browsing.kinds import iri
from eulod.browsing.quads import Numbered

_DECIMAL = "decimal(38, 4)"


def programme_counts(numbers: Numbered) -> ibis.Table:
    """How many projects each programme has: programme, period (null unknown), projects."""
    programmes = numbers.pairs("eulod:programme", "project", "programme")
    counted = programmes.group_by("programme").aggregate(projects=programmes.project.nunique())
    periods = numbers.pairs("eulod:programmingPeriod", "programme", "period")
    periods = periods.group_by("programme").aggregate(period=periods.period.min())
    return counted.left_join(periods, "programme").select("programme", "period", "projects")


def programme_sums(numbers: Numbered) -> ibis.Table:
    """What the projects of each programme state: programme, amount_kind, currency, amount (decimal text), projects."""
    lines = numbers.pairs("eulod:programme", "project", "programme")
    lines = lines.inner_join(numbers.pairs("eulod:hasMoney", "project", "line"), "project")
    for name, column in (("eulod:amountKind", "amount_kind"), ("eulod:currency", "currency")):
        lines = lines.inner_join(numbers.pairs(name, "line", column), "line")
    lines = lines.inner_join(_amounts(numbers), "line")
    summed = lines.group_by("programme", "amount_kind", "currency").aggregate(
        amount=lines.amount.sum().cast("string"), projects=lines.project.nunique()
    )
    return summed.select("programme", "amount_kind", "currency", "amount", "projects")


def _amounts(numbers: Numbered) -> ibis.Table:
    values = _literals(numbers, "schema:value", "line", "amount")
    amounts = values.mutate(amount=values.amount.try_cast(_DECIMAL))
    return amounts.filter(amounts.amount.notnull())


def _literals(numbers: Numbered, name: str, owner: str, column: str) -> ibis.Table:
    triples = numbers.triples
    found = triples.filter(triples.predicate == f"<{iri(name)}>", triples.oid.isnull(), triples.withheld == "")
    return found.select(**{owner: found.sid, column: found.object.re_extract(r'^"([^"\\]*)"', 1)})


def place_counts(numbers: Numbered) -> ibis.Table:
    """The places of partners: place, latitude, longitude, country (all null where unknown), projects.

    A place without coordinates has the mean of those of the organisations that take part from it.
    """
    parts = numbers.pairs("eulod:hasParticipation", "project", "participation")
    places = parts.inner_join(numbers.pairs("eulod:place", "participation", "place"), "participation").select(
        "project", "place", "participation"
    )
    counted = places.group_by("place").aggregate(projects=places.project.nunique())
    located = _points(numbers, places)
    points = located.group_by("place").aggregate(
        latitude=located.latitude.mean().round(6), longitude=located.longitude.mean().round(6)
    )
    countries = numbers.pairs("eulod:country", "participation", "country")
    seen = places.inner_join(countries, "participation").select("place", "country")
    seen = seen.group_by("place").aggregate(country=seen.country.min())
    rows = counted.left_join(points, "place").left_join(seen, "place")
    return rows.select("place", "latitude", "longitude", "country", "projects")


def _points(numbers: Numbered, places: ibis.Table) -> ibis.Table:
    """The coordinates of places and, where they have none, of the seats of their organisations."""
    degrees = _literals(numbers, "geo:lat", "point", "latitude").inner_join(
        _literals(numbers, "geo:long", "point", "longitude"), "point"
    )
    degrees = degrees.select(
        "point", latitude=degrees.latitude.try_cast("float64"), longitude=degrees.longitude.try_cast("float64")
    )
    own = places.select("place", point="place").distinct()
    seats = numbers.pairs("eulod:participant", "participation", "organisation").inner_join(
        numbers.pairs("dcterms:spatial", "organisation", "point"), "organisation"
    )
    seats = seats.select("participation", "point")
    of_seats = places.inner_join(seats, "participation").select("place", "point").distinct()
    found = own.inner_join(degrees, "point").select("place", "latitude", "longitude")
    others = of_seats.inner_join(degrees, "point").select("place", "latitude", "longitude")
    others = others.anti_join(found, "place")
    located = ibis.union(found, others, distinct=True)
    return located.filter(located.latitude.between(-90, 90), located.longitude.between(-180, 180))
