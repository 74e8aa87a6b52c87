"""Content negotiation with q-values.

Source: https://www.rfc-editor.org/rfc/rfc9110#name-proactive-negotiation
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_Q = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def preferred(accept: str | None, offers: Mapping[str, str], *, default: str) -> str:
    """The offer that an Accept header likes best, else "".

    `offers` maps media types to values in the server's order, which decides between equals; of several types with one
    value, wildcards mean the first. Without a header it is `default`, and so it is where the header likes all alike.

    >>> preferred("text/turtle;q=0.5, text/html", {"text/turtle": "ttl", "text/html": "html"}, default="ttl")
    'html'
    """
    if accept is None or not accept.strip():
        return default
    ranges = _ranges(accept)
    best, chosen = 0.0, ""
    first = {value: media_type for media_type, value in reversed(tuple(offers.items()))}
    for media_type, value in offers.items():
        quality = _quality(media_type, ranges, exactly=first[value] != media_type)
        if quality > best or (quality == best > 0 and value == default and chosen != default):
            best, chosen = quality, value
    return chosen


@lru_cache(maxsize=1024)
def _ranges(accept: str) -> tuple[tuple[str, float], ...]:
    return tuple((media.lower(), quality) for media, quality in weighted(accept))


def weighted(header: str) -> list[tuple[str, float]]:
    """The items of a header with their q-values; an item with a wrong one is left out."""
    found = []
    for item in header[:4096].split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        given = next((value[2:].strip() for value in parameters if value[:2].lower() == "q="), "1")
        if name and _Q.fullmatch(given):
            found.append((name, float(given)))
    return found


def _quality(media_type: str, ranges: tuple[tuple[str, float], ...], *, exactly: bool) -> float:
    """What the most specific range that fits says, or the one that names the type `exactly`."""
    for wanted in (media_type,) if exactly else (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        for name, quality in ranges:
            if name == wanted:
                return quality
    return 0.0
