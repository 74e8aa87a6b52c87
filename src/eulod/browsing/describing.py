"""Entities put together from the statements about them, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from eulod.browsing.kinds import CLASSES, iri
from eulod.browsing.model import Entity, Property, Resource, Statement
from eulod.browsing.reading import IndexReader, Row

MOST = 500
"""How many statements with one predicate are given at most."""
_SQL = (
    "SELECT id, subject, predicate, object, literal, withheld FROM statement WHERE subject IN ({}) ORDER BY subject, id"
)
_RANK = {class_: place for place, class_ in enumerate(CLASSES)}


@dataclass(slots=True)
class _Said:
    """What is said of one subject: by predicate its statements, the first ones of many, and how many there are."""

    statements: dict[int, list[Statement]] = field(default_factory=dict)
    totals: dict[int, int] = field(default_factory=dict)
    withheld: list[Statement] = field(default_factory=list)


def described(index: IndexReader, numbers: Sequence[int], *, sources: bool) -> dict[int, Entity]:
    """The resources with these numbers and what is said of them; with `sources`, and where that comes from."""
    resources, totals = index.resources(numbers), dict[tuple[int, int], int]()
    kept = list(_first(index.rows_of(_SQL, numbers), totals))
    said = {number: _Said() for number in resources}
    for row, (subject, statement) in zip(kept, index.statements(kept, sources=sources), strict=True):
        if statement.withheld:
            said[subject].withheld.append(statement)
        else:
            said[subject].statements.setdefault(row[2], []).append(statement)
            said[subject].totals[row[2]] = totals[subject, row[2]]
    return {number: _entity(resources[number], one) for number, one in said.items()}


def _first(rows: Iterator[Row], totals: dict[tuple[int, int], int]) -> Iterator[Row]:
    """The first statements with each predicate and all that are withheld; `totals` counts the others by the way."""
    for row in rows:
        key = (row[1], row[2])
        if not row[5]:
            totals[key] = totals.get(key, 0) + 1
        if row[5] or totals[key] <= MOST:
            yield row


def _entity(resource: Resource, said: _Said) -> Entity:
    found = [Property(some[0].predicate, tuple(some), said.totals[number]) for number, some in said.statements.items()]
    properties = tuple(sorted(found, key=lambda one: one.predicate.iri))
    entity = Entity(resource, properties=properties, withheld=tuple(said.withheld))
    return replace(
        entity,
        types=tuple(sorted(entity.resources(iri("rdf:type")), key=_telling)),
        deprecated=any(literal.value in ("true", "1") for literal in entity.literals(iri("owl:deprecated"))),
        replaced_by=tuple(one.iri for one in entity.resources(iri("dcterms:isReplacedBy"))),
    )


def _telling(type_: Resource) -> tuple[int, str]:
    """The most telling class first."""
    return _RANK.get(type_.iri, len(_RANK)), type_.iri
