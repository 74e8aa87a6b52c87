"""One answer as bytes, within its limits.

The engine writes rows and triples itself; only lines are sorted here. Rows come in the order of `eulod query`: as ORDER
BY puts them, else by the text of their terms.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from eulod.errors import ResultFormatMismatch, ResultTooLarge
from eulod.query.limits import Limits
from eulod.query.sparql import Evaluated, RdfDataset, evaluated
from eulod.terms.prefixes import PREFIXES

_ROWS = MappingProxyType(
    {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV,
        "tsv": ox.QueryResultsFormat.TSV,
    }
)
_GRAPHS = MappingProxyType(
    {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdf": ox.RdfFormat.RDF_XML,
    }
)
_PEOPLE = ("csv-guarded", "xlsx")
_PREFIXES = dict(PREFIXES)
_XSD = b"http://www.w3.org/2001/XMLSchema#"
_BARE = re.compile(rb"(?:(true|false)|([^.eE]+)|([^eE]+)|.+)$")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xef\xbf[\xbe\xbf]")
_HEAD = re.compile(rb"(?:@prefix [^\n]*\n)*+")
_CONTROLS = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_NONCHARACTERS = b"\xef\xbf\xbe", b"\xef\xbf\xbf"
_SHORT = MappingProxyType({b"\x08": b"\\b", b"\x0c": b"\\f", b"\xef\xbf\xbe": b"\\uFFFE", b"\xef\xbf\xbf": b"\\uFFFF"})
_CHUNK = 64 << 10
_NO_LIMITS = Limits(rows=1 << 62, answer=1 << 62)
_NARROWER = "add LIMIT, or ask for less; whole dumps are among the downloads"


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the formats that fit its two kinds of answer ("" for none), and the graphs that the request names.

    Relative IRIs in the query are resolved against `base`.
    """

    text: str
    rows_form: str = "json"
    graph_form: str = "ttl"
    dataset: RdfDataset | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An answer in one of the formats of `media_types`."""

    form: str
    body: bytes


def answer(store: ox.Store, question: Question, limits: Limits, *, union: bool | None = None) -> Written:
    """Run a query and write what it gives; `union` is as `sparql.evaluated` takes it.

    Raises QueryError subclasses: ResultTooLarge beyond the limits, ResultFormatMismatch when no format fits.
    """
    asked = evaluated(store, question.text, dataset=question.dataset, base=question.base, union=union)
    with asked as (found, ordered):
        form = question.graph_form if isinstance(found, ox.QueryTriples) else question.rows_form
        if not form:
            raise _mismatch(found)
        return Written(form, written(found, form, limits, ordered=ordered))


def graph_bytes(triples: bytes, form: str) -> bytes:
    """Triples, given as sorted lines of N-Triples, in a format of graphs."""
    return triples if form == "nt" else triples_bytes(ox.parse(triples, ox.RdfFormat.N_TRIPLES), triples.decode(), form)


def triples_bytes(triples: Iterable[ox.Triple] | Iterable[ox.Quad], lines: str, form: str) -> bytes:
    """Triples, which are also given as lines of N-Triples in the same order, in a format of graphs.

    Of the prefixes of Turtle only those in use, sorted, which the serialiser leaves to chance.
    """
    if form == "nt":
        return lines.encode()
    if form == "ttl":
        fitting = {name: iri for name, iri in _PREFIXES.items() if iri in lines}
        return _used_prefixes(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=fitting) or b"")
    written = ox.serialize(triples, format=_GRAPHS[form], prefixes=_PREFIXES if form == "rdf" else None) or b""
    return _sorted_namespaces(written) if form == "rdf" else written


def written(found: Evaluated, form: str, limits: Limits, *, ordered: bool) -> bytes:
    """What the engine finds in a format that fits it. Raises ResultTooLarge beyond the limits."""
    if isinstance(found, ox.QueryTriples):
        lines = _lines(found, ox.RdfFormat.N_TRIPLES, limits)
        return graph_bytes(b"".join(line + b"\n" for line in sorted(set(lines))), form)
    if isinstance(found, ox.QueryBoolean):
        return _yes_or_no(bool(found), form)
    head, *rows = _lines(found, ox.QueryResultsFormat.TSV, limits)
    table = b"\n".join((head, *(rows if ordered else _sorted_rows(rows)), b""))
    return table if form == "tsv" else rows_bytes(table, form)


def rows_bytes(table: bytes, form: str) -> bytes:
    """Rows, given as TSV, in a format of rows."""
    parsed = ox.parse_query_results(table, ox.QueryResultsFormat.TSV)
    assert isinstance(parsed, ox.QuerySolutions)
    return _for_people(parsed, form) if form in _PEOPLE else parsed.serialize(format=_ROWS[form]) or b""


def _for_people(rows: ox.QuerySolutions, form: str) -> bytes:
    from eulod.query.people_formats import guarded_csv, xlsx

    return xlsx(rows) if form == "xlsx" else guarded_csv(rows)


class _Bounded(io.RawIOBase):
    """Memory that the engine writes to, and that refuses more than it may hold."""

    def __init__(self, limits: Limits, head: int) -> None:
        self.limits = limits
        self.held = bytearray()
        self.lines = -head
        self.full = False

    def writable(self) -> bool:
        return True

    def write(self, chunk: Any) -> int:
        self.held += chunk
        self.lines += bytes(chunk).count(b"\n")
        self.full = self.lines > self.limits.rows or len(self.held) > self.limits.answer
        if self.full:
            raise OSError("the answer is too large")
        return len(chunk)


def _lines(found: ox.QuerySolutions | ox.QueryTriples, form: object, limits: Limits) -> list[bytes]:
    held = _Bounded(limits, 1 if isinstance(found, ox.QuerySolutions) else 0)
    stream = io.BufferedWriter(held, min(_CHUNK, max(1, limits.answer // 4)))
    try:
        found.serialize(stream, form)  # type: ignore[arg-type]
        stream.flush()
    except OSError as error:
        if not held.full:
            raise
        most = f"{limits.rows} rows or triples, {limits.answer >> 20} MiB"
        raise ResultTooLarge(f"the answer is larger than it may be ({most})", help=_NARROWER) from error
    finally:
        held.full = False  # the stream writes once more when it goes
        held.limits = _NO_LIMITS
    return bytes(held.held).split(b"\n")[:-1]


def _sorted_rows(rows: list[bytes]) -> list[bytes]:
    """Lines of TSV by the text of their terms; where none is bare, the lines themselves are in that order."""
    cells = b"\t" + b"\t".join(rows)
    like = sum(cells.count(b"\t" + start) for start in (b"<", b'"', b"_"))
    plain = like == cells.count(b"\t") and cells == cells.translate(None, _CONTROLS)
    as_they_are = plain and not any(one in cells for one in _NONCHARACTERS)
    return sorted(rows) if as_they_are else sorted(rows, key=_row_key)


def _row_key(row: bytes) -> list[bytes]:
    """The terms of a line of TSV as N-Triples writes them: no bare numbers and booleans, no bare control characters."""
    row = _CONTROL.sub(_escaped, row)
    return [cell if cell[:1] in (b"", b"<", b'"', b"_") else _typed(cell) for cell in row.split(b"\t")]


def _escaped(found: re.Match[bytes]) -> bytes:
    return _SHORT.get(found[0]) or b"\\u%04X" % found[0][0]


def _typed(cell: bytes) -> bytes:
    found = _BARE.match(cell)
    kinds = (b"boolean", b"integer", b"decimal")
    kind = kinds[found.lastindex - 1] if found and found.lastindex else b"double"
    return b'"%b"^^<%b%b>' % (cell, _XSD, kind)


def _yes_or_no(holds: bool, form: str) -> bytes:
    plain = json.dumps({"head": {}, "boolean": holds}).encode()
    if form == "json":
        return plain
    if form in _PEOPLE:
        raise ResultFormatMismatch("a sheet cannot hold yes or no", help="choose one of: json, xml, csv, tsv")
    return ox.parse_query_results(plain, ox.QueryResultsFormat.JSON).serialize(format=_ROWS[form]) or b""


def _mismatch(found: Evaluated) -> ResultFormatMismatch:
    graph = isinstance(found, ox.QueryTriples)
    kind, fitting = ("a graph", _GRAPHS) if graph else ("rows or yes and no", (*_ROWS, *_PEOPLE))
    return ResultFormatMismatch(
        f"the formats asked for cannot hold {kind}", help=f"choose one of: {', '.join(fitting)}"
    )


def _used_prefixes(turtle: bytes) -> bytes:
    head = _HEAD.match(turtle)
    end = head.end() if head else 0
    body = turtle[end:].rstrip() + b"\n"
    return b"".join(sorted(line for line in turtle[:end].splitlines(keepends=True) if line.split()[1] in body)) + body


def _sorted_namespaces(document: bytes) -> bytes:
    """The declarations of RDF/XML's root in order."""
    start, end = document.index(b"<rdf:RDF"), document.index(b">", document.index(b"<rdf:RDF"))
    declared = sorted(document[start:end].split()[1:])
    return document[:start] + b" ".join((b"<rdf:RDF", *declared)) + document[end:]
