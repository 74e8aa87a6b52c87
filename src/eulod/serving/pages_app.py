"""The pages of a release as an application of their own, and their answers as replies that may be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request as PageRequest
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from eulod.browsing.dataset import Browsing, read_dataset
from eulod.browsing.downloads import ReleaseFile, release_files
from eulod.pages.others import other_pages
from eulod.serving.entity_pages import Asked, asked_page, is_kept, made_from, page_reply
from eulod.serving.kept_pages import KeptPage, KeptPages, packed
from eulod.serving.page_routes import PageRoutes, page_routes
from eulod.serving.replies import CORS, LASTS, SECURITY, Header, Reply, matches, not_modified
from eulod.serving.requests import Request
from eulod.serving.settings import Serving

_WHOLE = 1 << 20  # larger answers are streamed


def pages_of(serving: Serving) -> Pages:
    """The pages of the release that is served, whose index is built."""
    assert serving.data.release is not None
    assert serving.index is not None
    browsing = read_dataset(serving.data.release, serving.index)
    kept = KeptPages(serving.kept, serving.most_kept, made_from(browsing, serving.root, serving.host))
    return Pages(_application(serving, serving.data.release, browsing), serving.root, browsing, kept)


def _application(serving: Serving, release: Path, browsing: Browsing) -> ASGIApp:
    """The pages, the interface for programs and the files of the release."""
    others = other_pages(browsing)
    pages = PageRoutes(browsing, serving.root, serving.host, others)
    files = {file.path: file for file in release_files(browsing.manifest)}
    routes = [
        Route("/release/{path:path}", _file_of(release, files)),
        *page_routes(browsing, prefix=serving.root, host=serving.host, others=others),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _failure_of(pages)})


def _file_of(release: Path, files: Mapping[str, ReleaseFile]) -> Any:
    """Answers with a file that the manifest lists, whole or in part; any other path is looked up in vain."""

    def answer(request: PageRequest) -> Response:
        file = files.get(request.path_params["path"])
        if file is None:
            raise HTTPException(404)
        headers = {"ETag": f'"{file.sha256}"', "Cache-Control": "public, max-age=60"}
        if matches(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return FileResponse(release / file.path, media_type=file.media_type, headers=headers)

    return answer


def _failure_of(pages: PageRoutes) -> Any:
    def answer(request: PageRequest, error: HTTPException) -> Response:
        if error.status_code == 404 and "html" in request.headers.get("accept", "html"):
            return pages.failure(request, 404)
        text = f"{error.detail}\n  help: start at {pages.prefix}/"
        return PlainTextResponse(text + "\n", error.status_code, error.headers)

    return answer


@dataclass(frozen=True, slots=True)
class Pages:
    """What asks the pages: small answers come back as replies, large ones are streamed; those of entities are kept."""

    app: ASGIApp
    root: str
    browsing: Browsing
    kept: KeptPages

    def at_once(self, request: Request, path: str, more: Callable[[], tuple[Header, ...]]) -> Reply | None:
        """The page of an entity at a path if it is kept, with the further headers that `more` gives."""
        asked = asked_page(request, path)
        page = self.kept.get(asked.name) if asked else None
        return page_reply(page, asked, request, more()) if asked and page else None

    async def __call__(
        self, scope: Scope, receive: Receive, send: Send, request: Request, path: str, more: tuple[Header, ...] = ()
    ) -> Reply | None:
        """The page at a path, with further headers; None when it was streamed."""
        asked = asked_page(request, path)
        held = _Held(send, more, whole=request.method == "GET" or asked is not None)
        await self.app(self._inside(scope, request, path), receive, held)
        if held.start is None or held.streams:
            return None
        headers, body = (*_lowered(held.start["headers"]), *more), b"".join(held.parts)
        if asked and held.start["status"] == 200 and is_kept(asked, self.browsing):
            return page_reply(await to_thread.run_sync(self._keep, asked, body), asked, request, more)
        return _kept(held.start["status"], headers, body, request)

    def _keep(self, asked: Asked, html: bytes) -> KeptPage:
        page = packed(html)
        self.kept.put([(asked.name, page)])
        return page

    def _inside(self, scope: Scope, request: Request, path: str) -> Scope:
        scheme, _, host = request.origin.partition("://")
        others = [(name, value) for name, value in scope["headers"] if name != b"host"]
        return {
            **scope,
            "scheme": scheme,
            "root_path": self.root,
            "path": self.root + path,
            "raw_path": None,
            "headers": [(b"host", host.encode("latin-1")), *others],
        }


class _Held:
    """Takes what an application sends: holds a small whole answer back, lets others through with the usual headers."""

    def __init__(self, send: Send, more: tuple[Header, ...], *, whole: bool) -> None:
        self._send = send
        self._more = more
        self._whole = whole
        self.start: Any = None
        self.parts: list[bytes] = []
        self.streams = False

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            length = dict(_lowered(message["headers"])).get(b"content-length", b"x")
            self.streams = not (self._whole and length.isdigit() and int(length) <= _WHOLE)
            if self.streams:
                headers = [*_lowered(message["headers"]), *self._more, *CORS, *SECURITY]
                await self._send({**message, "headers": headers})
        elif self.streams:
            await self._send(message)
        else:
            self.parts.append(message.get("body", b""))


def _kept(status: int, headers: tuple[Header, ...], body: bytes, request: Request) -> Reply:
    """A reply with a tag, or that the client has it already."""
    named = tuple(header for header in headers if header[0] != b"content-length")
    if status != 200:
        return Reply(status, named, body, lasting=status in (301, 302, 303, 308) and request.method == "GET")
    given = dict(named)
    tag = given.get(b"etag") or b'"%s"' % hashlib.sha256(body).hexdigest()[:32].encode()
    named = (*(header for header in named if header[0] != b"etag"), (b"etag", tag))
    named = named if b"cache-control" in given else (*named, LASTS)
    if matches(request.header(b"if-none-match"), tag.decode()):
        return not_modified(named)
    return Reply(200, named, body, lasting=True)


def _lowered(headers: Any) -> list[Header]:
    return [(name.lower(), value) for name, value in headers]
