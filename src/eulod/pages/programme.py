"""The page of a programme: its projects, what they state together, and the programmes before and after it."""

from __future__ import annotations

from typing import Any

from eulod.browsing.dataset import Browsing
from eulod.browsing.kinds import iri
from eulod.browsing.model import Entity
from eulod.pages.facts import period_of
from eulod.pages.reader import Reader


def programme_view(browsing: Browsing, programme: Entity, reader: Reader) -> dict[str, Any]:
    """What the template of a programme needs besides the entity."""
    counted = next((one for one in browsing.overview().programmes if one.programme.iri == programme.iri), None)
    leading = next((one for one in programme.incoming if one.predicate.iri == iri("eulod:programme")), None)
    temporal = browsing.described((one.iri for one in programme.resources(iri("dcterms:temporal"))), sources=True)
    return {
        "period": period_of(programme, temporal, reader),
        "counted": counted,
        "projects": browsing.described(one.iri for one in leading.subjects) if leading else {},
        "projects_total": leading.total if leading else 0,
        "also": tuple(temporal.values()),
    }
