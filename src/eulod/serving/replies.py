"""Answers over HTTP: a status, headers and a body, and the headers that every answer has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Header = tuple[bytes, bytes]

SECURITY: tuple[Header, ...] = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
CORS: tuple[Header, ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Content-Location, Retry-After"),
)
_ALWAYS = b"".join(b"%b: %b\r\n" % header for header in (*CORS, *SECURITY))
LASTS: Header = (b"cache-control", b"public, max-age=60")
METHODS = b"GET, HEAD, POST, OPTIONS"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; what is `lasting` may be given again for the same bytes of a request."""

    status: int
    headers: tuple[Header, ...]
    body: bytes = b""
    lasting: bool = False

    def sent_headers(self) -> list[Header]:
        """The headers as they are sent, those of every answer included."""
        return [*self._own_headers(), *CORS, *SECURITY]

    def sent_lines(self) -> bytes:
        """The same as lines of HTTP/1.1."""
        return b"".join([b"%b: %b\r\n" % header for header in self._own_headers()]) + _ALWAYS

    def _own_headers(self) -> tuple[Header, ...]:
        length = () if self.status in (204, 304) else ((b"content-length", b"%d" % len(self.body)),)
        return (*self.headers, *length)


def problem(status: int, text: str, *headers: Header) -> Reply:
    """What went wrong and what helps, as plain text."""
    kind = (b"content-type", b"text/plain; charset=utf-8")
    return Reply(status, (kind, (b"cache-control", b"no-store"), *headers), text.rstrip("\n").encode() + b"\n")


def redirect(status: int, address: str, *headers: Header, lasting: bool = True) -> Reply:
    """To another address."""
    return Reply(status, ((b"location", address.encode("ascii")), *headers), lasting=lasting)


def not_modified(reply_headers: Iterable[Header]) -> Reply:
    """What the client has is what there is."""
    kept = (b"etag", b"vary", b"cache-control", b"content-location", b"link")
    return Reply(304, tuple(header for header in reply_headers if header[0] in kept), lasting=True)


def matches(if_none_match: str | None, tag: str) -> bool:
    """Whether an If-None-Match header holds an entity tag, weakly compared.

    Source: https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match
    """
    if not if_none_match:
        return False
    held = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in held or tag.removeprefix("W/") in held


async def send_reply(send: Any, reply: Reply) -> None:
    """Send an answer over ASGI."""
    await send({"type": "http.response.start", "status": reply.status, "headers": reply.sent_headers()})
    await send({"type": "http.response.body", "body": reply.body})
