"""The application of one web process: where each path is answered."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from urllib.parse import quote, unquote

import pyoxigraph as ox
from anyio.to_thread import current_default_thread_limiter
from starlette.types import Receive, Scope, Send
from uvicorn.config import STARTUP_FAILURE

from eulod.pages.links import LANGUAGES
from eulod.query.built_store import open_built
from eulod.query.media_types import ACCEPTED_GRAPHS, ACCEPTED_ROWS
from eulod.query.sparql import default_graph_is_empty
from eulod.query.worker_pool import WorkerPool
from eulod.serving.accepted import accepted_language
from eulod.serving.answer_cache import AnswerCache
from eulod.serving.documents import DOC, ID, Documents
from eulod.serving.http_protocol import CONNECTIONS, KEY, Connections
from eulod.serving.negotiation import preferred
from eulod.serving.pages_app import Pages, pages_of
from eulod.serving.replies import Header, Reply, problem, redirect, send_reply
from eulod.serving.requests import Request, read_request, unacceptable_target
from eulod.serving.service_description import ServiceDescription, described_graphs
from eulod.serving.settings import Serving
from eulod.serving.sparql import Endpoint

SPARQL = "/sparql"
_ENDPOINT = (SPARQL, f"{SPARQL}/")
_LOG = logging.getLogger("eulod.serving")
_DESCRIBING = ("dataset.ttl",)
_ALLOCATIONS = 20_000
_PAGES_AT_ONCE = 4
"""How many threads write pages: more only wait for each other, and each holds a part of the index in memory."""


class Application:
    """An ASGI application over a built store; pages, if there are any, are asked for what it does not know."""

    def __init__(self, serving: Serving, pages: Pages | None = None, languages: tuple[str, ...] = ()) -> None:
        self._serving = serving
        self._pages = pages
        self._languages = languages
        self._connections = Connections(serving, self.at_once)
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
            reply = reply or await self._page(scope, receive, send, request)
        except ConnectionResetError:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            reply = _unexpected(error)
        if reply is None:
            return
        if key := scope.get(KEY):
            self._connections.keep(key, reply)
        with contextlib.suppress(ConnectionResetError):
            await send_reply(send, reply)

    def at_once(self, request: Request) -> Reply | None:
        """The answer to a GET that needs neither a worker nor a page; None for others, which are to be called."""
        try:
            if refused := unacceptable_target(request, self._serving.target):
                return refused
            if request.path in _ENDPOINT:
                return self._human(request) or self._endpoint.at_once(request)
            return self._data(request) or self._kept(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            return _unexpected(error)

    async def _reply(self, request: Request) -> Reply | None:
        """The answer of the endpoint or of the data; None for what is a page's."""
        if request.path in _ENDPOINT:
            return self._human(request) or await self._endpoint(request)
        return self._data(request) or self._kept(request)

    def _data(self, request: Request) -> Reply | None:
        if request.path.startswith(ID):
            return self._documents.thing(request)
        if request.path.startswith(DOC):
            return self._documents.document(request)
        return None

    def _human(self, request: Request) -> Reply | None:
        """Lead who asks the endpoint for HTML to its page, with the query if there is one."""
        accept = request.header(b"accept") or ""
        if self._pages is None or request.method not in ("GET", "HEAD") or b"format=" in request.query:
            return None
        if "text/html" not in accept:  # a wildcard is no wish for a page
            return None
        offers = {"text/html": "html", **ACCEPTED_ROWS, **ACCEPTED_GRAPHS}
        if preferred(accept, offers, default="json") != "html":
            return None
        language = accepted_language(request.header(b"accept-language") or "", self._languages)
        asked = f"?{quote(request.query, safe='=&%+')}" if request.query else ""
        vary = (b"vary", b"Accept, Accept-Language")
        return redirect(303, f"{self._serving.root}/{language}{SPARQL}{asked}", vary)

    async def _page(self, scope: Scope, receive: Receive, send: Send, request: Request) -> Reply | None:
        """Let the pages answer; at a document's own address with what that varies by."""
        if self._pages is None:
            return problem(404, f"there is nothing at '{request.path[:200]}'\n  help: ask {self._serving.root}{SPARQL}")
        path, more = self._at(request)
        return await self._pages(scope, receive, send, request, path, more())

    def _kept(self, request: Request) -> Reply | None:
        """The page of an entity that was written before."""
        return None if self._pages is None else self._pages.at_once(request, *self._at(request))

    def _at(self, request: Request) -> tuple[str, Callable[[], tuple[Header, ...]]]:
        """The path of the page that is asked for, and the headers that it has besides, at a document's own address."""
        path = unquote(request.path)
        if request.path.startswith(DOC) and not request.path.endswith(".html"):
            return f"{path}.html", lambda: self._documents.negotiated(request)
        return path, tuple

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open the store and start the workers; end them with the server."""
        await receive()
        try:
            await self._start()
        except (OSError, TimeoutError) as error:
            await send({"type": "lifespan.startup.failed", "message": f"the workers do not start: {error}"})
            return
        scope["state"][CONNECTIONS] = self._connections
        _spare_the_collector()
        watch = asyncio.get_running_loop().create_task(_watch(self._connections))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watch.cancel()
        await self._pool.close()
        if self._pages is not None:
            self._pages.kept.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        serving = self._serving
        current_default_thread_limiter().total_tokens = _PAGES_AT_ONCE
        await self._pool.start()
        store = open_built(serving.data.folder)
        description = ServiceDescription(serving.root + SPARQL, described_graphs(store), serving.data.id)
        few = None if default_graph_is_empty(store) else store
        self._endpoint = Endpoint(serving, self._pool, description, AnswerCache(serving.cache // 4), few)
        stores = (store, _describing(serving))
        self._documents = Documents(stores, serving.data.base, serving.data.id, serving.root, self._languages)


def _spare_the_collector() -> None:
    """Let the garbage collector leave alone what is there for good, and look less often: requests make few cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 20)


def _unexpected(error: Exception) -> Reply:
    """A fault of ours: the client hears of it without its particulars, whoever runs the server in one line."""
    _LOG.error("unexpected %s: %s", type(error).__name__, error, exc_info=bool(os.environ.get("EULOD_DEBUG")))
    return problem(500, "unexpected error\n  help: ask again, and report it if that does not help")


def application(serving: Serving) -> Application:
    """The application of a web process, with pages where there is an index.

    What keeps it from starting would do so again, so it ends the server.
    """
    try:
        pages = None if serving.index is None else pages_of(serving)
    except Exception as error:
        _unexpected(error)
        raise SystemExit(STARTUP_FAILURE) from error
    return Application(serving, pages, LANGUAGES if pages else ())


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
