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
    said = engine.keep(_said(canonical))
    runs = engine.keep(_runs(engine, canonical, base))
    (totals,) = _rows(engine, _totals(said, runs))
    counts = DatasetCounts(
        **totals,
        example=next(_rows(engine, _example(canonical)))["example"],
        classes=tuple(sorted(ClassCount(**row) for row in _rows(engine, _classes(said)))),
        properties=tuple(sorted(PropertyCount(**row) for row in _rows(engine, _properties(said, runs)))),
        links=tuple(sorted(LinkCount(**row) for row in _rows(engine, _links(said)))),
        countries=tuple(sorted(str(row["country"]) for row in _rows(engine, _countries(said)))),
    )
    engine.drop(said)
    engine.drop(runs)
    return counts


def _rows(engine: Engine, table: ibis.Table) -> Iterator[dict[str, Any]]:
    for batch in engine.batches(table):
        yield from batch.to_pylist()


def _said(canonical: ibis.Table) -> ibis.Table:
    """How many subjects say the same: predicate, object, triples. There are fewer of them than triples."""
    return canonical.group_by("predicate", "object").aggregate(triples=canonical.count())


def _runs(engine: Engine, canonical: ibis.Table, base: str) -> ibis.Table:
    """What the order of triples tells: for each predicate its subjects, and those subjects that begin with it."""
    order = ("subject", "predicate", "object")
    rows = engine.with_runs(canonical, order=order, runs={"key": order[:2], "node": order[:1]})
    entity = rows.begins_node & rows.subject.startswith(f"<{base}id/")
    counted = {"subjects": rows.begins_key, "first": rows.begins_node, "entities": entity}
    return rows.group_by("predicate").aggregate(**{name: flag.sum() for name, flag in counted.items()})


def _totals(said: ibis.Table, runs: ibis.Table) -> ibis.Table:
    predicate = said.predicate
    day = said.object.re_extract(r'^"(\d{4}-\d\d-\d\d)"', 1).nullif("")
    whole = runs.aggregate(entities=runs.entities.sum(), subjects=runs["first"].sum())
    return said.aggregate(
        triples=said.triples.sum(),
        objects=said.object.nunique(),
        start=day.min(where=predicate == f"<{_EULOD}earliestStart>"),
        end=day.max(where=predicate == f"<{_EULOD}latestEnd>"),
    ).cross_join(whole)


def _example(canonical: ibis.Table) -> ibis.Table:
    project = canonical.filter(canonical.predicate == _TYPE, canonical.object == f"<{_EULOD}Project>")
    return project.aggregate(example=_bare(project.subject.min()))


def _classes(said: ibis.Table) -> ibis.Table:
    typed = said.filter(said.predicate == _TYPE)
    return typed.select(iri=_bare(typed.object), entities=typed.triples)


def _properties(said: ibis.Table, runs: ibis.Table) -> ibis.Table:
    stated = said.group_by("predicate").aggregate(triples=said.triples.sum(), objects=said.count())
    together = stated.join(runs.select("predicate", "subjects"), "predicate")
    return together.select("triples", "subjects", "objects", iri=_bare(together.predicate))


def _links(said: ibis.Table) -> ibis.Table:
    branches = [(said.object.startswith(f"<{target.space}"), key) for key, target in TARGETS.items()]
    linked = said.mutate(target=ibis.cases(*branches, else_=ibis.null(str)))
    linked = linked.filter(linked.target.notnull(), linked.predicate != _TYPE)
    return linked.group_by("target", predicate=_bare(linked.predicate)).aggregate(triples=linked.triples.sum())


def _countries(said: ibis.Table) -> ibis.Table:
    named = said.predicate.isin([f"<{_EULOD}country>", f"<{_EULOD}partnerCountry>"])
    found = said.filter(named, said.object.startswith(f"<{_COUNTRY}"))
    return found.select(country=_bare(found.object)).distinct()


def _bare(iri: Any) -> Any:
    return iri.substr(1, iri.length() - 2)
