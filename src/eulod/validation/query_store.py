"""The triples that queries ask for, in a store of pyoxigraph: those with the same predicate are loaded once."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from eulod.validation.compile.data import Data

MOST = 2_000_000
"""Triples that one store holds for several queries; a query that asks for more has a store of its own."""


class QueryStore:
    """A store that grows with what is asked for."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._empty()

    def _empty(self) -> None:
        self._store, self._loaded, self._size = ox.Store(), set[str](), 0

    def holding(self, predicates: Iterable[str]) -> ox.Store:
        """A store with all triples of some predicates, N-Quads text, and perhaps others."""
        wanted = set(predicates)
        if self._size + self._count(wanted - self._loaded) > MOST:
            self._empty()
        missing = wanted - self._loaded
        self._load(missing)
        self._loaded |= missing
        return self._store

    def _count(self, predicates: set[str]) -> int:
        return self._data.engine.count(self._data.along(predicates)) if predicates else 0

    def _load(self, predicates: set[str]) -> None:
        if not predicates:
            return
        triples = self._data.along(predicates)
        for batch in self._data.engine.batches(
            triples.select(line=triples.subject + " " + triples.predicate + " " + triples.object + " .\n")
        ):
            self._size += batch.num_rows
            content = "".join(batch.column(0).to_pylist())
            if "_:" in content:  # loading it as text is quicker, but gives blank nodes other names
                self._store.bulk_extend(ox.parse(content, format=ox.RdfFormat.N_TRIPLES))
            else:
                self._store.bulk_load(content, format=ox.RdfFormat.N_TRIPLES)
