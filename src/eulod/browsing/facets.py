"""What a search can be narrowed by, and the text in which it looks."""

from __future__ import annotations

import ibis

from eulod.browsing.kinds import SEARCHED, iri
from eulod.browsing.model import ALTERNATIVE
from eulod.browsing.quads import Numbered, searched

_TEXTS = (
    *("dcterms:description", "dcterms:abstract", "eulod:objective", "eulod:quote", "eulod:responsibility"),
    *("skos:definition", "skos:notation", "dcterms:identifier", "eulod:cciCode"),
)


def facets(numbers: Numbered) -> ibis.Table:
    """What can be chosen for each resource that a search finds: facet, value (a number), resource."""
    projects, takes_part = _projects(numbers), _participations(numbers)
    programmes = numbers.pairs("eulod:programme", "resource", "programme")
    periods = numbers.pairs("eulod:programmingPeriod", "programme", "value")
    in_period = programmes.inner_join(periods, "programme").select("resource", "value")
    countries = _through(takes_part, numbers.pairs("eulod:country", "participation", "value"))
    partners = _through(takes_part, numbers.pairs("eulod:participant", "participation", "value"))
    found = {
        "programme": [
            programmes.select("resource", value="programme"),
            _of_partners(partners, programmes, "programme"),
        ],
        "period": [in_period, _renamed(periods), _of_partners(partners, in_period, "value")],
        "country": [
            countries,
            numbers.pairs("eulod:partnerCountry", "resource", "value"),
            numbers.pairs("eulod:country", "resource", "value"),
            _of_organisations(numbers),
        ],
        "theme": [numbers.pairs("eulod:theme", "resource", "value")],
        "status": [numbers.pairs("eulod:projectStatus", "resource", "value")],
        "organisation": [partners.semi_join(projects, "resource")],
    }
    rows = [_named(name, table) for name, tables in found.items() for table in tables]
    rows = [table.semi_join(searched(numbers).select(resource="id"), "resource") for table in rows]
    return ibis.union(*rows, distinct=True)


def _projects(numbers: Numbered) -> ibis.Table:
    return numbers.of_kind("project")


def _participations(numbers: Numbered) -> ibis.Table:
    return numbers.pairs("eulod:hasParticipation", "resource", "participation")


def _through(owners: ibis.Table, values: ibis.Table) -> ibis.Table:
    return owners.inner_join(values, "participation").select("resource", "value").distinct()


def _of_partners(partners: ibis.Table, values: ibis.Table, column: str) -> ibis.Table:
    """What is said of projects, for the organisations that take part in them."""
    said = values.select(project="resource", found=values[column])
    linked = partners.select(project="resource", organisation="value").inner_join(said, "project")
    return linked.select(resource="organisation", value="found")


def _of_organisations(numbers: Numbered) -> ibis.Table:
    """The countries of the participations of each organisation."""
    organisations = numbers.pairs("eulod:participant", "participation", "resource")
    return organisations.inner_join(numbers.pairs("eulod:country", "participation", "value"), "participation").select(
        "resource", "value"
    )


def _renamed(periods: ibis.Table) -> ibis.Table:
    return periods.select("value", resource="programme").select("resource", "value")


def _named(name: str, table: ibis.Table) -> ibis.Table:
    return table.select("resource", "value", facet=ibis.literal(name)).select("facet", "value", "resource")


def search_texts(numbers: Numbered, labels: ibis.Table) -> ibis.Table:
    """What a search looks through: resource, kind, names and body, as plain text with blanks between.

    The body of a project holds the names of its partners, their places and its programme too.
    """
    found = searched(numbers).select(resource="id", kind="kind")
    names = labels.filter(labels.kind <= ALTERNATIVE).group_by("resource").aggregate(names=_joined(labels.text))
    bodies = _bodies(numbers, labels).group_by("resource").aggregate(body=_joined(_bodies(numbers, labels).text))
    rows = found.left_join(names, "resource").drop("resource_right").left_join(bodies, "resource")
    order = ibis.cases(*((rows.kind == kind, place) for place, kind in enumerate(SEARCHED)), else_=len(SEARCHED))
    return rows.select(
        "resource", "kind", order=order, names=ibis.coalesce(rows.names, ""), body=ibis.coalesce(rows.body, "")
    )


def _joined(texts: ibis.Value) -> ibis.Value:
    return texts.group_concat(" \n ", order_by=texts)


def _bodies(numbers: Numbered, labels: ibis.Table) -> ibis.Table:
    triples = numbers.triples
    wanted = triples.predicate.isin([f"<{iri(name)}>" for name in _TEXTS])
    own = triples.filter(wanted, triples.oid.isnull(), triples.withheld == "").select(resource="sid", text="object")
    named = labels.select(value="resource", text="text")
    linked = [_participations(numbers).select("resource", value="participation")]
    for name in ("eulod:participant", "eulod:place"):
        linked.append(_through(_participations(numbers), numbers.pairs(name, "participation", "value")))
    linked += [
        numbers.pairs(name, "resource", "value") for name in ("eulod:programme", "eulod:theme", "dcterms:subject")
    ]
    texts = [own, *(table.inner_join(named, "value").select("resource", "text") for table in linked)]
    return ibis.union(*texts, distinct=True)
