"""The socket that web processes share, and how they share out what connects to it."""

from __future__ import annotations

import socket
import sys
from multiprocessing import reduction
from typing import Any

from eulod.errors import AddressNotServed

ACCEPTED_AT_ONCE = 1
"""How many connections a process takes before it looks at its others; a greedy one would leave none to its siblings."""
_BACKLOG = 2048


class SharedSocket(socket.socket):
    """A listening socket whose queue keeps its length when an event loop, which knows one number for both, cuts it."""

    def listen(self, backlog: int = _BACKLOG, /) -> None:
        super().listen(_BACKLOG)


def bound_socket(host: str, port: int) -> SharedSocket:
    """Listen at an address; port 0 is any that is free.

    Raises AddressNotServed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listening = SharedSocket(family, kind, protocol)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AddressNotServed(
            f"cannot listen at {host}:{port}: {reason}", help="choose another --port or --host, or end what holds it"
        ) from error
    listening.listen()
    listening.set_inheritable(True)
    return listening


def _sent(listening: SharedSocket) -> tuple[Any, ...]:
    """How the socket goes to a process that is started; on Windows none is."""
    return _received, (reduction.DupFd(listening.fileno()),)


def _received(descriptor: Any) -> SharedSocket:
    return SharedSocket(fileno=descriptor.detach())


if sys.platform != "win32":
    reduction.register(SharedSocket, _sent)
