"""What a request accepts, by its q-values."""

from __future__ import annotations

from collections.abc import Sequence


def accepted_language(header: str, offered: Sequence[str]) -> str:
    """The offered language that an Accept-Language header likes best; the first one where it likes none.

    >>> accepted_language("de, fr-BE;q=0.8, en;q=0.5", ("en", "hu", "fr"))
    'fr'

    Source: https://www.rfc-editor.org/rfc/rfc9110#name-accept-language
    """
    wanted = [_weighed(part) for part in header.split(",")[:50]]
    ranked = sorted((one for one in wanted if one[1] > 0), key=lambda one: -one[1])
    for tag, _ in ranked:
        if tag.partition("-")[0] in offered:
            return tag.partition("-")[0]
    return offered[0]


def _weighed(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    name, _, value = parameter.strip().partition("=")
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return tag.strip().lower(), weight if 0 <= weight <= 1 else 0.0
