"""Paths to the values of JSON documents, from a summary of what the documents hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_PLAIN = re.compile(r"""[^\s.\[\]'"$?()*,:]+""")


def value_paths(structure: Any, path: str = "") -> Iterator[str]:
    """The paths that end in something else than an object or a list, as references write them.

    `structure` is like the documents, with a word for the kind of each value; a list holds the one kind of its items.

    >>> list(value_paths({"a": "VARCHAR", "b": [{"c d": "VARCHAR"}]}))
    ['a', "b[*]['c d']"]
    """
    if isinstance(structure, dict) and structure:
        for name, below in structure.items():
            yield from value_paths(below, _below(path, name))
    elif isinstance(structure, list) and structure:
        yield from value_paths(structure[0], f"{path}[*]")
    elif path:
        yield path


def _below(path: str, name: str) -> str:
    if _PLAIN.fullmatch(name):
        return f"{path}.{name}" if path else name
    mark = '"' if "'" in name else "'"
    return f"{path}[{mark}{name}{mark}]"
