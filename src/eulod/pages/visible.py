"""Texts of which everything is seen: characters that hide or that turn the reading direction are marked."""

from __future__ import annotations

import re

_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_MARK = "\N{REPLACEMENT CHARACTER}"


def visible_text(text: str) -> str:
    """The text with a mark in place of control characters and of those that turn the reading direction.

    >>> visible_text("a\\u202eb") == "a\\ufffdb"
    True
    """
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub(_MARK, text)
