"""What addresses ask for: the words, facets and pages of a search, within limits."""

from __future__ import annotations

from starlette.requests import Request

from eulod.browsing.kinds import FACETS

_LONGEST = 500
_MOST = 50


def text_asked(request: Request) -> str:
    """The words of a search."""
    return request.query_params.get("q", "")[:_LONGEST]


def facets_asked(request: Request) -> dict[str, list[str]]:
    """The chosen values of each facet."""
    return {name: request.query_params.getlist(name)[:_MOST] for name in FACETS}


def page_number(text: str) -> int:
    """The number of a page as an address states it; 1 for anything else."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
