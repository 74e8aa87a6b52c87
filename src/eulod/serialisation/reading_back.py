"""Dumps read again by other parsers before anybody else reads them.

pyoxigraph reads every dump as a stream; rdflib reads it too while it is small. Both must find the statements that were
to be written, no more and no less. Published data have no blank nodes, so that statements compare as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.operations as ops

from eulod.serialisation.formats import Format, format_of
from eulod.serialisation.normal_form import DumpDiffers as DumpDiffers
from eulod.serialisation.normal_form import Normalising, differs, normalise
from eulod.serialisation.nquads import quad_lines, triple_lines, write_nquads, write_ntriples
from eulod.serialisation.ordering import triples
from eulod.serialisation.small_graphs import difference_in_rdflib

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

RDFLIB_LIMIT = 200_000
_HALF = 1 << 32

Fingerprint = tuple[int, ...]


def read_back(
    dumps: Sequence[Path],
    statements: ibis.Table,
    *,
    engine: Engine,
    scratch: Path | None = None,
    rdflib_limit: int = RDFLIB_LIMIT,
) -> dict[Path, int]:
    """Check dumps of one table of statements that are there; as `ReadingBack` does."""
    with reading_back(engine, scratch, rdflib_limit=rdflib_limit) as reading:
        for dump in dumps:
            reading.start(dump)
        return reading.checked(dumps, statements)


@contextmanager
def reading_back(
    engine: Engine, scratch: Path | None = None, *, rdflib_limit: int = RDFLIB_LIMIT
) -> Iterator[ReadingBack]:
    """A reader of dumps; what still runs at the end of the block is ended.

    `scratch` is a folder for intermediate text: as N-Quads, the dumps that are being read, and the largest twice.
    rdflib reads dumps of up to `rdflib_limit` statements.
    """
    with TemporaryDirectory(dir=scratch, prefix="read-back-") as folder:
        normalising = Normalising()
        try:
            yield ReadingBack(normalising, Path(folder), engine, rdflib_limit)
        finally:
            normalising.close()


class ReadingBack:
    """Other parsers at work: each dump is read from when it is started, and compared when that is asked for."""

    def __init__(self, normalising: Normalising, folder: Path, engine: Engine, rdflib_limit: int) -> None:
        self._normalising, self._folder, self._engine, self._rdflib_limit = normalising, folder, engine, rdflib_limit
        self._targets: dict[Path, Path] = {}
        self._fingerprints: dict[Path, Fingerprint] = {}
        self._known: dict[ops.Node, Fingerprint] = {}

    def start(self, dump: Path) -> None:
        """Begin to read a dump that is whole."""
        for other in [one for one in self._targets if self._normalising.is_done(one)]:
            self._found(other)
        self._targets[dump] = self._folder / f"found-{len(self._targets) + len(self._fingerprints)}.nq"
        self._normalising.start(dump, self._targets[dump])

    def checked(self, dumps: Sequence[Path], statements: ibis.Table) -> dict[Path, int]:
        """Check that other parsers read from each dump what `statements` holds; give the number of statements of each.

        N-Quads and TriG must hold every statement with its graph, the other formats each triple once. Language tags
        compare without case.
        Raises DumpDiffers naming the dump and the first statement, in code-point order, that one side lacks.
        """
        checker = _Checker(statements, self._folder, self._engine, self._rdflib_limit, self._known)
        return {dump: checker.check(dump, format_of(dump), self._found(dump)) for dump in dumps}

    def _found(self, dump: Path) -> Fingerprint:
        """What was read from a dump; its text goes as soon as it is summed up, before the disk must take it."""
        if dump not in self._fingerprints:
            text = self._normalising.ended(dump)
            self._fingerprints[dump] = _fingerprint(self._engine.read_lines(text), self._engine)
            del self._targets[dump]
            _removed_meanwhile(text)
        return self._fingerprints[dump]


@dataclass
class _Expected:
    """What dumps must hold: as lines of N-Quads and, when first asked, as text and as another parser writes it.

    `known` has the fingerprints of tables whose triples were summed up as quads, being in no named graph.
    """

    statements: ibis.Table
    graphs: bool
    folder: Path
    engine: Engine
    known: dict[ops.Node, Fingerprint]

    @cached_property
    def fingerprint(self) -> Fingerprint:
        if not self.graphs:
            known = self.known.get(self.statements.op())
            return known or _fingerprint(triple_lines(triples(self.statements), end=""), self.engine)
        found = _fingerprint(quad_lines(self.statements, end=""), self.engine)
        if not self.engine.count(self.statements.filter(self.statements.graph != "").limit(1)):
            self.known[self.statements.drop("graph").op()] = found
        return found

    @cached_property
    def text(self) -> Path:
        path = self.folder / f"expected-{self.graphs}.nq"
        (write_nquads if self.graphs else write_ntriples)(self.statements, path, engine=self.engine)
        return path

    @cached_property
    def normalised(self) -> ibis.Table:
        """The lines as pyoxigraph writes them: it has other escapes, and language tags in small letters."""
        return self.engine.read_lines(normalise(self.text, "nq", self.folder / f"normal-{self.graphs}.nq"))

    @cached_property
    def normalised_fingerprint(self) -> Fingerprint:
        return _fingerprint(self.normalised, self.engine)


class _Checker:
    """Compares what was read from dumps of one table of statements."""

    def __init__(
        self,
        statements: ibis.Table,
        folder: Path,
        engine: Engine,
        rdflib_limit: int,
        known: dict[ops.Node, Fingerprint],
    ) -> None:
        self._folder, self._engine, self._rdflib_limit = folder, engine, rdflib_limit
        self._expected = {graphs: _Expected(statements, graphs, folder, engine, known) for graphs in (True, False)}

    def check(self, dump: Path, format: Format, found: Fingerprint) -> int:
        expected = self._expected[format.holds_graphs]
        if found != expected.fingerprint and found != expected.normalised_fingerprint:
            raise differs(dump, "pyoxigraph", self._difference(dump, format, expected))
        small = found[0] <= self._rdflib_limit
        if small and (difference := difference_in_rdflib(expected.text, dump, format)):
            raise differs(dump, "rdflib", difference)
        return found[0]

    def _difference(self, dump: Path, format: Format, expected: _Expected) -> str:
        again = normalise(dump, format.name, self._folder / "again.nq")
        return _difference(expected.normalised, self._engine.read_lines(again), self._engine)


def _removed_meanwhile(text: Path) -> None:
    """Remove a large file, which takes a third of a second, while others work; the folder may be gone before."""
    Thread(target=partial(text.unlink, missing_ok=True), daemon=True).start()


def _fingerprint(lines: ibis.Table, engine: Engine) -> Fingerprint:
    """Sum up a multiset of lines in any order: their number, and both halves of their hashes."""
    hashed = lines.select(hash=lines.line.hash())
    low, high = (hashed.hash % _HALF).sum(), (hashed.hash // _HALF).sum()
    (row,) = _rows(hashed.aggregate(count=hashed.count(), low=low, high=high), engine)
    return tuple(int(value or 0) for value in row)


def _difference(expected: ibis.Table, found: ibis.Table, engine: Engine) -> str:
    lacking = expected.difference(found).mutate(problem=ibis.literal("does not find"))
    added = found.difference(expected).mutate(problem=ibis.literal("also finds"))
    first = lacking.union(added).order_by("line").limit(1).select("problem", "line")
    for problem, line in _rows(first, engine):
        return f"{problem} {line}"
    return "finds a statement more or less than once"


def _rows(table: ibis.Table, engine: Engine) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for batch in engine.batches(table) for row in batch.to_pylist()]
