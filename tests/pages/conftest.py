"""The repository's release as pages: in this process, and on a server of loopback for a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from eulod.browsing.dataset import Browsing, open_dataset
from eulod.browsing.index import built_folder
from eulod.config import read_settings
from tests.pages.asking import application
from tests.shared import ROOT

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="session")
def browsing(samples_release: Path) -> Browsing:
    """The release with its sources, so that statements know their records."""
    folder = built_folder(samples_release).with_name(f"{samples_release.name}-with-sources")
    return open_dataset(samples_release, folder, settings=read_settings(ROOT))


@pytest.fixture(scope="session")
def app(browsing: Browsing) -> Starlette:
    """The pages as an application."""
    return application(browsing)


@pytest.fixture(scope="session")
def address(browsing: Browsing) -> Iterator[str]:
    """The pages on loopback, with the headers that they must work under."""
    server = uvicorn.Server(
        uvicorn.Config(_guarded(application(browsing)), host="127.0.0.1", port=0, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive(), "the server ended"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def _guarded(app: Starlette) -> Any:
    """The application under the Content-Security-Policy that the server sets."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", POLICY.encode())]
            await send(message)

        await app(scope, receive, sending)

    return guarded
