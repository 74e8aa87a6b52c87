"""What a handler sees of a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from eulod.serving.replies import Reply, problem

_HOST = re.compile(r"[A-Za-z0-9._\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")


class TooLarge(Exception):
    """A body is larger than it may be."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request; its path is as sent, percent-encoded, without the prefix of a proxy."""

    method: str
    path: str
    query: bytes
    headers: dict[bytes, bytes]
    origin: str  # scheme and authority, such as https://data.my-town.eu
    receive: Any

    def header(self, name: bytes) -> str | None:
        """The value of a header, by its name in lower case."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    async def body(self, most: int) -> bytes:
        """The whole body. Raises TooLarge beyond `most` bytes."""
        parts, size, more = [], 0, True
        while more:
            message = await self.receive()
            if message["type"] != "http.request":
                raise ConnectionResetError
            part = message.get("body", b"")
            parts.append(part)
            size += len(part)
            more = message.get("more_body", False)
            if size > most:
                raise TooLarge
        return b"".join(parts)


def read_request(scope: Any, receive: Any, *, root: str, forwarded: bool) -> Request:
    """What a handler sees of an ASGI scope; several headers of one name are joined by commas."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        headers[name] = headers[name] + b", " + value if name in headers else value
    path = scope["raw_path"].decode("latin-1")
    if root and (path == root or path.startswith(f"{root}/")):
        path = path[len(root) :] or "/"
    origin = _origin(scope, headers, forwarded=forwarded)
    return Request(scope["method"], path, scope["query_string"], headers, origin, receive)


def unacceptable_target(request: Request, most: int) -> Reply | None:
    """The answer to a request whose target is too long."""
    if len(request.path) + len(request.query) <= most:
        return None
    return problem(414, f"the address has more than {most} bytes\n  help: send the query with POST")


def _origin(scope: Any, headers: dict[bytes, bytes], *, forwarded: bool) -> str:
    """How the client names the server; what it cannot have written is replaced by the address of the socket."""
    scheme = scope["scheme"]
    host = headers.get(b"host", b"").decode("latin-1")
    if forwarded:
        first = headers.get(b"x-forwarded-proto", b"").split(b",")[0].strip()
        scheme = first.decode("latin-1") if first in (b"http", b"https") else scheme
        host = headers.get(b"x-forwarded-host", b"").decode("latin-1").split(",")[0].strip() or host
    if not _HOST.fullmatch(host):
        host = "{}:{}".format(*(scope.get("server") or ("localhost", 80)))
    return f"{scheme}://{host}"
