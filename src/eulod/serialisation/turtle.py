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
from eulod.serialisation.term_parts import RDF_TYPE, datatype, is_literal, is_typed, without_end
from eulod.serialisation.text_output import write_pieces
from eulod.serialisation.vocabulary import Named, Vocabulary, vocabulary_of, worked_out
from eulod.terms.concatenation import run_together

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def write_turtle(
    statements: ibis.Table,
    path: Path,
    *,
    engine: Engine,
    prefixes: Mapping[str, str],
    vocabulary: Vocabulary | None = None,
) -> None:
    """Write the statements of all graphs once each, sorted by subject, predicate, object in code-point order.

    Literals keep their lexical form, quoted; the prefixes that can be used are declared whether they occur or not.
    """
    known = namespaces(prefixes)
    pieces = turtle_pieces(triples(statements), known, engine=engine, order=TRIPLE, vocabulary=vocabulary)
    write_pieces(pieces.select("piece"), path, engine=engine, head=turtle_head(known))


def turtle_head(known: Sequence[Namespace]) -> str:
    """Declare prefixes, one per line."""
    return "".join(f"@prefix {namespace.prefix}: <{namespace.iri}> .\n" for namespace in known)


def turtle_pieces(
    table: ibis.Table,
    known: Sequence[Namespace],
    *,
    engine: Engine,
    order: Sequence[str],
    within: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
) -> ibis.Table:
    """Sort a table by the columns `order`, and add what each row adds to the text as `piece`.

    `within` names columns, such as the graph, whose change also ends a subject: `begins_block` and `ends_block`.
    """
    runs = {"node": [*within, "subject"], "key": [*within, "subject", "predicate"]}
    if within:
        runs["block"] = [*within]
    vocabulary = vocabulary or vocabulary_of(table, engine)
    rows = prepared(
        table,
        engine=engine,
        order=order,
        runs=runs,
        short=lambda term: turtle_term(term, known),
        predicates=worked_out(vocabulary.predicates, lambda term: _verb(term, known), engine),
    )
    datatypes = worked_out(vocabulary.datatypes, lambda term: turtle_term(term, known), engine)
    return rows.mutate(piece=_piece(rows, datatypes, known))


def _verb(predicate: ir.StringValue, known: Sequence[Namespace]) -> ir.StringValue:
    return (predicate == RDF_TYPE).ifelse("a", turtle_term(predicate, known))


def _piece(rows: ibis.Table, datatypes: Named, known: Sequence[Namespace]) -> ir.StringValue:
    """What each row adds: subject and predicate only where they change."""
    verb = run_together((rows.predicate == RDF_TYPE).ifelse("a", rows.short_predicate), ibis.literal(" "))
    opened = run_together(ibis.literal("\n"), rows.short_subject, ibis.literal("\n    "), verb)
    start = ibis.cases(
        (rows.begins_node, opened), (rows.begins_key, run_together(ibis.literal("    "), verb)), else_=" "
    )
    end = ibis.cases((rows.ends_node, " .\n"), (rows.ends_key, " ;\n"), else_=",")
    return run_together(start, _object(rows, datatypes, known), end)


def turtle_term(term: ir.StringValue, known: Sequence[Namespace]) -> ir.StringValue:
    """Write an IRI, prefixed where it can be, or a blank node."""
    return compacted(term, known, otherwise=term)


def _object(rows: ibis.Table, datatypes: Named, known: Sequence[Namespace]) -> ir.StringValue:
    term = rows.object
    found = datatype(term)
    rare = without_end(term, found.length()) + turtle_term(found, known)
    lexical = {one: without_end(term, ibis.literal(len(one))) for one in datatypes}
    shorter = [
        (term.endswith("^^" + one), run_together(lexical[one], ibis.literal(text))) for one, text in datatypes.items()
    ]
    typed = ibis.cases(*shorter, else_=rare) if shorter else rare
    return ibis.cases((~is_literal(term), rows.short_object), (is_typed(term), typed), else_=term)
