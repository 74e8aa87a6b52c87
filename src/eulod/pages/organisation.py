"""The page of an organisation: the projects that it takes part in, its role there, the money that is stated for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eulod.browsing.dataset import Browsing
from eulod.browsing.kinds import iri
from eulod.browsing.model import Entity, Resource, Statement
from eulod.pages.facts import PARTICIPATION, Amount, amounts, shown_statements, years_of
from eulod.pages.reader import Reader

_MONEY = iri("eulod:hasMoney")


@dataclass(frozen=True, slots=True)
class Part:
    """One participation of the organisation."""

    part: Entity
    project: Resource | None
    years: str
    programme: Resource | None
    roles: tuple[Resource, ...]
    money: tuple[Amount, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the table shows of the participation and its money."""
        own = shown_statements(self.part, PARTICIPATION)
        return (*own, *(one for amount in self.money for one in amount.statements))


def organisation_view(browsing: Browsing, organisation: Entity, reader: Reader) -> dict[str, Any]:
    """The participations of one page of those that lead to the organisation, newest project first."""
    leading = next((one for one in organisation.incoming if one.predicate.iri == iri("eulod:participant")), None)
    parts = browsing.described((one.iri for one in leading.subjects), sources=True) if leading else {}
    lines = browsing.described((line.iri for part in parts.values() for line in part.resources(_MONEY)), sources=True)
    owners = browsing.owners(parts, iri("eulod:hasParticipation"))
    projects = browsing.described(sorted(set(owners.values())))
    rows = [_part(part, projects.get(owners.get(part.iri, "")), lines, reader) for part in parts.values()]
    rows.sort(key=lambda one: (one.years, one.part.iri), reverse=True)
    return {
        "shown_parts": rows,
        "parts_total": leading.total if leading else 0,
        "also": (*parts.values(), *lines.values()),
    }


def _part(part: Entity, project: Entity | None, lines: dict[str, Entity], reader: Reader) -> Part:
    programmes = project.resources(iri("eulod:programme")) if project else ()
    return Part(
        part,
        project.resource if project else None,
        years_of(project) if project else "",
        next(iter(programmes), None),
        part.resources(iri("eulod:role")),
        amounts((lines[line.iri] for line in part.resources(_MONEY) if line.iri in lines), reader),
    )
