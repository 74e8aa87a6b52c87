"""sh:sparql asked once over all focus nodes, on pyoxigraph, where that is exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
from rdflib import XSD
from rdflib.term import Node

from eulod.validation.compile.data import Data
from eulod.validation.compile.datatype import WELL_FORMED
from eulod.validation.compile.declaration import Declaration, Declarations
from eulod.validation.compile.ranges import numbers
from eulod.validation.compile.terms import any_of
from eulod.validation.compile.value_test import NotCompilable
from eulod.validation.query_store import QueryStore
from eulod.validation.sparql_matching import matched_patterns, matching_queries
from eulod.validation.sparql_reading import Pattern, Reading, predicates_in, read_query

_ZONED = rf'(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})"\^\^<{XSD}[a-zA-Z]+>$'
_INTEGER = "integer|long|int|short|byte|(?:nonP|nonN|p|n)[a-z]+Integer|unsigned[A-Z][a-z]+"
_NUMERIC = rf'"\^\^<{XSD}(?:decimal|double|float|{_INTEGER})>$'
_MOST = 1_000  # literals to list in a query
_REGULAR = (XSD.integer, XSD.decimal, XSD.nonNegativeInteger, XSD.positiveInteger, XSD.boolean, XSD.date, XSD.dateTime)
_REGULAR_TERM = "|".join(rf'"(?:{WELL_FORMED[datatype]})"\^\^<{datatype}>' for datatype in _REGULAR)


@dataclass(frozen=True, slots=True)
class Answer:
    """Nodes that a query may find fault with, column node; and why these are only those that its patterns match."""

    nodes: ibis.Table
    reason: str


class Queries:
    """The answers of the queries of a shapes graph over some data."""

    def __init__(self, data: Data, declarations: Declarations) -> None:
        self._data, self._declarations = data, declarations
        self._store = QueryStore(data)
        self._answers: dict[tuple[Node, Node], Answer] = {}

    def answered(self, declaration: Declaration, constraint: Node) -> Answer:
        """All nodes that a query may find fault with.

        Raises NotCompilable when it has to be asked for each focus node.
        """
        key = (declaration.node, constraint)
        if key not in self._answers:
            self._answers[key] = self._asked(self.text(declaration, constraint))
        return self._answers[key]

    def release(self) -> None:
        """Forget the triples that queries were asked over; answers stay."""
        self._store = QueryStore(self._data)

    def text(self, declaration: Declaration, constraint: Node) -> str:
        """The text of a query as pySHACL would ask it, prefixes and path written out; '' when it is switched off.

        Raises NotCompilable when pySHACL would refuse it, or set more than `$this`.
        """
        return self._declarations.query_text(declaration.node, constraint)

    def _asked(self, text: str) -> Answer:
        try:
            reading = read_query(text)
        except NotCompilable as reason:
            patterns = matched_patterns(text)
            found = self._found(patterns, list(matching_queries(patterns, None)))
            return Answer(self._data.column(found), str(reason))
        doubted = self._doubted(reading)
        patterns = matched_patterns(text) if doubted is None or doubted else ()
        found = self._found(
            reading.patterns, [reading.text, *(matching_queries(patterns, doubted) if patterns else ())]
        )
        return Answer(self._data.column(found), "")

    def _found(self, patterns: tuple[Pattern, ...], texts: list[str]) -> set[str]:
        """What some queries select as `?this`, over the triples with the predicates of some patterns."""
        store = self._store.holding(_predicates(patterns))
        try:
            answers: list[Any] = [store.query(text) for text in texts]
            return {str(row["this"]) for rows in answers for row in rows if row["this"] is not None}
        except (SyntaxError, ValueError, OSError) as error:
            raise NotCompilable(f"pyoxigraph cannot run it: {str(error).splitlines()[0]}") from error

    def _doubted(self, reading: Reading) -> list[str] | None:
        """Literals that two engines may compare, add or count in two ways; None when there are too many to list."""
        used = self._data.along(_predicates(reading.patterns))
        typed = used.filter(used.object.endswith(">") & used.object.startswith('"'))
        doubts = [ibis.literal(False)]
        if reading.compares:
            doubts.append(typed.object.re_search(_ZONED))
        if reading.calculates:
            doubts.append(~numbers(typed.object).known & typed.object.re_search(_NUMERIC))
        if reading.groups_computed:
            doubts.append(~typed.object.re_search(f"^(?:{_REGULAR_TERM})$"))
        if len(doubts) == 1:
            return []
        found = typed.filter(any_of(doubts)).select("object").distinct().limit(_MOST + 1)
        literals = [text for batch in self._data.engine.batches(found) for text in batch.column(0).to_pylist()]
        return None if len(literals) > _MOST else sorted(literals)


def _predicates(patterns: tuple[Pattern, ...]) -> set[str]:
    return {name for pattern in patterns for name in predicates_in(pattern.predicate)}
