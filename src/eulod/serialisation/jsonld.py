"""JSON-LD: one document, its context inline, one node object per line.

`@type` comes first in every object, so that a parser can stream.
Source: https://www.w3.org/TR/json-ld11/ and https://www.w3.org/TR/json-ld11-streaming/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.serialisation.jsonld_context import Context, context_of, json_iri
from eulod.serialisation.node_types import frequent_types, is_type, with_types
from eulod.serialisation.ordering import TRIPLE, prepared
from eulod.serialisation.term_parts import (
    datatype,
    is_literal,
    is_plain,
    is_typed,
    language,
    without_end,
)
from eulod.serialisation.text_output import write_pieces
from eulod.serialisation.vocabulary import MOST, Named, Vocabulary, vocabulary_of, worked_out
from eulod.terms.concatenation import run_together

if TYPE_CHECKING:
    from eulod.engines.engine import Engine


def write_jsonld(
    statements: ibis.Table,
    path: Path,
    *,
    engine: Engine,
    prefixes: Mapping[str, str],
    vocabulary: Vocabulary | None = None,
) -> None:
    """Write the statements of all graphs once each as node objects sorted by subject in code-point order.

    Keys and values are sorted within a node, `@type` first. A key with one value holds it bare, one with more an
    array. Values of a property that all are IRIs, or all have one datatype, are plain strings; the context says which.
    """
    distinct = with_types(statements, engine)
    vocabulary = vocabulary or vocabulary_of(distinct, engine)
    context = context_of(distinct, vocabulary, prefixes, engine=engine)
    words = _Words.of(vocabulary, distinct, context, engine)
    rows = _rows(distinct, context, words, engine)
    head = f'{{"@context": {context.text()},\n"@graph": [\n'
    write_pieces(rows.select(piece=_piece(rows, context, words)), path, engine=engine, head=head, tail="]}\n")


@dataclass(frozen=True, slots=True)
class _Words:
    """What is written for the frequent predicates, datatypes, language tags and types of nodes."""

    predicates: Named
    datatypes: Named
    languages: tuple[str, ...]
    types: Named

    @classmethod
    def of(cls, vocabulary: Vocabulary, typed: ibis.Table, context: Context, engine: Engine) -> _Words:
        def short(term: ir.StringValue) -> ir.StringValue:
            return json_iri(term, context.known)

        return cls(
            worked_out(vocabulary.predicates, short, engine),
            worked_out(vocabulary.datatypes, short, engine),
            vocabulary.languages[:MOST],
            worked_out(frequent_types(typed, engine), lambda types: _type_entry(types, context), engine),
        )


def _rows(distinct: ibis.Table, context: Context, words: _Words, engine: Engine) -> ibis.Table:
    runs: dict[str, list[str]] = {"node": ["subject"], "key": ["subject", "predicate", "as_type"], "document": []}
    rows = prepared(
        distinct.mutate(as_type=is_type(distinct)),
        engine=engine,
        order=TRIPLE,
        runs=runs,
        short=lambda term: json_iri(term, context.known),
        predicates=words.predicates,
    )
    coerced = [(rows.predicate == coercion.predicate, True) for coercion in context.coercions]
    return rows.mutate(coerced=ibis.cases(*coerced, else_=False) if coerced else ibis.literal(False))


def _piece(rows: ibis.Table, context: Context, words: _Words) -> ir.StringValue:
    """What each row adds. The first of a node adds all of its types, and those that state them nothing of their own."""
    begun = rows.begins_node.ifelse(_begun(rows, context, words), "")
    ended = rows.ends_node.ifelse(rows.ends_document.ifelse("}\n", "},\n"), "")
    return run_together(begun, rows.as_type.ifelse("", _said(rows, context, words)), ended)


def _begun(rows: ibis.Table, context: Context, words: _Words) -> ir.StringValue:
    """Open the node object; its identifier follows the types, or stands first where there are none."""
    frequent = [(rows.types == types, entry) for types, entry in words.types.items()]
    entry = ibis.cases((rows.types.isnull(), ""), *frequent, else_=_type_entry(rows.types.fill_null(""), context))
    return run_together(ibis.literal("{"), entry, ibis.literal('"@id": '), _string(rows.short_subject))


def _type_entry(types: ir.StringValue, context: Context) -> ir.StringValue:
    """The types of a node, which have spaces between them, with their key and what parts them from the next."""
    each = types.split(" ").map(lambda term: _string(json_iri(term, context.known))).join(", ")
    listed = types.contains(" ").ifelse(run_together(ibis.literal("["), each, ibis.literal("]")), each)
    return run_together(ibis.literal('"@type": '), listed, ibis.literal(", "))


def _said(rows: ibis.Table, context: Context, words: _Words) -> ir.StringValue:
    """A value, after its key where it is the first of it."""
    key = run_together(ibis.literal(', "'), rows.short_predicate, rows.ends_key.ifelse('": ', '": ['))
    closed = rows.ends_key & ~rows.begins_key
    return run_together(rows.begins_key.ifelse(key, ", "), _value(rows, context, words), closed.ifelse("]", ""))


def _value(rows: ibis.Table, context: Context, words: _Words) -> ir.StringValue:
    term, iri = rows.object, _string(rows.short_object)
    return ibis.cases(
        (~is_literal(term), rows.coerced.ifelse(iri, run_together(ibis.literal('{"@id": '), iri, ibis.literal("}")))),
        (is_plain(term), term),
        (is_typed(term), _typed(term, rows.coerced, context, words)),
        else_=_tagged(term, words),
    )


def _typed(term: ir.StringValue, coerced: ir.BooleanValue, context: Context, words: _Words) -> ir.StringValue:
    def written(lexical: ir.StringValue, type: ir.StringValue) -> ir.StringValue:
        return coerced.ifelse(lexical, _object("@type", type, lexical))

    found = datatype(term)
    rare = written(without_end(term, found.length() + 2), json_iri(found, context.known))
    frequent = [
        (term.endswith("^^" + one), written(without_end(term, ibis.literal(len(one) + 2)), ibis.literal(text)))
        for one, text in words.datatypes.items()
    ]
    return ibis.cases(*frequent, else_=rare) if frequent else rare


def _tagged(term: ir.StringValue, words: _Words) -> ir.StringValue:
    found = language(term)
    rare = _object("@language", found, without_end(term, found.length() + 1))
    lexical = {tag: without_end(term, ibis.literal(len(tag) + 1)) for tag in words.languages}
    frequent = [
        (term.endswith("@" + tag), _object("@language", ibis.literal(tag), text)) for tag, text in lexical.items()
    ]
    return ibis.cases(*frequent, else_=rare) if frequent else rare


def _object(key: str, word: ir.StringValue, lexical: ir.StringValue) -> ir.StringValue:
    """A value object: one more key with its text, and the literal's own."""
    start = ibis.literal(f'{{"{key}": ')
    return run_together(start, _string(word), ibis.literal(', "@value": '), lexical, ibis.literal("}"))


def _string(text: ir.StringValue) -> ir.StringValue:
    return run_together(ibis.literal('"'), text, ibis.literal('"'))
