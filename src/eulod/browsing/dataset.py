"""A release opened for browsing: what its pages, its JSON interface and its static site are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from eulod.browsing import search as searching
from eulod.browsing.describing import MOST, described
from eulod.browsing.kinds import iri
from eulod.browsing.model import Entity, Found, Incoming, Overview, Resource
from eulod.browsing.overview import read_overview
from eulod.browsing.reading import IndexReader
from eulod.config import Settings
from eulod.publication.manifest import MANIFEST

PAGE = 50
"""How many incoming statements are listed at once."""


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

    @cached_property
    def digest(self) -> str:
        """What the index holds, as a digest: other records or another release, and it is another."""
        ((found,),) = self.index.rows("SELECT value FROM meta WHERE name = 'digest'")
        return str(found)

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
        found = described(self.index, [number], sources=True)[number]
        return replace(found, incoming=self._incoming(number, incoming, page), records=self._records(number))

    def described(self, iris: Iterable[str], *, sources: bool = False) -> dict[str, Entity]:
        """The resources with these IRIs and their own statements, not what leads to them; unknown ones are left out.

        With `sources`, statements have their graphs, origins and quotes.
        """
        numbers = self.index.numbers(iris)
        return {entity.iri: entity for entity in described(self.index, numbers, sources=sources).values()}

    def search(
        self, text: str = "", facets: Mapping[str, Sequence[str]] | None = None, page: int = 1, *, size: int = 20
    ) -> Found:
        """What has all words of `text` (each may be the beginning of a longer one) and a chosen value of each facet.

        `facets` maps names of `kinds.FACETS` to IRIs (kinds for `kind`). Without text, by kind and name; else the best
        first. Unknown facets and values find nothing. `page` beyond the last one is the last.
        """
        found = searching.search(self.index, text, facets or {}, page, size)
        shown = self.described(resource.iri for resource in found.results)
        return replace(found, described=shown)

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
        found: dict[int, int] = dict(self.index.rows_of(sql, numbers))
        named = self.index.iris(found.values())
        return {numbers[object_]: named[subject] for object_, subject in found.items()}

    @cached_property
    def _overview(self) -> Overview:
        return read_overview(self.index, self.manifest)

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
