"""Asking the pages without a network, and reading what they answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import httpx
from starlette.applications import Starlette

from eulod.browsing.dataset import Browsing
from eulod.pages.others import other_pages
from eulod.serving.page_routes import page_application

HOST = "http://data.test"


def application(browsing: Browsing, *, prefix: str = "") -> Starlette:
    """An application of the pages alone."""
    return page_application(browsing, prefix=prefix, others=other_pages(browsing))


def get(app: Starlette, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """The answer to one GET request."""

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as client:
            return await client.get(path, headers=dict(headers or {}))

    # In a thread of its own, for Playwright has a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()


class Elements(HTMLParser):
    """Every element of a page with its attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, blanks put together."""
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of the elements of a name."""
        return [attributes for name, attributes in self.elements if name == tag]
