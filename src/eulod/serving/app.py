"""The application of one web process: where each path is answered."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
from starlette.types import ASGIApp, Receive, Scope, Send

from eulod.query.built_store import open_built
from eulod.query.worker_pool import WorkerPool
from eulod.serving.answer_cache import AnswerCache
from eulod.serving.documents import DOC, ID, Documents
from eulod.serving.http_protocol import CONNECTIONS, KEY, Connections
from eulod.serving.replies import CORS, SECURITY, Reply, problem, send_reply
from eulod.serving.requests import Request, read_request, unacceptable_target
from eulod.serving.service_description import ServiceDescription, described_graphs
from eulod.serving.settings import Serving
from eulod.serving.sparql import Endpoint

SPARQL = "/sparql"
_LOG = logging.getLogger("eulod.serving")
_DESCRIBING = ("dataset.ttl",)


class Application:
    """An ASGI application over a built store; pages, if there are any, are asked for what it does not know."""

    def __init__(self, serving: Serving, pages: ASGIApp | None = None, languages: tuple[str, ...] = ()) -> None:
        self._serving = serving
        self._pages = pages
        self._languages = languages
        self._connections = Connections(serving)
        self._pool = WorkerPool(serving.data.folder, serving.limits, size=serving.querying)
        self._endpoint: Endpoint
        self._documents: Documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        serving = self._serving
        request = read_request(scope, receive, root=serving.root, forwarded=serving.forwarded)
        try:
            reply = unacceptable_target(request, serving.target) or await self._reply(request)
        except ConnectionResetError:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            reply = _unexpected(error)
        if reply is None:
            await self._page(scope, receive, send, request)
            return
        if reply.lasting and (key := scope.get(KEY)):
            self._connections.keep(key, reply)
        with contextlib.suppress(ConnectionResetError):
            await send_reply(send, reply)

    async def _reply(self, request: Request) -> Reply | None:
        path = request.path
        if path in (SPARQL, f"{SPARQL}/"):
            return await self._endpoint(request)
        if path.startswith(ID):
            return self._documents.thing(request)
        if path.startswith(DOC):
            return self._documents.document(request)
        if self._pages is None:
            return problem(404, f"there is nothing at '{path[:200]}'\n  help: ask {self._serving.root}{SPARQL}")
        return None

    async def _page(self, scope: Scope, receive: Receive, send: Send, request: Request) -> None:
        """Let the pages answer, and add the headers that every answer has."""
        assert self._pages is not None

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                more = [header for header in (*CORS, *SECURITY) if header[0] not in given]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        root = self._serving.root
        inside = {**scope, "root_path": root, "path": root + unquote(request.path), "raw_path": None}
        inside["scheme"], _, host = request.origin.partition("://")
        others = [(name, value) for name, value in scope["headers"] if name != b"host"]
        inside["headers"] = [(b"host", host.encode("latin-1")), *others]
        await self._pages(inside, receive, sending)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open the store and start the workers; end them with the server."""
        await receive()
        try:
            await self._start()
        except (OSError, TimeoutError) as error:
            await send({"type": "lifespan.startup.failed", "message": f"the workers do not start: {error}"})
            return
        scope["state"][CONNECTIONS] = self._connections
        watch = asyncio.get_running_loop().create_task(_watch(self._connections))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watch.cancel()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        serving = self._serving
        await self._pool.start()
        store = open_built(serving.data.folder)
        description = ServiceDescription(serving.root + SPARQL, described_graphs(store), serving.data.id)
        self._endpoint = Endpoint(serving, self._pool, description, AnswerCache(serving.cache // 2))
        stores = (store, _describing(serving))
        self._documents = Documents(stores, serving.data.base, serving.data.id, serving.root, self._languages)


def _unexpected(error: Exception) -> Reply:
    """A fault of ours: the client hears of it without its particulars, whoever runs the server in one line."""
    _LOG.error("unexpected %s: %s", type(error).__name__, error, exc_info=bool(os.environ.get("EULOD_DEBUG")))
    return problem(500, "unexpected error\n  help: ask again, and report it if that does not help")


def application(serving: Serving) -> Application:
    """The application of a web process, with the pages of a release."""
    return Application(serving)


def _describing(serving: Serving) -> ox.Store:
    """What describes the release itself: small, in memory."""
    store = ox.Store()
    for name in _DESCRIBING if serving.data.release else ():
        file = serving.data.release / name  # type: ignore[operator]
        if file.exists():
            store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE)
    return store


async def _watch(connections: Connections) -> None:
    """Each second, end connections that dawdle; end with the process that started this one."""
    parent = multiprocessing.parent_process()
    while True:
        await asyncio.sleep(1)
        connections.end_slow()
        if parent is not None and not parent.is_alive():
            os.kill(os.getpid(), signal.SIGTERM)
            return
