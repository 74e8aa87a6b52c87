"""TriG: one block per graph, each written like Turtle.

Source: https://www.w3.org/TR/trig/
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.serialisation.compact_iris import namespaces
from eulod.serialisation.ordering import QUAD
from eulod.serialisation.text_output import write_pieces
from eulod.serialisation.turtle import turtle_head, turtle_pieces, turtle_term
from eulod.terms.concatenation import run_together

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def write_trig(statements: ibis.Table, path: Path, *, engine: Engine, prefixes: Mapping[str, str]) -> None:
    """Write every statement, sorted by graph, subject, predicate, object in code-point order.

    The default graph comes first and has no braces.
    """
    known = namespaces(prefixes)
    rows = turtle_pieces(statements.select(*QUAD), known, engine=engine, order=QUAD, within=["graph"])
    named = rows.graph != ""
    opened = ibis.literal("\n") + turtle_term(rows.graph, known) + " {\n"
    start = (named & rows.begins_block).ifelse(opened, "")
    end = (named & rows.ends_block).ifelse("}\n", "")
    pieces = rows.select(piece=run_together(start, rows.piece, end))
    write_pieces(pieces, path, engine=engine, head=turtle_head(known))
