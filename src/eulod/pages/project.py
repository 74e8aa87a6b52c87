"""The page of a project: partners, money, timeline, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eulod.browsing.dataset import Browsing
from eulod.browsing.kinds import iri
from eulod.browsing.model import Entity, Resource, Statement
from eulod.pages.facts import PARTICIPATION, Amount, Period, amounts, period_of, shown_statements
from eulod.pages.reader import Reader

_PARTS = ("hasParticipation", "hasMoney", "hasPhase", "hasEvent", "hasOutput", "hasDecision")
_MOMENT = (
    *("dcterms:title", "eulod:activityKind", "eulod:outputKind", "schema:location", "eulod:place"),
    *("dcterms:description", "dcterms:identifier", "foaf:page", "eulod:quote"),
)
_TIMES = ("hasPhase", "hasEvent", "hasOutput", "hasDecision")
SHOWN = tuple(iri(f"eulod:{name}") for name in _PARTS)
"""The predicates that a project's page shows in sections of their own."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One participation, as a row of the table of partners."""

    part: Entity
    organisation: Resource | None
    place: Resource | None
    countries: tuple[Resource, ...]
    roles: tuple[Resource, ...]
    money: tuple[Amount, ...]
    is_lead: bool

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the table shows of the participation and its money."""
        own = shown_statements(self.part, PARTICIPATION)
        return (*own, *(one for amount in self.money for one in amount.statements))


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the timeline: `kind` is a phase, an event, an output or a decision; `what` its kind's concept."""

    kind: str
    entity: Entity
    when: Period | None
    what: Resource | None
    places: tuple[Resource, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the timeline shows of it."""
        own = shown_statements(self.entity, _MOMENT)
        return own + tuple(one for one in (self.when.statements if self.when else ()) if one not in own)


def project_view(browsing: Browsing, project: Entity, reader: Reader) -> dict[str, Any]:
    """What the template of a project needs besides the entity, and `also`: every other entity that it shows."""
    linked = [resource.iri for name in (*SHOWN, iri("dcterms:temporal")) for resource in project.resources(name)]
    parts = browsing.described(linked, sources=True)
    deeper = [
        resource.iri
        for part in parts.values()
        for name in (iri("eulod:hasMoney"), iri("dcterms:temporal"))
        for resource in part.resources(name)
    ]
    parts |= browsing.described(deeper, sources=True)
    return {
        "period": period_of(project, parts, reader),
        "partners": _partners(_those(project, "hasParticipation", parts), parts, reader),
        "money": amounts(_those(project, "hasMoney", parts), reader),
        "timeline": _timeline(project, parts, reader),
        "linking": _linking(project),
        "also": tuple(parts.values()),
    }


def _linking(project: Entity) -> dict[str, tuple[Statement, ...]]:
    """The statements by which the project has its partners, money and moments, by the IRI of these."""
    stated = [one for name in SHOWN for one in project.statements(name) if isinstance(one.object, Resource)]
    return {one.object.iri: (one,) for one in stated if isinstance(one.object, Resource)}


def _those(entity: Entity, name: str, parts: Mapping[str, Entity]) -> list[Entity]:
    return [parts[resource.iri] for resource in entity.resources(iri(f"eulod:{name}")) if resource.iri in parts]


def _partners(found: Sequence[Entity], parts: Mapping[str, Entity], reader: Reader) -> tuple[Partner, ...]:
    """The lead first, then by country and name as the reader sees them."""
    partners = [_partner(part, parts, reader) for part in found]
    return tuple(sorted(partners, key=lambda one: _partner_order(one, reader)))


def _partner_order(partner: Partner, reader: Reader) -> tuple[Any, ...]:
    countries = [reader.name(country).text for country in partner.countries]
    named = partner.organisation or partner.part.resource
    return (not partner.is_lead, not countries, countries, reader.name(named).text.casefold(), partner.part.iri)


def _partner(part: Entity, parts: Mapping[str, Entity], reader: Reader) -> Partner:
    roles = part.resources(iri("eulod:role"))
    return Partner(
        part,
        next(iter(part.resources(iri("eulod:participant"))), None),
        next(iter(part.resources(iri("eulod:place"))), None),
        part.resources(iri("eulod:country")),
        roles,
        amounts(_those(part, "hasMoney", parts), reader),
        any(role.iri.endswith("/role/lead-partner") for role in roles),
    )


def _timeline(project: Entity, parts: Mapping[str, Entity], reader: Reader) -> tuple[Moment, ...]:
    """Phases, events, outputs and decisions by when they begin; those without a date last."""
    moments = [_moment(one, parts, reader) for name in _TIMES for one in _those(project, name, parts)]
    return tuple(
        sorted(moments, key=lambda one: (one.when is None, one.when.begins if one.when else "", one.entity.iri))
    )


def _moment(entity: Entity, parts: Mapping[str, Entity], reader: Reader) -> Moment:
    kinds = (*entity.resources(iri("eulod:activityKind")), *entity.resources(iri("eulod:outputKind")))
    places = (*entity.resources(iri("schema:location")), *entity.resources(iri("eulod:place")))
    return Moment(entity.resource.kind, entity, period_of(entity, parts, reader), next(iter(kinds), None), places)
