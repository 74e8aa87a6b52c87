"""N-Quads and N-Triples: one statement per line, sorted.

Source: https://www.w3.org/TR/n-quads/ and https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.serialisation.ordering import TRIPLE, triples
from eulod.serialisation.text_output import write_pieces
from eulod.terms.concatenation import run_together

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


def quad_lines(statements: ibis.Table, *, end: str = "\n") -> ibis.Table:
    """Give each statement as a line of N-Quads with its line end, in the order of the table."""
    graph = (statements.graph == "").ifelse("", run_together(statements.graph, ibis.literal(" ")))
    return statements.select(line=run_together(_spo(statements), graph, ibis.literal(f".{end}")))


def triple_lines(statements: ibis.Table, *, end: str = "\n") -> ibis.Table:
    """Give each statement as a line of N-Triples with its line end, in the order of the table."""
    return statements.select(line=run_together(_spo(statements), ibis.literal(f".{end}")))


def _spo(statements: ibis.Table) -> ir.StringValue:
    space = ibis.literal(" ")
    return run_together(statements.subject, space, statements.predicate, space, statements.object, space)
