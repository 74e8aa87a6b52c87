"""HTTP/1.1 by uvicorn and httptools, with bounds on slow and large requests, and answers kept by a request's bytes.

The same bytes of a request have the same answer while a release is served. A GET that was answered before is looked up
whole, before anything of it is parsed; that is worth a factor of five.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from eulod.serving.answer_cache import AnswerCache
from eulod.serving.replies import Reply, problem
from eulod.serving.requests import Request, read_request
from eulod.serving.settings import Serving

CONNECTIONS = "eulod.connections"  # in the state of the application
KEY = "eulod.request"  # in the scope of a request: its bytes, where its answer may be kept
_LONGEST_KEY = 8 << 10
_VARYING = re.compile(
    rb"\n(?:connection: close|content-length:|transfer-encoding:|expect:|upgrade:|range:)", re.IGNORECASE
)

Kept = tuple[bytes, bytes]
AtOnce = Callable[[Request], Reply | None]


class Connections:
    """The open connections of a web process, the answers that it keeps, and what answers a GET without waiting."""

    def __init__(self, serving: Serving, at_once: AtOnce) -> None:
        self.serving = serving
        self.at_once = at_once
        self.answers: AnswerCache[bytes, Kept] = AnswerCache(serving.cache // 2)
        self.open: set[BoundedProtocol] = set()

    def keep(self, key: bytes, reply: Reply) -> Kept:
        """Write an answer, and keep it for the next request of the same bytes if it lasts; the date goes between."""
        answer = _written(reply)
        if reply.lasting:
            self.answers.put(key, answer, len(key) + len(answer[1]) + 256)
        return answer

    def end_slow(self) -> None:
        """End connections whose request is not whole in time, and those that do not read their answer."""
        now = asyncio.get_running_loop().time()
        for connection in tuple(self.open):
            connection.end_if_slow(now)


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.known: Connections = self.app_state[CONNECTIONS]
        self.known.open.add(self)
        self.answered = self.known.answers
        self.bounds = self.known.serving
        self.whole = True  # nothing of a next request has come
        self.received = 0
        self.since: float | None = self.loop.time()
        self.stalled: float | None = None
        self.used = 0.0
        self.key: bytes | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        self.known.open.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        idle = self.whole and (self.cycle is None or self.cycle.response_complete) and not self.flow.write_paused
        if idle:
            kept = self.answered.get(data)
            if kept is not None and not self.transport.is_closing():
                self._send(kept)
                self.since = None
                return
            self.key = data if _may_be_kept(data) else None
        else:
            self.key = None
        self.whole = False
        self.received += len(data)
        if self.key is None:
            super().data_received(data)
        else:
            self._receive_whole(data)
        if not self.whole and self.received > self.bounds.head + self.bounds.body:
            self._refuse(413, "the request is too large")

    def _receive_whole(self, data: bytes) -> None:
        """Parse one whole GET; its connection goes on waiting as before where it is answered at once."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.send_400_response("")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.whole = False
        if self.since is None:
            self.since = self.loop.time()

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        if len(self.headers) > 200:
            self._refuse(431, "there are more than 200 headers")

    def on_headers_complete(self) -> None:
        if self.received > self.bounds.head and self.parser.get_method() != b"POST":
            self._refuse(431, "the headers are too large")
        if self.transport.is_closing():
            return
        if self.key is not None:
            if self._answer_at_once(self.key):
                return
            self._unset_keepalive_if_required()
            self.scope[KEY] = self.key  # type: ignore[literal-required]
        super().on_headers_complete()

    def _answer_at_once(self, key: bytes) -> bool:
        """Answer without a task where the answer needs none, unless there are too many connections."""
        if len(self.connections) >= self.bounds.connections:
            return False
        url = httptools.parse_url(self.url)
        scope = {**self.scope, "method": "GET", "raw_path": url.path, "query_string": url.query or b""}
        request = read_request(scope, None, root=self.bounds.root, forwarded=self.bounds.forwarded)
        reply = self.known.at_once(request)
        if reply is None:
            return False
        self._send(self.known.keep(key, reply))
        self.server_state.total_requests += 1
        return True

    def _send(self, answer: Kept) -> None:
        """Send a whole answer; the connection waits for the next request."""
        self.transport.write(answer[0] + self._date() + answer[1])
        self.used = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._wait_again(self.timeout_keep_alive)

    def on_body(self, body: bytes) -> None:
        if self.cycle is not None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self.whole, self.since, self.received = True, None, 0
        if self.cycle is not None:
            super().on_message_complete()

    def pause_writing(self) -> None:
        self.stalled = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self.stalled = None
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        rest = self.used + self.timeout_keep_alive - self.loop.time()
        if rest > 0:
            self._wait_again(rest)
        else:
            super().timeout_keep_alive_handler()

    def end_if_slow(self, now: float) -> None:
        """End the connection when it has kept others waiting for too long."""
        if self.stalled is not None and now - self.stalled > self.bounds.stalled:
            self.transport.abort()
        elif self.since is not None and now - self.since > self.bounds.receiving:
            if self.whole:  # not a byte came
                self.transport.close()
            else:
                self._refuse(408, f"the request was not whole after {self.bounds.receiving:g} s")

    def send_400_response(self, msg: str) -> None:
        self._refuse(400, "this is no HTTP/1.1 request")

    def _wait_again(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def _date(self) -> bytes:
        return b"".join([b"%b: %b\r\n" % header for header in self.server_state.default_headers])

    def _refuse(self, status: int, text: str) -> None:
        """Say what is wrong, unless an answer has begun, and close."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            reply = problem(status, f"{text}\n  help: send a smaller, whole request", (b"connection", b"close"))
            line, rest = _written(reply)
            self.transport.write(line + self._date() + rest)
        self.transport.close()


def _written(reply: Reply) -> Kept:
    """An answer as it is sent: its first line, and what comes after the date."""
    return STATUS_LINE[reply.status], reply.sent_lines() + b"\r\n" + reply.body


def _may_be_kept(data: bytes) -> bool:
    """Whether the bytes are one whole GET on a connection that stays open."""
    if len(data) > _LONGEST_KEY or not data.startswith(b"GET ") or data.find(b"\r\n\r\n") != len(data) - 4:
        return False
    return b" HTTP/1.1\r\n" in data and not _VARYING.search(data)
