"""The pages of what cannot be shown: not found, no such format, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from eulod.browsing.dataset import Browsing
from eulod.browsing.model import Resource
from eulod.pages.reader import Reader
from eulod.pages.rendering import render

STATUSES = (400, 404, 405, 406, 410, 500, 503)
"""The statuses that have words of their own; others are shown as 500."""


def error_page(
    browsing: Browsing,
    reader: Reader,
    status: int,
    *,
    replaced: Sequence[Resource] = (),
    variants: Sequence[tuple[str, str]] = (),
) -> str:
    """The page for a status; `replaced` stands in for a withdrawn IRI, `variants` are addresses with media types."""
    known = status if status in STATUSES else 500
    title = reader.text(f"error.{known}")
    return render("error.html", reader, browsing, title=title, status=known, replaced=replaced, variants=variants)
