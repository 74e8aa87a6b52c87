"""The data of a check: a table of distinct triples, and the classes of its hierarchy."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
from rdflib import RDF, RDFS

from eulod.engines.engine import Engine

NAMES = ("subject", "predicate", "object")
CODE = "code"
"""A column that tables of triples may have: a number for the predicate, which another may share. Rows come sorted by
it, so that an engine passes over the predicates that are not asked for."""
TYPE = f"<{RDF.type}>"
SUBCLASS = f"<{RDFS.subClassOf}>"


class Data:
    """Triples as N-Quads text: columns subject, predicate, object, distinct; and perhaps CODE."""

    def __init__(self, engine: Engine, triples: ibis.Table) -> None:
        self.engine, self.triples = engine, triples.select(*NAMES)
        self._coded = triples if CODE in triples.columns else None
        self._codes: dict[str, int] = {}
        self._narrower: dict[str, list[str]] | None = None
        self._used: tuple[frozenset[str], frozenset[str]] | None = None
        self._kept: list[ibis.Table] = []
        self._instances: dict[str, ibis.Table] = {}

    def keep(self, table: ibis.Table) -> ibis.Table:
        """Run a table once and keep its rows until `release`."""
        kept = self.engine.keep(table)
        self._kept.append(kept)
        return kept

    def along(self, predicates: Iterable[str]) -> ibis.Table:
        """The triples with one of some predicates."""
        names = sorted(predicates)
        if self._coded is None:
            return self.triples.filter(self.triples.predicate.isin(names))
        known = self._summary()[0].intersection(names)
        if not known:
            return self.triples.filter(ibis.literal(False))
        rows, codes = self._coded, sorted({self._codes[name] for name in known})
        return rows.filter(rows[CODE].isin(codes), rows.predicate.isin(sorted(known))).select(*NAMES)

    def column(self, values: Iterable[str]) -> ibis.Table:
        """A table with a column `node` of some terms, distinct."""
        return self.engine.from_columns({"node": sorted(set(values))})

    def release(self) -> None:
        """Forget what was kept."""
        for table in self._kept:
            self.engine.drop(table)
        self._kept = []

    def instances(self, name: str) -> ibis.Table:
        """The nodes of a class or of one below it: kept rows, column node, distinct."""
        if name not in self._instances:
            classes = self.with_narrower(name)
            typed = self.along([TYPE])
            found = typed.filter(typed.object.isin(classes)).select(node=typed.subject)
            self._instances[name] = self.keep(found if len(classes) == 1 else found.distinct())
        return self._instances[name]

    def uses(self, predicate: str) -> bool:
        """Whether a triple has a predicate."""
        return predicate in self._summary()[0]

    def has_instances(self, name: str) -> bool:
        """Whether a node is of a class, or of one below it."""
        return not self._summary()[1].isdisjoint(self.with_narrower(name))

    def _summary(self) -> tuple[frozenset[str], frozenset[str]]:
        """The predicates and the classes that the data use, read once."""
        if self._used is None:
            triples = self.triples if self._coded is None else self._coded
            classes = (triples.predicate == TYPE).ifelse(triples.object, "")
            code = ibis.literal(0) if self._coded is None else triples[CODE]
            found = triples.select(triples.predicate, kind=classes, code=code).distinct()
            rows = [row for batch in self.engine.batches(found) for row in batch.to_pylist()]
            self._codes = {row["predicate"]: row["code"] for row in rows}
            self._used = frozenset(row["predicate"] for row in rows), frozenset(row["kind"] for row in rows)
        return self._used

    def with_narrower(self, name: str) -> list[str]:
        """A class and all below it, as N-Quads text, sorted."""
        found, waiting = {name}, [name]
        while waiting:
            fresh = [below for below in self._below(waiting.pop()) if below not in found]
            found.update(fresh)
            waiting += fresh
        return sorted(found)

    def _below(self, name: str) -> list[str]:
        if self._narrower is None:
            self._narrower = {}
            pairs = self.along([SUBCLASS]).select("object", "subject")
            for batch in self.engine.batches(pairs):
                for row in batch.to_pylist():
                    self._narrower.setdefault(row["object"], []).append(row["subject"])
        return self._narrower.get(name, [])
