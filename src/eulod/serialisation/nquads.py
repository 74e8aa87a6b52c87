"""N-Quads and N-Triples: one statement per line, sorted.

Source: https://www.w3.org/TR/n-quads/ and https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.serialisation.ordering import TRIPLE, triples
from eulod.serialisation.text_output import write_pieces

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def write_nquads(statements: ibis.Table, path: Path, *, engine: Engine) -> None:
    """Write every statement with its graph, sorted by subject, predicate, object, graph in code-point order."""
    ordered = engine.in_order(statements, (*TRIPLE, "graph"))
    write_pieces(quad_lines(ordered), path, engine=engine)


def write_ntriples(statements: ibis.Table, path: Path, *, engine: Engine) -> None:
    """Write the statements of all graphs once each, sorted by subject, predicate, object in code-point order."""
    ordered = engine.in_order(triples(statements), TRIPLE)
    write_pieces(triple_lines(ordered), path, engine=engine)


def quad_lines(statements: ibis.Table) -> ibis.Table:
    """Give each statement as a line of N-Quads with its line end, in the order of the table."""
    graph = (statements.graph == "").ifelse("", statements.graph + " ")
    return statements.select(line=_spo(statements) + graph + ".\n")


def triple_lines(statements: ibis.Table) -> ibis.Table:
    """Give each statement as a line of N-Triples with its line end, in the order of the table."""
    return statements.select(line=_spo(statements) + ".\n")


def _spo(statements: ibis.Table) -> ibis.expr.types.StringValue:
    return statements.subject + " " + statements.predicate + " " + statements.object + " "
