"""Reading the index: resources by number with their labels, statements with where they come from.

Everything is read for many numbers at once, so that a page costs a few look-ups however much it shows.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from eulod.browsing.model import Label, Literal, Origin, Quote, Resource, Statement, Term
from eulod.publication.personal_data import masked_text
from eulod.terms.shown import term_object

Row: TypeAlias = tuple[Any, ...]
_AT_ONCE = 500
_CELLS = "\x1f"
_SHORT = 200
_KNOWN = 4096
"""How many resources are kept; those that pages name are most often the same properties, concepts and countries."""


@dataclass(slots=True)
class IndexReader:
    """The file, opened read-only once for each thread that asks."""

    path: Path
    _local: threading.local = field(default_factory=threading.local)
    _opened: list[sqlite3.Connection] = field(default_factory=list)
    _known: dict[int, Resource] = field(default_factory=dict)

    def close(self) -> None:
        """Close the file for every thread; who asks again opens it again."""
        self._local = threading.local()
        while self._opened:
            self._opened.pop().close()

    def __del__(self) -> None:
        """Close what was not closed."""
        self.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """The rows of one query; `parameters` fill its question marks."""
        return self._connection().execute(sql, parameters).fetchall()

    def rows_of(self, sql: str, numbers: Iterable[int | str]) -> Iterator[Row]:
        """The rows of a query whose `{}` is a list of numbers or of IRIs, however many there are."""
        rest = iter(numbers)
        while some := list(islice(rest, _AT_ONCE)):
            yield from self.rows(sql.format(",".join("?" * len(some))), some)

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            self._local.connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._opened.append(self._local.connection)
        found: sqlite3.Connection = self._local.connection
        return found

    def number(self, iri: str) -> int | None:
        """The number of a resource, None for one that the release does not name."""
        found = self.rows("SELECT id FROM resource WHERE iri = ?", (iri,))
        return int(found[0][0]) if found else None

    def numbers(self, iris: Iterable[str]) -> list[int]:
        """The numbers of several resources in their order, without those that the release does not name."""
        wanted = list(dict.fromkeys(iris))
        found = {iri: number for number, iri in self.rows_of("SELECT id, iri FROM resource WHERE iri IN ({})", wanted)}
        return [found[iri] for iri in wanted if iri in found]

    def resources(self, numbers: Iterable[int]) -> dict[int, Resource]:
        """Resources with their labels, by number in ascending order; those asked for last are known without a look."""
        wanted, known = sorted(set(numbers)), self._known
        found = {number: resource for number in wanted if (resource := known.get(number)) is not None}
        if len(found) == len(wanted):
            return found
        read = self._read(number for number in wanted if number not in found)
        if len(known) + len(read) > _KNOWN:
            known.clear()
        known.update(read)
        return {number: found.get(number) or read[number] for number in wanted if number in found or number in read}

    def _read(self, numbers: Iterable[int]) -> dict[int, Resource]:
        wanted = tuple(numbers)
        labels: dict[int, list[Label]] = {}
        for number, kind, language, text in self.rows_of(
            "SELECT resource, kind, language, text FROM label WHERE resource IN ({})", wanted
        ):
            labels.setdefault(number, []).append(Label(text, language, kind))
        rows = self.rows_of("SELECT id, iri, kind FROM resource WHERE id IN ({})", wanted)
        return {number: Resource(iri, kind, _sorted(labels.get(number, []))) for number, iri, kind in rows}

    def iris(self, numbers: Iterable[int]) -> dict[int, str]:
        """The IRIs of resources, by number."""
        return dict(self.rows_of("SELECT id, iri FROM resource WHERE id IN ({})", sorted(set(numbers))))

    def statements(self, rows: Sequence[Row], *, sources: bool) -> list[tuple[int, Statement]]:
        """Statements with their subjects' numbers, from rows of id, subject, predicate, object, literal, withheld.

        With `sources`, they have their graphs, origins and quotes.
        """
        named = {row[column] for row in rows for column in (2, 3) if row[column] is not None}
        resources = self.resources(named)
        numbers = [row[0] for row in rows]
        graphs, origins, quotes = (
            (self._graphs(numbers), self._origins(numbers), self._quotes(numbers)) if sources else ({}, {}, {})
        )
        return [
            (
                subject,
                Statement(
                    number,
                    resources[predicate],
                    _term(resources, object_, literal),
                    tuple(sorted(graphs.get(number, ()))),
                    _distinct(origins.get(number, ())),
                    _distinct(quotes.get(number, ())),
                    withheld,
                ),
            )
            for number, subject, predicate, object_, literal, withheld in rows
        ]

    def _graphs(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        sql = "SELECT statement, iri FROM stated JOIN resource ON resource.id = graph WHERE statement IN ({})"
        return _gathered(self.rows_of(sql, numbers))

    def _origins(self, numbers: Sequence[int]) -> dict[int, list[Origin]]:
        sql = (
            "SELECT statement, source, file, record, line, columns, cells, triples_map, mapping_file, mapping_line "
            "FROM origin JOIN arm ON arm.id = arm WHERE statement IN ({})"
        )
        return _gathered((row[0], _origin(row[1:])) for row in self.rows_of(sql, numbers))

    def _quotes(self, numbers: Sequence[int]) -> dict[int, list[Quote]]:
        found = list(
            self.rows_of("SELECT statement, quote, claim, status FROM quoted WHERE statement IN ({})", numbers)
        )
        iris = self.iris(number for row in found for number in row[2:] if number is not None)
        return _gathered(
            (row[0], Quote(parsed_literal(row[1]), iris[row[2]], "" if row[3] is None else iris[row[3]]))
            for row in found
        )


def parsed_literal(text: str) -> Literal:
    """A literal from its N-Quads text."""
    parts = term_object(text)
    return Literal(parts["value"], parts.get("xml:lang", ""), parts.get("datatype", ""))


def _sorted(labels: Iterable[Label]) -> tuple[Label, ...]:
    return tuple(sorted(labels, key=lambda label: (label.kind, label.language, label.text)))


def _term(resources: Mapping[int, Resource], object_: int | None, literal: str | None) -> Term:
    return resources[object_] if object_ is not None else parsed_literal(literal or '""')


def _distinct(found: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(sorted(set(found))) if len(found) > 1 else tuple(found)


def _origin(row: Row) -> Origin:
    source, file, record, line, columns, cells, triples_map, mapping_file, mapping_line = row
    values = cells.split(_CELLS) if cells else []
    named = zip(_columns(columns), values, strict=False)
    said = tuple(
        (name, _masked(value) if len(value) < _SHORT else masked_text(value)) for name, value in named if value
    )
    return Origin(source, file, record, line, said, triples_map, mapping_file, mapping_line)


def _masked_cell(cell: str) -> str:
    """The text of a cell, which many statements are read from."""
    return _masked(cell) if len(cell) <= _SHORT else masked_text(cell)


_masked = lru_cache(maxsize=4096)(masked_text)


@lru_cache(maxsize=256)
def _columns(names: str) -> tuple[str, ...]:
    return tuple(json.loads(names))


def _gathered(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for number, value in pairs:
        found.setdefault(number, []).append(value)
    return found
