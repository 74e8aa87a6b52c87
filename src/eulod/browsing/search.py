"""Searching the index: words in names and texts, narrowed by facets, with counts that the other facets leave."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from eulod.browsing.kinds import FACETS, SEARCHED
from eulod.browsing.model import Facet, FacetValue, Found, Resource
from eulod.browsing.reading import IndexReader

VALUES = 12
"""How many values of a facet are listed, besides those that are chosen."""
_WORD = re.compile(r"\w+")
_WORDS = 16
_Condition = tuple[str, tuple[Any, ...]]


def search(index: IndexReader, text: str, facets: Mapping[str, Sequence[str]], page: int, size: int) -> Found:
    """One page of what has all words of `text` and a chosen value of each facet; see `Browsing.search`."""
    chosen = {name: tuple(dict.fromkeys(values)) for name, values in facets.items() if values}
    words = _matching(text)
    conditions = {name: _chosen(index, name, values) for name, values in chosen.items()}
    where, parameters = _where([words, *conditions.values()])
    ((total,),) = index.rows(f"SELECT count(*) FROM searched WHERE {where}", parameters)
    pages = max(1, -(-total // size))
    page = max(1, min(page, pages))
    numbers = _page(index, text, where, parameters, size, (page - 1) * size)
    resources = index.resources(numbers)
    listed = tuple(_facet(index, name, words, conditions, chosen) for name in FACETS)
    return Found(text, total, page, pages, tuple(resources[number] for number in numbers), listed)


def _matching(text: str) -> _Condition:
    """The condition that all words of a text are found, each as a whole or as the beginning of one."""
    asked = match_expression(text)
    return ("resource IN (SELECT rowid FROM text WHERE text MATCH ?)", (asked,)) if asked else ("", ())


def match_expression(text: str) -> str:
    """The words of a text as FTS5 asks for them, without anything else of its syntax.

    >>> match_expression('NEAR("Ville* de')
    '"NEAR"* "Ville"* "de"*'
    """
    return " ".join(f'"{word}"*' for word in _WORD.findall(text)[:_WORDS])


def _chosen(index: IndexReader, name: str, values: tuple[str, ...]) -> _Condition:
    if name == "kind":
        known = [value for value in values if value in SEARCHED]
        return f"kind IN ({_marks(known)})", tuple(known)
    numbers = [number for value in values if (number := index.number(value)) is not None]
    return (
        f"resource IN (SELECT resource FROM facet WHERE facet = ? AND value IN ({_marks(numbers)}))",
        (name, *numbers),
    )


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def _where(conditions: Sequence[_Condition]) -> tuple[str, tuple[Any, ...]]:
    kept = [condition for condition in conditions if condition[0]]
    parameters = tuple(value for _, values in kept for value in values)
    return " AND ".join(text for text, _ in kept) or "1", parameters


def _page(index: IndexReader, text: str, where: str, parameters: tuple[Any, ...], size: int, offset: int) -> list[int]:
    if asked := match_expression(text):
        rows = index.rows(
            f"SELECT resource FROM text JOIN searched ON searched.resource = text.rowid WHERE text MATCH ? AND {where} "
            "ORDER BY bm25(text, 10.0, 1.0) * (1 + 2.0 / (1 + searched.rank)), resource LIMIT ? OFFSET ?",
            (asked, *parameters, size, offset),
        )
    else:
        rows = index.rows(
            f"SELECT resource FROM searched WHERE {where} ORDER BY rank, resource LIMIT ? OFFSET ?",
            (*parameters, size, offset),
        )
    return [row[0] for row in rows]


def _facet(
    index: IndexReader,
    name: str,
    words: _Condition,
    conditions: Mapping[str, _Condition],
    chosen: Mapping[str, tuple[str, ...]],
) -> Facet:
    """The values of one facet, counted over what the other conditions leave."""
    where, parameters = _where([words, *(condition for other, condition in conditions.items() if other != name)])
    if name == "kind":
        rows = index.rows(f"SELECT kind, count(*) FROM searched WHERE {where} GROUP BY kind", parameters)
        counts: dict[str, int] = dict(rows)
        values = tuple(
            FacetValue(Resource(kind, kind), counts[kind], kind in chosen.get(name, ()))
            for kind in SEARCHED
            if kind in counts
        )
        return Facet(name, values, len(values))
    narrowed = "" if where == "1" else f"AND resource IN (SELECT resource FROM searched WHERE {where})"
    rows = index.rows(
        f"SELECT value, count(*) AS found FROM facet WHERE facet = ? {narrowed} GROUP BY value "
        "ORDER BY found DESC, value",
        (name, *parameters),
    )
    wanted = {index.number(value) for value in chosen.get(name, ())}
    listed = [row for place, row in enumerate(rows) if place < VALUES or row[0] in wanted]
    resources = index.resources(row[0] for row in listed)
    values = tuple(FacetValue(resources[value], count, value in wanted) for value, count in listed)
    return Facet(name, values, len(rows))
