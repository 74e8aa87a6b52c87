"""Turtle: grouped by subject and predicate, prefixed, one predicate per line.

Source: https://www.w3.org/TR/turtle/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.serialisation.compact_iris import Namespace, compacted, namespaces
from eulod.serialisation.ordering import TRIPLE, prepared, triples
from eulod.serialisation.term_parts import RDF_TYPE, is_iri, is_typed, without_end
from eulod.serialisation.text_output import write_pieces

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def write_turtle(statements: ibis.Table, path: Path, *, engine: Engine, prefixes: Mapping[str, str]) -> None:
    """Write the statements of all graphs once each, sorted by subject, predicate, object in code-point order.

    Literals keep their lexical form, quoted; the prefixes that can be used are declared whether they occur or not.
    """
    known = namespaces(prefixes)
    rows = turtle_rows(triples(statements), known, engine=engine, order=TRIPLE)
    write_pieces(rows.select(piece=turtle_piece(rows)), path, engine=engine, head=turtle_head(known))


def turtle_head(known: Sequence[Namespace]) -> str:
    """Declare prefixes, one per line."""
    return "".join(f"@prefix {namespace.prefix}: <{namespace.iri}> .\n" for namespace in known)


def turtle_rows(
    table: ibis.Table,
    known: Sequence[Namespace],
    *,
    engine: Engine,
    order: Sequence[str],
    within: Sequence[str] = (),
) -> ibis.Table:
    """Sort a table by the columns `order` and prepare it for `turtle_piece`.

    `within` names columns, such as the graph, whose change also ends a subject.
    """
    runs = {"node": [*within, "subject"], "key": [*within, "subject", "predicate"]}
    if within:
        runs["block"] = [*within]
    return prepared(table, engine=engine, order=order, runs=runs, short=lambda term: turtle_term(term, known))


def turtle_piece(rows: ibis.Table) -> ir.StringValue:
    """Write what each row adds to the text: subject and predicate only where they change."""
    verb = (rows.predicate == RDF_TYPE).ifelse("a", rows.short_predicate) + " "
    opened = ibis.literal("\n") + rows.short_subject + "\n    " + verb
    start = ibis.cases((rows.begins_node, opened), (rows.begins_key, ibis.literal("    ") + verb), else_=" ")
    end = ibis.cases((rows.ends_node, " .\n"), (rows.ends_key, " ;\n"), else_=",")
    return start + _object(rows) + end


def turtle_term(term: ir.StringValue, known: Sequence[Namespace]) -> ir.StringValue:
    """Write an IRI, prefixed where it can be, or a blank node."""
    return compacted(term, known, otherwise=term)


def _object(rows: ibis.Table) -> ir.StringValue:
    typed = without_end(rows.object, rows.datatype.length()) + rows.short_datatype
    return ibis.cases((is_iri(rows.object), rows.short_object), (is_typed(rows.object), typed), else_=rows.object)
