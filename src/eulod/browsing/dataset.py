"""A release opened for browsing: what its pages, its JSON interface and its static site are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from eulod.browsing import search as searching
from eulod.browsing.kinds import CLASSES, KINDS, iri
from eulod.browsing.model import (
    Entity,
    Found,
    Incoming,
    Overview,
    PlaceCount,
    ProgrammeCount,
    Property,
    Resource,
    SourceCoverage,
    Statement,
    Sum,
)
from eulod.browsing.reading import IndexReader
from eulod.config import Settings
from eulod.publication.manifest import MANIFEST

PAGE = 50
"""How many incoming statements are listed at once."""
MOST = 500
"""How many statements with one predicate are given at most."""
_ROWS = "SELECT id, subject, predicate, object, literal, withheld FROM statement"


@dataclass(frozen=True, slots=True)
class DatasetAbout:
    """How the dataset describes itself: texts per language tag, IRIs, dates as ISO texts; '' where it does not say."""

    iri: str
    base: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    publisher: str
    licence: str
    version: str
    modified: str
    schema_org: Mapping[str, Any]


@dataclass
class Browsing:
    """One release with its index. Safe to use from several threads; nothing is ever written."""

    release: Path
    index: IndexReader
    manifest: Mapping[str, Any]

    @cached_property
    def about(self) -> DatasetAbout:
        """The dataset's own description."""
        said = json.loads((self.release / "dataset.jsonld").read_bytes())
        dataset = self.manifest["dataset"]
        return DatasetAbout(
            iri=said["@id"],
            base=dataset["base"],
            title=dataset["title"],
            description={text["@language"]: text["@value"] for text in said.get("description", [])},
            publisher=said.get("publisher", {}).get("name", ""),
            licence=dataset["licence"],
            version=dataset["version"],
            modified=said.get("dateModified", ""),
            schema_org=said,
        )

    @property
    def base(self) -> str:
        """The base IRI of the dataset, which ends in a slash."""
        return self.about.base

    @cached_property
    def has_lineage(self) -> bool:
        """Whether each statement knows the records that it comes from."""
        return self.index.rows("SELECT value FROM meta WHERE name = 'lineage'") == [("yes",)]

    def resource(self, iri: str) -> Resource:
        """The resource with an IRI, with its labels; one without kind and labels where the release does not name it."""
        number = self.index.number(iri)
        return Resource(iri) if number is None else self.index.resources([number])[number]

    def entity(self, iri: str, *, incoming: str = "", page: int = 1) -> Entity | None:
        """Everything about one resource, None for one that the release does not name.

        Of the resources that lead here each predicate has its first page, and `incoming`, an IRI, its page `page`.
        """
        number = self.index.number(iri)
        if number is None:
            return None
        found = self._described([number], sources=True)[number]
        links = self._incoming(number, incoming, page)
        return Entity(
            resource=found.resource,
            types=found.types,
            properties=found.properties,
            incoming=links,
            withheld=found.withheld,
            records=self._records(number),
            deprecated=found.deprecated,
            replaced_by=found.replaced_by,
        )

    def described(self, iris: Iterable[str], *, sources: bool = False) -> dict[str, Entity]:
        """The resources with these IRIs and their own statements, not what leads to them; unknown ones are left out.

        With `sources`, statements have their graphs, origins and quotes.
        """
        numbers = [number for one in dict.fromkeys(iris) if (number := self.index.number(one)) is not None]
        return {entity.iri: entity for entity in self._described(numbers, sources=sources).values()}

    def search(
        self, text: str = "", facets: Mapping[str, Sequence[str]] | None = None, page: int = 1, *, size: int = 20
    ) -> Found:
        """What has all words of `text` (each may be the beginning of a longer one) and a chosen value of each facet.

        `facets` maps names of `facets.FACETS` to IRIs (kinds for `kind`). Without text, by kind and name; else the best
        first. Unknown facets and values find nothing. `page` beyond the last one is the last.
        """
        found = searching.search(self.index, text, facets or {}, page, size)
        described = self.described(resource.iri for resource in found.results)
        return Found(found.text, found.total, found.page, found.pages, found.results, found.facets, described)

    def listed(self, kinds: Sequence[str], most: int, after: int = 0) -> list[str]:
        """The IRIs of the entities of some kinds, at most so many after the first `after` of them, in their order."""
        marks = ", ".join("?" * len(kinds))
        sql = f"SELECT iri FROM resource WHERE kind IN ({marks}) ORDER BY id LIMIT ? OFFSET ?"
        return [iri for (iri,) in self.index.rows(sql, (*kinds, most, after))]

    def found_by(self, iri: str) -> dict[str, int]:
        """By which facets a search finds things with this value, and how many."""
        number = self.index.number(iri) or 0
        sql = "SELECT facet, count(*) FROM facet WHERE value = ? GROUP BY facet ORDER BY facet"
        return dict(self.index.rows(sql, (number,)))

    def owners(self, iris: Iterable[str], predicate: str) -> dict[str, str]:
        """For each of these IRIs the first resource, an IRI, that leads to it by `predicate`."""
        numbers = {number: one for one in iris if (number := self.index.number(one)) is not None}
        sql = (
            "SELECT object, min(subject) FROM statement WHERE object IN ({}) AND withheld = '' "
            f"AND predicate = {self.index.number(predicate) or 0} GROUP BY object"
        )
        found = dict(self.index.rows_of(sql, numbers))
        named = self.index.iris(found.values())
        return {numbers[object_]: named[subject] for object_, subject in found.items()}

    @cached_property
    def _overview(self) -> Overview:
        counted: dict[str, int] = dict(
            self.index.rows("SELECT kind, count(*) FROM resource WHERE kind <> '' GROUP BY kind")
        )
        ((statements,),) = self.index.rows("SELECT count(*) FROM statement WHERE withheld = ''")
        return Overview(
            statements=int(statements),
            kinds={kind: counted[kind] for kind in KINDS if kind in counted},
            sources=tuple(_source(entry) for entry in self.manifest["inputs"]),
            programmes=self._programmes(),
            places=self._places(),
        )

    def overview(self) -> Overview:
        """What the release holds, counted."""
        return self._overview

    def entities(self, kind: str = "") -> Iterator[Entity]:
        """Every entity of a kind, or of all, by IRI, with its statements and what leads to it; a stream."""
        for name in self.iris(kind):
            entity = self.entity(name)
            if entity is not None:
                yield entity

    def iris(self, kind: str = "") -> Iterator[str]:
        """The IRIs of every entity of a kind, or of all that the release describes, in their order; a stream."""
        last = ""
        where = "kind = ?" if kind else "kind <> ?"
        while rows := self.index.rows(
            f"SELECT iri FROM resource WHERE {where} AND iri > ? ORDER BY iri LIMIT 1000", (kind, last)
        ):
            yield from (row[0] for row in rows)
            last = rows[-1][0]

    def _described(self, numbers: Sequence[int], *, sources: bool) -> dict[int, Entity]:
        resources = self.index.resources(numbers)
        rows = list(self.index.rows_of(f"{_ROWS} WHERE subject IN ({{}}) ORDER BY subject, predicate, id", numbers))
        totals: dict[tuple[int, int], int] = {}
        kept: list[tuple[Any, ...]] = []
        for row in rows:
            key = (row[1], row[2])
            totals[key] = totals.get(key, 0) + 1
            if totals[key] <= MOST:
                kept.append(row)
        predicates = self.index.resources(row[2] for row in kept)
        by_subject: dict[int, list[tuple[int, Statement]]] = {number: [] for number in resources}
        for row, (subject, statement) in zip(kept, self.index.statements(kept, sources=sources), strict=True):
            by_subject[subject].append((row[2], statement))
        return {
            number: _entity(resources[number], found, predicates, {p: n for (s, p), n in totals.items() if s == number})
            for number, found in by_subject.items()
        }

    def _incoming(self, number: int, chosen: str, page: int) -> tuple[Incoming, ...]:
        counts = self.index.rows(
            "SELECT predicate, count(*) FROM statement WHERE object = ? AND withheld = '' GROUP BY predicate", (number,)
        )
        predicates = self.index.resources(predicate for predicate, _ in counts)
        found = []
        for predicate, total in counts:
            at = max(1, min(page, -(-total // PAGE))) if predicates[predicate].iri == chosen else 1
            rows = self.index.rows(
                "SELECT subject FROM statement WHERE object = ? AND predicate = ? AND withheld = '' "
                "ORDER BY subject LIMIT ? OFFSET ?",
                (number, predicate, PAGE, (at - 1) * PAGE),
            )
            subjects = self.index.resources(row[0] for row in rows)
            found.append(Incoming(predicates[predicate], total, tuple(subjects[row[0]] for row in rows), at))
        return tuple(sorted(found, key=lambda one: one.predicate.iri))

    def _records(self, number: int) -> tuple[Resource, ...]:
        """The SourceRecords whose topic a resource is."""
        predicate = self.index.number(iri("foaf:primaryTopic"))
        rows = self.index.rows(
            "SELECT subject FROM statement WHERE object = ? AND predicate = ? LIMIT ?", (number, predicate, MOST)
        )
        return tuple(sorted(self.index.resources(row[0] for row in rows).values()))

    def _programmes(self) -> tuple[ProgrammeCount, ...]:
        rows = self.index.rows("SELECT programme, period, projects FROM programme")
        money = self.index.rows("SELECT programme, amount_kind, currency, amount, projects FROM programme_sum")
        named = {number for row in rows for number in row[:2] if number} | {n for row in money for n in row[1:3]}
        resources = self.index.resources(named)
        sums: dict[int, list[Sum]] = {}
        for programme, kind, currency, amount, projects in money:
            sums.setdefault(programme, []).append(Sum(resources[kind], resources[currency], amount, projects))
        found = [
            ProgrammeCount(
                resources[programme],
                resources.get(period),
                projects,
                tuple(sorted(sums.get(programme, []), key=lambda one: (one.kind.iri, one.currency.iri))),
            )
            for programme, period, projects in rows
        ]
        return tuple(sorted(found, key=lambda one: (one.period.iri if one.period else "", one.programme.iri)))

    def _places(self) -> tuple[PlaceCount, ...]:
        rows = self.index.rows("SELECT place, latitude, longitude, country, projects FROM place")
        resources = self.index.resources({number for row in rows for number in (row[0], row[3]) if number})
        found = [
            PlaceCount(
                resources[place], latitude, longitude, resources[country].iri if country is not None else "", projects
            )
            for place, latitude, longitude, country, projects in rows
        ]
        return tuple(sorted(found, key=lambda one: (-one.projects, one.place.iri)))


def open_dataset(release: Path, built: Path, *, settings: Settings | None = None) -> Browsing:
    """Open the release folder `release` with its index in the folder `built`, which is made where it is missing.

    With `settings`, those of the release's dataset with its sources at hand, statements know their records.
    Raises what `index.build_index` raises.
    """
    from eulod.browsing.index import build_index  # its engine takes seconds to import, which a server spares itself

    return read_dataset(release, build_index(release, built, settings=settings))


def read_dataset(release: Path, index: Path) -> Browsing:
    """Open the release folder `release` with the index that `build_index` made of it."""
    manifest = json.loads((release / MANIFEST).read_bytes())
    return Browsing(release, IndexReader(index), manifest)


def _entity(
    resource: Resource,
    found: Sequence[tuple[int, Statement]],
    predicates: Mapping[int, Resource],
    totals: Mapping[int, int],
) -> Entity:
    stands = [(predicate, statement) for predicate, statement in found if not statement.withheld]
    grouped: dict[int, list[Statement]] = {}
    for predicate, statement in stands:
        grouped.setdefault(predicate, []).append(statement)
    held_back = [len([one for number, one in found if number == predicate and one.withheld]) for predicate in grouped]
    properties = tuple(
        Property(predicates[number], tuple(statements), totals[number] - held)
        for (number, statements), held in zip(grouped.items(), held_back, strict=True)
    )
    entity = Entity(
        resource=resource,
        properties=tuple(sorted(properties, key=lambda one: one.predicate.iri)),
        withheld=tuple(statement for _, statement in found if statement.withheld),
    )
    types = sorted(entity.resources(iri("rdf:type")), key=_telling)
    marked = any(literal.value in ("true", "1") for literal in entity.literals(iri("owl:deprecated")))
    replaced = tuple(one.iri for one in entity.resources(iri("dcterms:isReplacedBy")))
    return Entity(
        entity.resource,
        tuple(types),
        entity.properties,
        withheld=entity.withheld,
        deprecated=marked,
        replaced_by=replaced,
    )


def _telling(type_: Resource) -> tuple[int, str]:
    """The most telling class first."""
    known = list(CLASSES)
    return (known.index(type_.iri) if type_.iri in known else len(known), type_.iri)


def _source(entry: Mapping[str, Any]) -> SourceCoverage:
    files = tuple((file["path"], file["size"], file["sha256"]) for file in entry["files"])
    names = [name for name in SourceCoverage.__dataclass_fields__ if name != "files"]
    return SourceCoverage(**{name: entry[name] for name in names}, files=files)
