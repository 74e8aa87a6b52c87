"""The search of a static site: words and facets of the index, cut into pieces of which a page loads what it needs.

search/meta.js              how many entries there are, the facets, the pieces of words
search/words-{piece}.js     words with the same two first letters: the entries that have each in a name, and elsewhere
search/facet-{name}.js      the entries that have each value of a facet
{language}/search/results-{n}.js        the entries of RESULTS results
{language}/search/facet-{name}-{n}.js   the values of a facet, with their names

Entries are numbered in the order in which a search without words lists them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from eulod.browsing.kinds import FACETS, SEARCHED
from eulod.pages import parts
from eulod.site.entities import RESULTS
from eulod.site.pieces import piece, piece_parts, steps
from eulod.site.site_pages import SitePages
from eulod.site.texts import write_parts, write_text

VALUES = 256
"""How many values of a facet are in one file."""
_ENTRIES = """
CREATE TEMP TABLE entry AS
  SELECT row_number() OVER (ORDER BY rank, resource) - 1 AS number, resource, kind FROM searched;
CREATE UNIQUE INDEX temp.entry_resource ON entry (resource);
CREATE VIRTUAL TABLE temp.word USING fts5vocab('main', 'text', 'instance');
"""
_WORDS = """
SELECT term, number, max(col = 'names') FROM temp.word JOIN temp.entry ON resource = doc
GROUP BY term, number ORDER BY term, number
"""
_VALUES = """
SELECT iri, value, number FROM facet JOIN temp.entry USING (resource) JOIN resource ON resource.id = value
WHERE facet = ? ORDER BY iri, number
"""


def write_search_index(pages: SitePages) -> int:
    """Write all but the results; gives the number of entries."""
    address = f"{pages.browsing.index.path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.executescript(_ENTRIES)
        ((count,),) = connection.execute("SELECT count(*) FROM temp.entry")
        words = list(_write_words(connection, pages.root))
        values = {name: _write_facet(connection, pages, name) for name in FACETS}
    meta = {"entries": count, "results": RESULTS, "values": VALUES, "facets": values, "words": words}
    write_text(pages.root / "search" / "meta.js", piece("meta", meta))
    return int(count)


def results(pages: SitePages) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The IRIs of the entries by the number of their file; a stream."""
    query = """SELECT iri FROM searched JOIN resource ON id = resource ORDER BY rank, resource LIMIT ? OFFSET ?"""
    number = 0
    while rows := pages.browsing.index.rows(query, (RESULTS, number * RESULTS)):
        yield number, tuple(row[0] for row in rows)
        number += 1


def piece_of(word: str) -> str:
    """The name of the piece that a word is in: its two first letters, those beyond a-z and 0-9 by their numbers.

    >>> piece_of("villes"), piece_of("ő")
    ('vi', '151_')
    """
    letters = word[:2].ljust(2, "_")
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter == "_") else f"{ord(letter):x}" for letter in letters
    )


def _write_words(connection: sqlite3.Connection, root: Path) -> Iterator[str]:
    """Write the pieces of words; gives their names. Terms come sorted, so those of a piece come together."""
    for name, rows in groupby(connection.execute(_WORDS), key=lambda row: piece_of(row[0])):
        write_parts(root / "search" / f"words-{name}.js", piece_parts(f"words-{name}", _words(rows)))
        yield name


def _words(rows: Iterator[tuple[str, int, int]]) -> Iterator[list[Any]]:
    """Each word with the entries that have it in a name, and those that have it elsewhere."""
    for term, found in groupby(rows, key=lambda row: row[0]):
        places: tuple[list[int], list[int]] = ([], [])
        for _, number, in_name in found:
            places[0 if in_name else 1].append(number)
        yield [term, steps(places[0]), steps(places[1])]


def _write_facet(connection: sqlite3.Connection, pages: SitePages, name: str) -> int:
    """Write a facet: the entries of its values, and their names in each language; gives the number of values."""
    values = _Values(pages, name)
    found = _kinds(connection) if name == "kind" else _values(connection, name)
    path = pages.root / "search" / f"facet-{name}.js"
    write_parts(path, piece_parts(f"facet-{name}", (values.noted(*value) for value in found)))
    values.flush()
    return values.count


def _kinds(connection: sqlite3.Connection) -> Iterator[tuple[str, int | None, list[int]]]:
    for kind in SEARCHED:
        rows = connection.execute("SELECT number FROM temp.entry WHERE kind = ? ORDER BY number", (kind,))
        if numbers := [row[0] for row in rows]:
            yield kind, None, numbers


def _values(connection: sqlite3.Connection, name: str) -> Iterator[tuple[str, int | None, list[int]]]:
    for (iri, value), rows in groupby(connection.execute(_VALUES, (name,)), key=lambda row: row[:2]):
        yield iri, value, [row[2] for row in rows]


@dataclass
class _Values:
    """The values of a facet, written in each language as soon as there are enough of them for a file."""

    pages: SitePages
    name: str
    count: int = 0
    waiting: list[tuple[str, int | None]] = field(default_factory=list)

    def noted(self, iri: str, value: int | None, numbers: list[int]) -> list[int]:
        """Take a value up; gives its entries as they are written."""
        self.waiting.append((iri, value))
        self.count += 1
        if len(self.waiting) == VALUES:
            self.flush()
        return steps(numbers)

    def flush(self) -> None:
        """Write the values that wait."""
        number = -(-self.count // VALUES) - 1
        resources = self.pages.browsing.index.resources(value for _, value in self.waiting if value is not None)
        for reader in self.pages.readers("search.html"):
            shown = [
                [iri, reader.text(f"kind.{iri}") if value is None else str(parts.names(reader, resources[value]))]
                for iri, value in self.waiting
            ]
            name = f"facet-{self.name}-{number}"
            if shown:
                path = self.pages.root / reader.language / "search" / f"{name}.js"
                write_text(path, piece(f"{reader.language}/{name}", shown))
        self.waiting.clear()
