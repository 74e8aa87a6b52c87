"""The page that tells programs where to ask."""

from __future__ import annotations

from collections.abc import Sequence

from eulod.browsing.dataset import Browsing
from eulod.pages.reader import Reader
from eulod.pages.rendering import render


def programs_page(browsing: Browsing, reader: Reader, addresses: Sequence[tuple[str, str]]) -> str:
    """The addresses for programs, each with the key of what it gives among the texts of `api`."""
    return render("api.html", reader, browsing, title=reader.text("api.title"), active="api", addresses=addresses)
