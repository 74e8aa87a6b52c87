"""Running the web processes: one in this process, or several that share the port."""

from __future__ import annotations

import functools
import signal
import socket
from types import FrameType

from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

from eulod.serving.app import application
from eulod.serving.http_protocol import BoundedProtocol
from eulod.serving.listening import ACCEPTED_AT_ONCE
from eulod.serving.settings import Serving

_KEEP_ALIVE = 20
_FINISHING = 5


def serve(serving: Serving, listening: socket.socket, *, workers: int) -> None:
    """Serve until SIGINT, which ends in KeyboardInterrupt, or SIGTERM, which ends in SystemExit(0)."""
    signal.signal(signal.SIGTERM, _terminated)
    config = _config(serving, workers)
    if workers == 1:
        server = Server(config)
        server.run(sockets=[listening])
        if not server.started:
            raise SystemExit(2)
        return
    several = _Several(config, [listening])
    several.run()
    if several.ended_by == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(0 if several.ended_by == signal.SIGTERM else 2)


class _Several(Multiprocess):
    """Uvicorn's supervisor, which starts a web process again when it ends; remembers what ended the whole."""

    ended_by: signal.Signals | None = None

    def handle_int(self) -> None:
        self.ended_by = signal.SIGINT
        super().handle_int()

    def handle_term(self) -> None:
        self.ended_by = signal.SIGTERM
        super().handle_term()


def _config(serving: Serving, workers: int) -> Config:
    return Config(
        functools.partial(application, serving),
        factory=True,
        interface="asgi3",
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        workers=workers,
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=serving.connections,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_FINISHING,
        backlog=ACCEPTED_AT_ONCE,
    )


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
