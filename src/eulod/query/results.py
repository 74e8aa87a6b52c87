"""Answers of queries, written in the formats of SPARQL 1.1, as a table for reading, and as RDF.

Sources: https://www.w3.org/TR/sparql11-results-json/ https://www.w3.org/TR/sparql11-results-csv-tsv/
https://www.w3.org/TR/rdf-sparql-XMLres/
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import IO

import pyoxigraph as ox

from eulod.errors import ResultFormatMismatch
from eulod.query.sparql import Answer, Result, Solutions, Term, Triples
from eulod.terms.prefixes import PREFIXES
from eulod.terms.shown import printable, shortened, term_object

_ROWS = MappingProxyType(
    {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}
)
_GRAPHS = MappingProxyType({"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD})
FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "jsonld")


def write_result(result: Result, stream: IO[bytes], *, form: str | None = None) -> None:
    """Write an answer; without a format rows and ASK give a table, graphs give Turtle.

    Raises ResultFormatMismatch when the format is for graphs and the answer is none, or the other way round.
    """
    form = form or ("ttl" if isinstance(result, Triples) else "table")
    if isinstance(result, Triples) != (form in _GRAPHS):
        raise _mismatch(result, form)
    if isinstance(result, Triples):
        stream.write(_graph(result, form))
    elif form == "table":
        stream.write(_table(result).encode())
    elif form == "json":
        stream.write(_json(result).encode() + b"\n")
    else:
        ox.parse_query_results(_json(result), ox.QueryResultsFormat.JSON).serialize(stream, _ROWS[form])


def _mismatch(result: Result, form: str) -> ResultFormatMismatch:
    kind = {Triples: "a graph", Solutions: "rows", Answer: "yes or no"}[type(result)]
    fitting = _GRAPHS if isinstance(result, Triples) else ("table", *_ROWS, "json")
    return ResultFormatMismatch(f"'{form}' cannot hold {kind}", help=f"choose one of: {', '.join(fitting)}")


def _graph(result: Triples, form: str) -> bytes:
    """The graph as RDF; of the prefixes of Turtle only those in use, sorted, which the serialiser leaves to chance."""
    written = ox.serialize(result.triples, format=_GRAPHS[form], prefixes=dict(PREFIXES) if form == "ttl" else None)
    lines = ((written or b"").rstrip() + b"\n").splitlines(keepends=True)
    head = [line for line in lines if line.startswith(b"@prefix ")] if form == "ttl" else []
    body = b"".join(lines[len(head) :])
    return b"".join(sorted(line for line in head if line.split()[1] in body)) + body


def _json(result: Solutions | Answer) -> str:
    if isinstance(result, Answer):
        return json.dumps({"head": {}, "boolean": result.holds})
    rows = ",\n".join(json.dumps(_binding(result.variables, row), ensure_ascii=False) for row in result.rows)
    head = json.dumps({"vars": result.variables}, ensure_ascii=False)
    return f'{{"head": {head}, "results": {{"bindings": [\n{rows}\n]}}}}'


def _binding(variables: tuple[str, ...], row: tuple[Term | None, ...]) -> dict[str, dict[str, str]]:
    return {name: term_object(str(term)) for name, term in zip(variables, row, strict=True) if term is not None}


def _table(result: Solutions | Answer) -> str:
    """Columns two spaces apart; literals show their text alone, IRIs are shortened, unbound cells are empty."""
    if isinstance(result, Answer):
        return "yes\n" if result.holds else "no\n"
    cells = [list(result.variables), *([_cell(term) for term in row] for row in result.rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(result.variables))]
    cells.insert(1, ["-" * width for width in widths])
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    count = len(result.rows)
    return "\n".join(lines) + f"\n({count} {'row' if count == 1 else 'rows'})\n"


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = term_object(str(term))["value"] if isinstance(term, ox.Literal) else shortened(str(term))
    return printable(text)
