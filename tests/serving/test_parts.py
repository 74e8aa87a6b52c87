"""Negotiation and the cache, without a server."""

from __future__ import annotations

import pytest

from eulod.serving.answer_cache import AnswerCache
from eulod.serving.negotiation import preferred
from eulod.serving.replies import matches

OFFERS = {"text/turtle": "ttl", "application/n-triples": "nt", "text/html": "html", "application/x-turtle": "ttl"}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "nt"),
        ("", "nt"),
        ("*/*", "nt"),
        ("text/*", "ttl"),
        ("TEXT/HTML", "html"),
        ("text/html;q=0.5, text/turtle;q=0.6", "ttl"),
        ("text/html;level=1;q=0.5, text/turtle;q=0.4", "html"),
        ("*/*, text/turtle;q=0, application/n-triples;q=0", "html"),
        ("*/*;q=0", ""),
        ("image/png", ""),
        ("application/x-turtle", "ttl"),
        ("text/html;q=2, text/turtle;q=0.1", "ttl"),
        ("text/html;q=x", ""),
        (";;;,,,q=1", ""),
    ],
)
def test_an_accept_header_chooses(accept: str | None, chosen: str) -> None:
    assert preferred(accept, OFFERS, default="nt") == chosen


@pytest.mark.parametrize(
    ("header", "same"),
    [(None, False), ('"a"', True), ('W/"a"', True), ('"b", W/"a"', True), ("*", True), ('"b"', False)],
)
def test_tags_are_compared_weakly(header: str | None, same: bool) -> None:
    assert matches(header, 'W/"a"') is same
    assert matches(header, '"a"') is same


def test_the_cache_keeps_what_was_used_last_within_its_bytes() -> None:
    cache: AnswerCache[str, bytes] = AnswerCache(80)
    for name in "abcdefgh":
        cache.put(name, name.encode(), 10)
    assert cache.get("a") == b"a"
    cache.put("i", b"i", 10)
    assert cache.get("b") is None
    assert cache.get("a") == b"a"
    cache.put("large", b"", 11)
    assert cache.get("large") is None
    cache.put("a", b"A", 10)
    assert cache.get("a") == b"A"
    assert sum(cache.get(name) is not None for name in "abcdefghi") == 8
