"""JSON-LD: one document, its context inline, one node object per line.

`@type` comes first in every object, so that a parser can stream.
Source: https://www.w3.org/TR/json-ld11/ and https://www.w3.org/TR/json-ld11-streaming/
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.serialisation.jsonld_context import Context, context_of, json_iri
from eulod.serialisation.ordering import prepared, triples
from eulod.serialisation.term_parts import RDF_TYPE, is_literal, is_plain, is_typed, language, without_end
from eulod.serialisation.text_output import write_pieces

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def write_jsonld(statements: ibis.Table, path: Path, *, engine: Engine, prefixes: Mapping[str, str]) -> None:
    """Write the statements of all graphs once each as node objects sorted by subject in code-point order.

    Keys and values are sorted within a node, `@type` first. A key with one value holds it bare, one with more an
    array. Values of a property that all are IRIs, or all have one datatype, are plain strings; the context says which.
    """
    distinct = triples(statements)
    context = context_of(distinct, prefixes, engine=engine)
    rows = _rows(distinct, context, engine)
    head = f'{{"@context": {context.text()},\n"@graph": [\n'
    write_pieces(rows.select(piece=_piece(rows, context)), path, engine=engine, head=head, tail="]}\n")


def _rows(distinct: ibis.Table, context: Context, engine: Engine) -> ibis.Table:
    as_type = (distinct.predicate == RDF_TYPE) & ~is_literal(distinct.object)
    table = distinct.mutate(as_type=as_type, after_type=~as_type)
    order = ("subject", "after_type", "predicate", "object")
    runs: dict[str, list[str]] = {"node": ["subject"], "key": ["subject", "as_type", "predicate"], "document": []}
    return prepared(table, engine=engine, order=order, runs=runs, short=lambda term: json_iri(term, context.known))


def _piece(rows: ibis.Table, context: Context) -> ir.StringValue:
    key = rows.as_type.ifelse("@type", rows.short_predicate)
    opened = _before_key(rows) + _string(key) + rows.ends_key.ifelse(": ", ": [")
    closed = rows.begins_key.ifelse("", "]") + _after_key(rows)
    return rows.begins_key.ifelse(opened, ", ") + _value(rows, context) + rows.ends_key.ifelse(closed, "")


def _before_key(rows: ibis.Table) -> ir.StringValue:
    """Open the node object; its identifier follows the types, or stands first where there are none."""
    identified = ibis.literal('{"@id": ') + _string(rows.short_subject) + ", "
    return rows.begins_node.ifelse(rows.as_type.ifelse("{", identified), ", ")


def _after_key(rows: ibis.Table) -> ir.StringValue:
    """Write the identifier after the types, and close the node object after its last key."""
    identified = rows.as_type.ifelse(ibis.literal(', "@id": ') + _string(rows.short_subject), "")
    return identified + rows.ends_node.ifelse(rows.ends_document.ifelse("}\n", "},\n"), "")


def _value(rows: ibis.Table, context: Context) -> ir.StringValue:
    term, iri = rows.object, _string(rows.short_object)
    coerced = ibis.or_(*(rows.predicate == coercion.predicate for coercion in context.coercions))
    bare_iri = rows.as_type | coerced
    return ibis.cases(
        (~is_literal(term), bare_iri.ifelse(iri, ibis.literal('{"@id": ') + iri + "}")),
        (is_plain(term), term),
        (is_typed(term), _typed(rows, coerced)),
        else_=_tagged(term),
    )


def _typed(rows: ibis.Table, coerced: ir.BooleanValue) -> ir.StringValue:
    lexical = without_end(rows.object, rows.datatype.length() + 2)
    type = _string(rows.short_datatype)
    return coerced.ifelse(lexical, ibis.literal('{"@type": ') + type + ', "@value": ' + lexical + "}")


def _tagged(term: ir.StringValue) -> ir.StringValue:
    tag = language(term)
    lexical = without_end(term, tag.length() + 1)
    return ibis.literal('{"@language": ') + _string(tag) + ', "@value": ' + lexical + "}"


def _string(text: ir.StringValue) -> ir.StringValue:
    return ibis.literal('"') + text + '"'
