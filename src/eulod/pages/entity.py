"""The page of any IRI that a release names: projects, organisations, programmes and all else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eulod.browsing.dataset import PAGE, Browsing
from eulod.browsing.kinds import iri
from eulod.browsing.model import Entity, Property, Resource
from eulod.pages.facts import all_statements, amounts, documents_of, period_of
from eulod.pages.links import FORMS
from eulod.pages.organisation import organisation_view
from eulod.pages.programme import programme_view
from eulod.pages.project import SHOWN, project_view
from eulod.pages.reader import Reader
from eulod.pages.rendering import render
from eulod.pages.schema_org import described_in_schema_org
from eulod.pages.told import told_briefly

_ORDER = (
    *("dcterms:title", "skos:prefLabel", "rdfs:label", "eulod:statedName", "eulod:acronym", "dcterms:alternative"),
    *("skos:altLabel", "eulod:objective", "dcterms:description", "skos:definition", "eulod:programme"),
    *("eulod:programmingPeriod", "eulod:projectStatus", "dcterms:temporal", "dcat:startDate", "dcat:endDate"),
    *("eulod:earliestStart", "eulod:latestEnd", "eulod:theme", "dcterms:subject", "eulod:participant", "eulod:role"),
    *("eulod:country", "eulod:place", "schema:value", "eulod:currency", "eulod:amountKind", "eulod:valueBasis"),
)
_TEXTS = {iri(name) for name in ("eulod:objective", "dcterms:description", "skos:definition", "eulod:quote")}
_WEB = {
    iri(name)
    for name in ("foaf:page", "foaf:homepage", "rdfs:seeAlso", "dcterms:license", "schema:url", "schema:contentUrl")
}
_VIEWS = {"project": project_view, "organisation": organisation_view, "programme": programme_view}
_SECTIONS = {"project": {*SHOWN}}


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of the list of facts; `web` says that its objects are pages elsewhere."""

    property: Property
    web: bool


def entity_page(browsing: Browsing, reader: Reader, entity: Entity, *, chosen: str = "") -> str:
    """The page of an entity; `chosen` is the predicate of which another page of incoming links was asked for.

    An entity that is deprecated has the page too; it says so and leads to what replaces it.
    """
    kind = entity.resource.kind
    view = _VIEWS[kind](browsing, entity, reader) if kind in _VIEWS else _plain_view(browsing, entity, reader)
    also: tuple[Entity, ...] = view.pop("also")
    told = told_briefly(browsing, entity, reader)
    title, facts = told.get(entity.iri) or _title(entity.resource, reader), _facts(entity, _SECTIONS.get(kind, set()))
    return render(
        f"{kind}.html" if kind in _VIEWS else "entity.html",
        reader,
        browsing,
        title=title,
        schema_org=described_in_schema_org(entity, reader, browsing.base, view),
        entity=entity,
        texts=[fact for fact in facts if fact.property.predicate.iri in _TEXTS],
        facts=[fact for fact in facts if fact.property.predicate.iri not in _TEXTS],
        told=told,
        found_by=browsing.found_by(entity.iri),
        incoming=entity.incoming,
        chosen=chosen,
        page_size=PAGE,
        paging=_paging(entity.iri, reader),
        documents=documents_of(browsing, all_statements((entity, *also))),
        replaced=[browsing.resource(other) for other in entity.replaced_by],
        forms=tuple(form for form in FORMS if reader.links.data(entity.iri, form)),
        lineage=browsing.has_lineage,
        **view,
    )


def _paging(entity: str, reader: Reader) -> Callable[[str], Callable[[int], str]]:
    """For a predicate what gives, for a page of what leads here by it, the address."""

    def of_predicate(predicate: str) -> Callable[[int], str]:
        return lambda page: reader.links.entity(entity, {"in": [predicate], "page": [str(page)]})

    return of_predicate


def _title(resource: Resource, reader: Reader) -> str:
    acronym, name = reader.acronym(resource), reader.name(resource).text
    return f"{acronym}: {name}" if acronym and acronym != name else name


def _facts(entity: Entity, elsewhere: set[str]) -> list[Fact]:
    """The properties that the page has no section of its own for, the usual ones first."""
    order = {iri(name): place for place, name in enumerate(_ORDER)}
    shown = [one for one in entity.properties if one.predicate.iri not in elsewhere]
    shown.sort(key=lambda one: (order.get(one.predicate.iri, len(order)), one.predicate.iri))
    return [Fact(one, one.predicate.iri in _WEB) for one in shown]


def _plain_view(browsing: Browsing, entity: Entity, reader: Reader) -> dict[str, Any]:
    """What any other kind shows: its period, its amount if it is a money line."""
    temporal = browsing.described((one.iri for one in entity.resources(iri("dcterms:temporal"))), sources=True)
    money = amounts([entity], reader) if entity.resource.kind == "money" else ()
    return {"period": period_of(entity, temporal, reader), "money": money, "also": tuple(temporal.values())}
