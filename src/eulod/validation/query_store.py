"""The triples that queries ask for, in a store of pyoxigraph: those with the same predicate are loaded once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING

import ibis
import pyoxigraph as ox

from eulod.validation.compile.data import Data
from eulod.validation.compile.terms import is_blank

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

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
        blank = triples.filter(is_blank(triples.subject) | is_blank(triples.object)).limit(1)
        lines = triples.select(line=triples.subject + " " + triples.predicate + " " + triples.object + " .\n")
        stream, form = BufferedReader(_Stream(self._counted(lines))), ox.RdfFormat.N_TRIPLES
        if self._data.engine.count(blank):  # loading it as text is quicker, but gives blank nodes other names
            self._store.bulk_extend(ox.parse(stream, format=form, lenient=True))
        else:
            self._store.bulk_load(stream, format=form, lenient=True)

    def _counted(self, lines: ibis.Table) -> Iterator[bytes]:
        for batch in self._data.engine.batches(lines):
            self._size += batch.num_rows
            yield "".join(batch.column(0).to_pylist()).encode()


class _Stream(RawIOBase):
    """Blocks of bytes as a file: a store loads one file much quicker than the same in several."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._block, self._start = blocks, b"", 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer, or a part of it; 0 at the end."""
        if self._start == len(self._block):
            self._block, self._start = next(self._blocks, b""), 0
        view = memoryview(buffer).cast("B")
        part = self._block[self._start : self._start + len(view)]
        view[: len(part)] = part
        self._start += len(part)
        return len(part)
