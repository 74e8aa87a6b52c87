"""The context of a JSON-LD document: prefixes, and the properties whose values all have one form.

Source: https://www.w3.org/TR/json-ld11/#the-context
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from eulod.serialisation.compact_iris import Namespace, compacted, namespaces
from eulod.serialisation.term_parts import RDF, RDF_TYPE, datatype, is_iri, is_literal, is_typed

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_SCHEME = r"^<([A-Za-z][A-Za-z0-9+.\-]*):"
_HTTP = ("<http://", "<https://")
_SPECIAL_DATATYPES = (f"<{RDF}JSON>", f"<{RDF}langString>", f"<{RDF}dirLangString>")


@dataclass(frozen=True, slots=True)
class Coercion:
    """A property, written as predicate term and as key, and the `@type` that all its values have."""

    predicate: str
    key: str
    type: str


@dataclass(frozen=True, slots=True)
class Context:
    """The namespaces and coercions of one document."""

    known: tuple[Namespace, ...]
    coercions: tuple[Coercion, ...]

    def text(self) -> str:
        """Write the context as JSON, one entry per line, sorted."""
        entries: list[tuple[str, str | dict[str, str]]] = [(n.prefix, n.iri) for n in self.known]
        entries += [(coercion.key, {"@type": coercion.type}) for coercion in self.coercions]
        lines = (f"  {_json(key)}: {_json(value)}" for key, value in entries)
        return "{\n" + ",\n".join(lines) + "\n}"


def context_of(triples: ibis.Table, prefixes: Mapping[str, str], *, engine: Engine) -> Context:
    """Find the context that suits these triples; two passes over them, results as small as their vocabulary.

    A prefix that is also the scheme of an IRI in the triples is left out: `geo:1,2` would be read as a compact IRI.
    """
    schemes = _schemes(triples, engine)
    known = tuple(n for n in namespaces(prefixes) if n.prefix not in {*schemes, "http", "https"})
    return Context(known, _coercions(triples, known, engine))


def json_iri(term: ir.StringValue, known: Sequence[Namespace]) -> ir.StringValue:
    """Write an IRI or a blank node without quotes, as a compact IRI where it can be."""
    whole = is_iri(term).ifelse(term.substr(1, term.length() - 2), term)
    return compacted(term, known, otherwise=whole)


def _schemes(triples: ibis.Table, engine: Engine) -> set[str]:
    typed = triples.filter(is_typed(triples.object))
    found = [_other_schemes(triples, column) for column in (triples.subject, triples.predicate, triples.object)]
    found.append(_other_schemes(typed, datatype(typed.object)))
    return {row["scheme"] for row in _rows(ibis.union(*found, distinct=True), engine)}


def _other_schemes(triples: ibis.Table, term: ir.StringValue) -> ibis.Table:
    other = is_iri(term) & ~ibis.or_(*(term.startswith(start) for start in _HTTP))
    return triples.filter(other).select(scheme=term.re_extract(_SCHEME, 1))


def _coercions(triples: ibis.Table, known: Sequence[Namespace], engine: Engine) -> tuple[Coercion, ...]:
    properties = triples.filter(triples.predicate != RDF_TYPE)
    kinds = properties.select("predicate", kind=_kind(properties.object))
    spans = kinds.group_by("predicate").aggregate(low=kinds.kind.min(), high=kinds.kind.max())
    same = spans.filter((spans.low == spans.high) & (spans.low != "") & spans.low.notin(_SPECIAL_DATATYPES))
    table = same.select("predicate", key=json_iri(same.predicate, known), type=json_iri(same.low, known))
    found = (Coercion(row["predicate"], row["key"], row["type"]) for row in _rows(table, engine))
    return tuple(sorted(found, key=lambda coercion: coercion.key))


def _kind(term: ir.StringValue) -> ir.StringValue:
    return ibis.cases((is_typed(term), datatype(term)), (is_literal(term), ""), else_="@id")


def _rows(table: ibis.Table, engine: Engine) -> list[dict[str, Any]]:
    return [row for batch in engine.batches(table) for row in batch.to_pylist()]


def _json(value: str | dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False)
