"""JSON written piece by piece, an item per line, so that long lists stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def json_text(value: Any) -> str:
    """One value on one line, letters beyond ASCII as they are."""
    return json.dumps(value, ensure_ascii=False)


def listed(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    """The lines of the items of a list, with commas between them; brackets are the caller's."""
    waiting = None
    for item in items:
        if waiting is not None:
            yield f"  {waiting},"
        waiting = json_text(item)
    if waiting is not None:
        yield f"  {waiting}"
