"""A browser for the tests of pages: the system's Chromium, offline, noting what a page complains about and asks for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from tests.programs import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
)


@dataclass
class Watched:
    """A page and what was seen of it: messages of its console, errors, and requests to anywhere but `home`."""

    page: Page
    home: str
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Begin to note."""
        self.page.on("console", lambda message: self._console(message.type, message.text))
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(f"{kind}: {text}")

    def _asked(self, address: str) -> None:
        if not address.startswith((self.home, "data:", "blob:")):
            self.problems.append(f"asks for {address}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without it the test is skipped, and with CI set it fails."""
    from playwright.sync_api import sync_playwright

    path = program("chromium", "chromium-browser", "google-chrome", package="chromium")
    rooted = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        flags = [*_FLAGS, *(["--no-sandbox"] if rooted else [])]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(browser: Browser, home: str, *, width: int = 1100, **options: Any) -> Iterator[Watched]:
    """A fresh page at whose end nothing may have been noted."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB", **options)
    found = Watched(context.new_page(), home)
    found.page.set_default_timeout(15_000)
    found.watch()
    try:
        yield found
        assert found.problems == []
    finally:
        context.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def file_server(folder: Path) -> Iterator[str]:
    """A plain file server on loopback; gives its address, with a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
