"""Entities in schema.org terms, for search engines: the data block of a page.

Source: https://schema.org/docs/full.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eulod.browsing.kinds import iri
from eulod.browsing.model import Entity, Resource
from eulod.pages.reader import Reader

_TYPES = {
    "project": "ResearchProject",
    "organisation": "Organization",
    "programme": "FundingScheme",
    "place": "Place",
    "event": "Event",
    "document": "CreativeWork",
    "output": "CreativeWork",
    "concept": "DefinedTerm",
}


def described_in_schema_org(
    entity: Entity, reader: Reader, base: str, view: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The entity as one JSON-LD document; None for kinds that search engines have no use for."""
    type_ = _TYPES.get(entity.resource.kind)
    if type_ is None:
        return None
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": type_,
        "@id": entity.iri,
        "name": reader.name(entity.resource).text,
        "alternateName": sorted({label.text for label in entity.resource.labels} - {reader.name(entity.resource).text}),
        "url": reader.links.public(reader.links.entity(entity.iri)),
        "description": [text.value for text in entity.literals(iri("dcterms:description"))[:1]],
        "sameAs": [one.iri for one in entity.resources(iri("owl:sameAs"))],
        "isPartOf": {"@id": f"{base}id/dataset/all"} if type_ == "CreativeWork" else None,
    }
    said |= _period(entity) | _partners(view, reader)
    return {name: value for name, value in said.items() if value}


def _period(entity: Entity) -> dict[str, Any]:
    if entity.resource.kind not in ("project", "event"):
        return {}
    start, end = (entity.literals(iri(f"eulod:{name}")) for name in ("earliestStart", "latestEnd"))
    names = ("startDate", "endDate") if entity.resource.kind == "event" else ("foundingDate", "dissolutionDate")
    return {name: found[0].value for name, found in zip(names, (start, end), strict=True) if found}


def _partners(view: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    organisations = [partner.organisation for partner in view.get("partners", ()) if partner.organisation]
    return {"member": [_named(one, reader) for one in organisations]} if organisations else {}


def _named(resource: Resource, reader: Reader) -> dict[str, Any]:
    return {"@type": "Organization", "@id": resource.iri, "name": reader.name(resource).text}
