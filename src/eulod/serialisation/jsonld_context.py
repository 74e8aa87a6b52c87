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
from eulod.serialisation.term_parts import RDF, RDF_TYPE, is_iri
from eulod.serialisation.vocabulary import Vocabulary

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


def context_of(triples: ibis.Table, vocabulary: Vocabulary, prefixes: Mapping[str, str], *, engine: Engine) -> Context:
    """Find the context that suits these triples and their vocabulary.

    A prefix that is also the scheme of an IRI in the triples is left out: `geo:1,2` would be read as a compact IRI.
    """
    schemes = _schemes(triples, vocabulary, engine)
    known = tuple(n for n in namespaces(prefixes) if n.prefix not in {*schemes, "http", "https"})
    return Context(known, _coercions(vocabulary, known, engine))


def json_iri(term: ir.StringValue, known: Sequence[Namespace]) -> ir.StringValue:
    """Write an IRI or a blank node without quotes, as a compact IRI where it can be."""
    whole = is_iri(term).ifelse(term.substr(1, term.length() - 2), term)
    return compacted(term, known, otherwise=whole)


def _schemes(triples: ibis.Table, vocabulary: Vocabulary, engine: Engine) -> set[str]:
    words = engine.from_columns({"word": [*vocabulary.predicates, *vocabulary.datatypes]})
    found = [_other_schemes(triples, triples.subject), _other_schemes(triples, triples.object)]
    return {
        row["scheme"]
        for schemes in (*found, _other_schemes(words, words.word))
        for row in _rows(schemes.distinct(), engine)
    }


def _other_schemes(table: ibis.Table, term: ir.StringValue) -> ibis.Table:
    other = is_iri(term) & ~ibis.or_(*(term.startswith(start) for start in _HTTP))
    return table.filter(other).select(scheme=term.re_extract(_SCHEME, 1))


def _coercions(vocabulary: Vocabulary, known: Sequence[Namespace], engine: Engine) -> tuple[Coercion, ...]:
    single = {predicate: next(iter(kinds)) for predicate, kinds in vocabulary.kinds.items() if len(kinds) == 1}
    not_coerced = ("", *_SPECIAL_DATATYPES)
    same = {one: kind for one, kind in single.items() if one != RDF_TYPE and kind not in not_coerced}
    table = engine.from_columns({"predicate": list(same), "kind": list(same.values())})
    table = table.select("predicate", key=json_iri(table.predicate, known), type=json_iri(table.kind, known))
    found = (Coercion(row["predicate"], row["key"], row["type"]) for row in _rows(table, engine))
    return tuple(sorted(found, key=lambda coercion: coercion.key))


def _rows(table: ibis.Table, engine: Engine) -> list[dict[str, Any]]:
    return [row for batch in engine.batches(table) for row in batch.to_pylist()]


def _json(value: str | dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False)
