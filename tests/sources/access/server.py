"""A server on loopback that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """What is answered to a path; `length` is what is said of the body, `pause` the seconds between its bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    pause: float = 0.0


@dataclass
class Server:
    """The address of the server, its answers by path, and each request: the path and the version that it named."""

    address: str
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, path: str, condition: str) -> Answer:
        """The answer to a request; of several for one path, the next."""
        self.asked.append((path, condition))
        found = self.answers.get(path, Answer(status=404))
        found = found.pop(0) if isinstance(found, list) else found
        return Answer(status=304) if condition and condition == found.headers.get("ETag") else found


@contextmanager
def serving() -> Iterator[Server]:
    """Run the server while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = server.answer(self.path, self.headers.get("If-None-Match", ""))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
            self.end_headers()
            with suppress(OSError):
                self.write(answer)

        def write(self, answer: Answer) -> None:
            for at in range(0, len(answer.body), 1 if answer.pause else 1 << 20):
                self.wfile.write(answer.body[at:] if not answer.pause else answer.body[at : at + 1])
                time.sleep(answer.pause)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = Server(f"http://127.0.0.1:{http.server_port}")
        threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        http.shutdown()
