"""What a page complains about and asks for in a browser, and a plain file server to open it from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


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
        self.page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))
        self.page.on("request", lambda request: self._asked(request.url))

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(f"{kind}: {text}")

    def _failed(self, address: str, why: str) -> None:
        """Note it, unless the browser gave up a page because the answer became a download."""
        if "ERR_ABORTED" not in why:
            self.problems.append(f"failed: {address} {why}")

    def _asked(self, address: str) -> None:
        if not address.startswith((self.home, "data:", "blob:")):
            self.problems.append(f"asks for {address}")


@contextmanager
def watched(browser: Browser, home: str, *, width: int = 1100, **options: Any) -> Iterator[Watched]:
    """A fresh page at whose end nothing may have been noted."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB", **options)
    found = Watched(context.new_page(), home)
    found.page.set_default_timeout(15_000)
    found.watch()
    try:
        yield found
        assert not found.problems, "; ".join(found.problems)
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
