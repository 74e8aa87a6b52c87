"""Running the web processes: one in this process, or several that share the port."""

from __future__ import annotations

import functools
import signal
import socket
import sys
from types import FrameType

from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

from eulod.errors import AddressNotServed
from eulod.serving.app import application
from eulod.serving.http_protocol import BoundedProtocol
from eulod.serving.settings import Serving

_BACKLOG = 2048
_KEEP_ALIVE = 20
_FINISHING = 5


def bound_socket(host: str, port: int) -> socket.socket:
    """Listen at an address; port 0 is any that is free.

    Raises AddressNotServed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AddressNotServed(
            f"cannot listen at {host}:{port}: {reason}", help="choose another --port or --host, or end what holds it"
        ) from error
    listening.listen(_BACKLOG)
    listening.set_inheritable(True)
    return listening


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
        backlog=_BACKLOG,
    )


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
