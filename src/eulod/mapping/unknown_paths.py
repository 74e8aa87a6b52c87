"""References into documents that no record of the source has: most are misspelt, and would quietly make nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from eulod.errors import Place
from eulod.mapping.compile import Compiler
from eulod.mapping.errors import UnknownReference, nearest
from eulod.mapping.rows import Rows
from eulod.sources.records import DOCUMENT

_NAME = re.compile(r'"(?:[^"\\]|\\.)*"')
_SHOWN = 1000


def refuse_unknown_paths(compiler: Compiler) -> None:
    """Raise UnknownReference for the first path with a name that no record has, anywhere in it.

    A source may list as `optional` what none of its records need have; hand-kept YAML need have nothing.
    """
    seen: set[int] = set()
    for rows in compiler.rows.values():
        if rows.asked and id(rows.asked) not in seen:
            seen.add(id(rows.asked))
            _refuse(compiler, rows)


def _refuse(compiler: Compiler, rows: Rows) -> None:
    source = compiler.mapping.sources[rows.records.name]
    listed = source.options.get("optional", ())
    optional = {listed} if isinstance(listed, str) else set(listed)
    if source.formulation == "yaml":
        return
    asked = {label: said for label, said in rows.asked.items() if label not in optional}
    missing = _missing(rows, {name for path, _ in asked.values() for name in _NAME.findall(path)})
    for label, (path, place) in asked.items():
        if missing.intersection(_NAME.findall(path)):
            raise _unknown(rows, label, place)


def _missing(rows: Rows, names: Iterable[str]) -> set[str]:
    """The names, as JSON strings, that stand as a key in no record; none where there is no record."""
    document, every = rows.records.table[DOCUMENT], sorted(names)
    tests = {f"has:{n}": document.re_search(rf"{re.escape(name)}\s*:").any() for n, name in enumerate(every)}
    found = rows.records.table.aggregate(records=document.count(), **tests)
    (row,) = (row for batch in rows.engine.batches(found) for row in batch.to_pylist())
    return {name for n, name in enumerate(every) if row["records"] and not row[f"has:{n}"]}


def _unknown(rows: Rows, label: str, place: Place) -> UnknownReference:
    sample = rows.engine.batches(rows.records.table.select(DOCUMENT).limit(_SHOWN))
    texts = (text for batch in sample for text in batch.column(0).to_pylist())
    known = sorted({key.lstrip("@") for text in texts for key in _keys(json.loads(text))} - {"", "#line", "#text"})
    files = ", ".join(path.name for path in rows.records.files)
    problem = f"'{label}' is read, which no record of {files} has; there are: {', '.join(known)}"
    help = f"{nearest(label, known)} Where it may be missing, list it under optional: of the source"
    return UnknownReference(problem, place=place, help=help)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield re.sub(r"\{[^}]*\}", "", key)
            yield from _keys(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _keys(entry)
