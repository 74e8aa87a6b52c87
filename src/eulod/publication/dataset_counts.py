"""What VoID counts in the canonical graph, computed by the engine over the statements table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ibis

from eulod.engines.engine import Engine
from eulod.publication.link_targets import TARGETS
from eulod.terms.prefixes import PREFIXES

_TYPE = f"<{PREFIXES['rdf']}type>"
_EULOD = PREFIXES["eulod"]
_COUNTRY = "http://publications.europa.eu/resource/authority/country/"


@dataclass(frozen=True, slots=True, order=True)
class ClassCount:
    """How many entities have a class; IRI without brackets."""

    iri: str
    entities: int


@dataclass(frozen=True, slots=True, order=True)
class PropertyCount:
    """How many statements, subjects and objects a property has; IRI without brackets."""

    iri: str
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True, order=True)
class LinkCount:
    """How many statements of a property lead to a target (a key of `link_targets.TARGETS`)."""

    target: str
    predicate: str
    triples: int


@dataclass(frozen=True, slots=True)
class DatasetCounts:
    """The counts of a dataset; `entities` are subjects below `{base}id/`, `start` and `end` the bounds of its dates."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[ClassCount, ...]
    properties: tuple[PropertyCount, ...]
    links: tuple[LinkCount, ...]
    countries: tuple[str, ...]
    start: str | None
    end: str | None
    example: str | None


def count_dataset(engine: Engine, canonical: ibis.Table, *, base: str) -> DatasetCounts:
    """Count a canonical graph: distinct rows with text columns subject, predicate and object in N-Quads form.

    Tuples are sorted by IRI; the example is the first Project.
    """
    totals = next(_rows(engine, _totals(canonical, base)))
    return DatasetCounts(
        **totals,
        classes=tuple(sorted(ClassCount(**row) for row in _rows(engine, _classes(canonical)))),
        properties=tuple(sorted(PropertyCount(**row) for row in _rows(engine, _properties(canonical)))),
        links=tuple(sorted(LinkCount(**row) for row in _rows(engine, _links(canonical)))),
        countries=tuple(sorted(str(row["country"]) for row in _rows(engine, _countries(canonical)))),
    )


def _rows(engine: Engine, table: ibis.Table) -> Iterator[dict[str, Any]]:
    for batch in engine.batches(table):
        yield from batch.to_pylist()


def _totals(canonical: ibis.Table, base: str) -> ibis.Table:
    subject, predicate, object_ = canonical.subject, canonical.predicate, canonical.object
    project = (predicate == _TYPE) & (object_ == f"<{_EULOD}Project>")
    day = object_.re_extract(r'^"(\d{4}-\d\d-\d\d)"', 1).nullif("")
    return canonical.aggregate(
        triples=canonical.count(),
        entities=subject.nunique(where=subject.startswith(f"<{base}id/")),
        subjects=subject.nunique(),
        objects=object_.nunique(),
        start=day.min(where=predicate == f"<{_EULOD}earliestStart>"),
        end=day.max(where=predicate == f"<{_EULOD}latestEnd>"),
        example=_bare(subject.min(where=project)),
    )


def _classes(canonical: ibis.Table) -> ibis.Table:
    typed = canonical.filter(canonical.predicate == _TYPE)
    return typed.group_by(iri=_bare(typed.object)).aggregate(entities=typed.subject.nunique())


def _properties(canonical: ibis.Table) -> ibis.Table:
    return canonical.group_by(iri=_bare(canonical.predicate)).aggregate(
        triples=canonical.count(), subjects=canonical.subject.nunique(), objects=canonical.object.nunique()
    )


def _links(canonical: ibis.Table) -> ibis.Table:
    branches = [(canonical.object.startswith(f"<{target.space}"), key) for key, target in TARGETS.items()]
    linked = canonical.mutate(target=ibis.cases(*branches, else_=ibis.null(str)))
    linked = linked.filter(linked.target.notnull(), linked.predicate != _TYPE)
    return linked.group_by("target", predicate=_bare(linked.predicate)).aggregate(triples=linked.count())


def _countries(canonical: ibis.Table) -> ibis.Table:
    named = canonical.predicate.isin([f"<{_EULOD}country>", f"<{_EULOD}partnerCountry>"])
    found = canonical.filter(named, canonical.object.startswith(f"<{_COUNTRY}"))
    return found.select(country=_bare(found.object)).distinct()


def _bare(iri: Any) -> Any:
    return iri.substr(1, iri.length() - 2)
