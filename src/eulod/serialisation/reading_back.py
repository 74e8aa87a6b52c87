"""Dumps read again by other parsers before anybody else reads them.

pyoxigraph reads every dump as a stream; rdflib reads it too while it is small. Both must find the statements that were
to be written, no more and no less. Published data have no blank nodes, so that statements compare as text.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, cast

import ibis

from eulod.errors import Place, RdfError
from eulod.serialisation.formats import GZIP, Format, format_of
from eulod.serialisation.nquads import write_nquads, write_ntriples
from eulod.serialisation.small_graphs import difference_in_rdflib

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

RDFLIB_LIMIT = 200_000
_HALF = 1 << 32


class DumpDiffers(RdfError):
    """Another parser cannot read a dump, or reads other statements than were written."""

    code = "R011"


def read_back(
    dumps: Sequence[Path],
    statements: ibis.Table,
    *,
    engine: Engine,
    scratch: Path | None = None,
    rdflib_limit: int = RDFLIB_LIMIT,
) -> dict[Path, int]:
    """Check that other parsers read from each dump what `statements` holds; give the number of statements of each.

    N-Quads and TriG must hold every statement with its graph, the other formats each triple once. Language tags compare
    without case. `scratch` is a folder for intermediate text, about as large as the largest dump as N-Quads, twice.
    rdflib reads dumps of up to `rdflib_limit` statements.
    Raises DumpDiffers naming the dump and the first statement, in code-point order, that one side lacks.
    """
    with TemporaryDirectory(dir=scratch, prefix="read-back-") as folder:
        reader = _Reader(statements, Path(folder), engine, rdflib_limit)
        return {dump: reader.read(dump, format_of(dump)) for dump in dumps}


@dataclass(frozen=True, slots=True)
class _Expected:
    """What a dump must hold: as N-Quads text, and as lines of the parser that reads the dumps."""

    text: Path
    lines: ibis.Table
    fingerprint: tuple[int, ...]


class _Reader:
    """Reads dumps of one table of statements, writing out what it expects when first asked."""

    def __init__(self, statements: ibis.Table, folder: Path, engine: Engine, rdflib_limit: int) -> None:
        self._statements, self._folder, self._engine = statements, folder, engine
        self._rdflib_limit = rdflib_limit
        self._expected: dict[bool, _Expected] = {}

    def read(self, dump: Path, format: Format) -> int:
        found = _normalised(dump, format.name, self._folder / "found.nq", self._engine)
        fingerprint, expected = _fingerprint(found, self._engine), self._expect(format.holds_graphs)
        if fingerprint != expected.fingerprint:
            raise _differs(dump, "pyoxigraph", _difference(expected.lines, found, self._engine))
        small = fingerprint[0] <= self._rdflib_limit
        if small and (difference := difference_in_rdflib(expected.text, dump, format)):
            raise _differs(dump, "rdflib", difference)
        return fingerprint[0]

    def _expect(self, graphs: bool) -> _Expected:
        if graphs not in self._expected:
            text = self._folder / f"expected-{graphs}.nq"
            (write_nquads if graphs else write_ntriples)(self._statements, text, engine=self._engine)
            lines = _normalised(text, "nq", self._folder / f"normal-{graphs}.nq", self._engine)
            self._expected[graphs] = _Expected(text, lines, _fingerprint(lines, self._engine))
        return self._expected[graphs]


def _normalised(path: Path, format: str, target: Path, engine: Engine) -> ibis.Table:
    """Let pyoxigraph read a file and write it as N-Quads in its own way; nothing is held in memory."""
    from pyoxigraph import RdfFormat, parse, serialize

    # The streaming profile is what keeps the whole document out of memory; the writer puts @type first for it.
    known = RdfFormat.STREAMING_JSON_LD if format == "jsonld" else RdfFormat.from_extension(format)
    try:
        with _opened(path) as source, target.open("wb") as normal:
            serialize(parse(source, format=known), normal, format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError, EOFError) as error:
        raise _differs(path, "pyoxigraph", str(error)) from error
    return engine.read_lines(target)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        if path.suffix != GZIP:
            yield file
            return
        with gzip.open(file) as content:
            yield cast("IO[bytes]", content)


def _fingerprint(lines: ibis.Table, engine: Engine) -> tuple[int, ...]:
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


def _differs(dump: Path, parser: str, what: str) -> DumpDiffers:
    remedy = "export again; if it comes back, report it with this statement: nothing was published"
    return DumpDiffers(f"{parser} {what}", help=remedy, place=Place(str(dump)))


def _rows(table: ibis.Table, engine: Engine) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for batch in engine.batches(table) for row in batch.to_pylist()]
