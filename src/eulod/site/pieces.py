"""Pieces of the search as scripts, which a page can load from a disk too, where it may read no other file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

_CALL = "eulodPiece"


def piece(name: str, value: Any) -> str:
    """A script that hands a value to the search page."""
    return f"{_CALL}({_text(name)},{_text(value)});\n"


def piece_parts(name: str, items: Iterable[Any]) -> Iterator[str]:
    """The same for a list that is written item by item, one to a line."""
    yield f"{_CALL}({_text(name)},["
    separator = "\n"
    for item in items:
        yield separator + _text(item)
        separator = ",\n"
    yield "\n]);\n"


def steps(numbers: Iterable[int]) -> list[int]:
    """Ascending numbers as the steps between them, which are shorter to write.

    >>> steps([3, 4, 10])
    [3, 1, 6]
    """
    found, last = [], 0
    for number in numbers:
        found.append(number - last)
        last = number
    return found


def _text(value: Any) -> str:
    """JSON that is JavaScript too, on one line."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
