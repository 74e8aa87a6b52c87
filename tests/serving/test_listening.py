"""Connections are shared out: no web process takes all of those that come at once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import pairwise

from eulod.serving.listening import ACCEPTED_AT_ONCE, bound_socket

WAITING = 20


@contextmanager
def waiting(address: tuple[str, int]) -> Iterator[None]:
    """Hold connections open that nobody has accepted yet."""
    with ExitStack() as stack:
        for _ in range(WAITING):
            stack.enter_context(socket.create_connection(address, 5))
        yield


def test_a_process_takes_one_connection_at_each_look() -> None:
    taken: list[asyncio.BaseTransport] = []

    class Taking(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            taken.append(transport)

    async def looks() -> list[int]:
        with bound_socket("127.0.0.1", 0) as listening, waiting(listening.getsockname()):
            loop, counted = asyncio.get_running_loop(), [0]
            server = await loop.create_server(Taking, sock=listening, backlog=ACCEPTED_AT_ONCE)
            while len(taken) < WAITING:
                await asyncio.sleep(0)
                counted.append(len(taken))
            server.close()
            for transport in taken:
                transport.close()
            return counted

    with ThreadPoolExecutor(1) as thread:  # a browser's event loop may be running in this one
        counted = thread.submit(lambda: asyncio.run(asyncio.wait_for(looks(), 20))).result()
    assert max(after - before for before, after in pairwise(counted)) == 1


def test_the_queue_keeps_its_length() -> None:
    with bound_socket("127.0.0.1", 0) as listening:
        listening.listen(1)
        with waiting(listening.getsockname()):
            pass
