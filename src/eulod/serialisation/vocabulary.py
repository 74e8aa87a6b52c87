"""The predicates, datatypes and language tags of a table of triples: few of them, so that what is written for each can
be worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.serialisation.term_parts import datatype, is_literal, is_plain, is_typed, language

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

NO_LITERAL = "@id"
_TAGGED = '"@'
MOST = 60
"""Cases that are tried one after the other; beyond these, working it out for each row costs no more."""

Named = Mapping[str, str]
"""A text for each of some terms."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The kinds of objects that each predicate has, and each predicate, datatype and language tag, frequent ones first.

    A kind is NO_LITERAL, a datatype as `<…>`, or '' for other literals.
    """

    kinds: Mapping[str, frozenset[str]]
    predicates: tuple[str, ...]
    datatypes: tuple[str, ...]
    languages: tuple[str, ...]


def vocabulary_of(triples: ibis.Table, engine: Engine) -> Vocabulary:
    """Find the vocabulary of a table with text columns predicate and object, in one pass."""
    pairs = triples.select("predicate", kind=_kind(triples.object))
    table = pairs.group_by("predicate", "kind").aggregate(rows=pairs.count())
    found = [(*row.values(),) for batch in engine.batches(table) for row in batch.to_pylist()]
    return Vocabulary(
        kinds=_kinds_by_predicate(found),
        predicates=_frequent((predicate, rows) for predicate, _, rows in found),
        datatypes=_frequent((kind, rows) for _, kind, rows in found if kind.startswith("<")),
        languages=_frequent((kind[len(_TAGGED) :], rows) for _, kind, rows in found if kind.startswith(_TAGGED)),
    )


def worked_out(terms: tuple[str, ...], make: Callable[[ir.StringValue], ir.StringValue], engine: Engine) -> Named:
    """What the expression `make` gives for each of the first few terms, in their order."""
    few = list(terms[:MOST])
    table = engine.from_columns({"term": few})
    texts = table.select("term", text=make(table.term))
    found = {row["term"]: row["text"] for batch in engine.batches(texts) for row in batch.to_pylist()}
    return {term: found[term] for term in few}


def _kind(term: ir.StringValue) -> ir.StringValue:
    return ibis.cases(
        (~is_literal(term), NO_LITERAL),
        (is_plain(term), ""),
        (is_typed(term), datatype(term)),
        else_=ibis.literal(_TAGGED) + language(term),
    )


def _kinds_by_predicate(found: list[tuple[str, str, int]]) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for predicate, kind, _ in found:
        kinds.setdefault(predicate, set()).add("" if kind.startswith(_TAGGED) else kind)
    return {predicate: frozenset(several) for predicate, several in kinds.items()}


def _frequent(counted: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    totals: dict[str, int] = {}
    for term, rows in counted:
        totals[term] = totals.get(term, 0) + rows
    return tuple(sorted(totals, key=lambda term: (-totals[term], term)))
