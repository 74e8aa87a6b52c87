"""A shipped mapping run on a folder of input, as facts to count and add up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.map_source import map_source
from eulod.sources.problem import Problem
from tests.shared import ROOT
from tests.staged import staging

BASE = "https://w3id.org/eulod/"
NS = f"{BASE}ns#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
VALUE = "https://schema.org/value"

Quad = tuple[str, str, str, str]


@dataclass(frozen=True)
class Mapped:
    """What a mapping makes: its quads (graph, subject, predicate, object as N-Quads text) and the problems it found."""

    quads: frozenset[Quad]
    problems: tuple[Problem, ...]

    def lines(self) -> str:
        """The sorted N-Quads."""
        return "".join(sorted(f"{s} {p} {o} {g} .\n" for g, s, p, o in self.quads))

    def instances(self, name: str) -> set[str]:
        """The resources of a class of eulod."""
        return {s for _, s, p, o in self.quads if p == f"<{TYPE}>" and o == f"<{NS}{name}>"}

    def pairs(self, predicate: str) -> set[tuple[str, str]]:
        """Every subject and object of a predicate, in any graph."""
        return self.by_predicate.get(f"<{predicate}>", set())

    @cached_property
    def by_predicate(self) -> dict[str, set[tuple[str, str]]]:
        """Subject and object, by predicate."""
        found: dict[str, set[tuple[str, str]]] = {}
        for _, subject, predicate, object_ in self.quads:
            found.setdefault(predicate, set()).add((subject, object_))
        return found

    def money(self, kind: str) -> Iterator[tuple[str, Decimal]]:
        """The programme and the value of every money line of a kind, of a project or of one of its participations."""
        project_of = {participation: project for project, participation in self.pairs(f"{NS}hasParticipation")}
        programme_of = dict(self.pairs(f"{NS}programme"))
        owner_of = {line: owner for owner, line in self.pairs(f"{NS}hasMoney")}
        values = dict(self.pairs(VALUE))
        for line, of_kind in self.pairs(f"{NS}amountKind"):
            if of_kind == f"<{BASE}code/amountKind/{kind}>":
                project = project_of.get(owner_of[line], owner_of[line])
                yield programme_of[project], Decimal(values[line].split('"')[1])

    def sums(self, kind: str) -> dict[str, Decimal]:
        """The sum of the money lines of a kind, by the slug of the programme."""
        return added((tail(programme), value) for programme, value in self.money(kind))


def added(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The sum of the amounts of each key."""
    found: dict[str, Decimal] = {}
    for key, amount in amounts:
        found[key] = found.get(key, Decimal(0)) + amount
    return found


def slug(text: str) -> str:
    """A slug made without eulod: enough for the names of programmes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def tail(iri: str) -> str:
    """What follows the last slash of an IRI in N-Quads."""
    return iri.rpartition("/")[2].removesuffix(">")


def run(name: str, folder: Path) -> Mapped:
    """The mapping mappings/{name} run on the files of `folder`."""
    engine = DuckDBEngine()
    try:
        externals = {"base": BASE, "source": name}
        mapping = ROOT / "mappings" / name
        mapped = map_source(engine, mapping, input=folder, externals=externals, base=BASE, staging=staging())
        tables = [compiled.statements() for compiled in mapped.maps]
        rows = [row for table in tables for batch in engine.batches(table.distinct()) for row in batch.to_pylist()]
    finally:
        engine.close()
    return Mapped(frozenset(_quad(row) for row in rows), mapped.problems)


def _quad(row: dict[str, str]) -> Quad:
    predicate, _, object_ = row["pair"].partition(" ")
    return row["graph"], row["subject"], predicate, object_
