"""Connections are shared out: no web process takes all of those that come at once."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from eulod.serving.listening import SharedSocket, bound_socket
from tests.serving.live import Live

PROCESSES = Path("/proc")
HELD = 40


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(one) for one in (PROCESSES / f"{pid}/task/{pid}/children").read_text().split()]


def sockets(pid: int) -> int:
    """How many sockets a process has open."""
    return sum("socket:" in str(file.readlink()) for file in (PROCESSES / f"{pid}/fd").iterdir())


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="only Linux tells which process holds a connection")
def test_each_web_process_takes_its_part(live: Live) -> None:
    web = [one for one in children(live.process.pid) if children(one)]  # those that have workers
    before = {one: sockets(one) for one in web}
    assert len(web) == 2
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_connection(("127.0.0.1", live.port), 5)) for _ in range(HELD)]
        for connection in held:
            connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(20).startswith(b"HTTP/1.1 200")
        taken = [sockets(one) - before[one] for one in web]
    assert sum(taken) >= HELD - 2
    assert min(taken) > 1


def test_the_queue_keeps_its_length() -> None:
    with bound_socket("127.0.0.1", 0) as listening:
        assert isinstance(listening, SharedSocket)
        listening.listen(1)
        address = listening.getsockname()
        with ExitStack() as stack:  # nobody accepts
            for _ in range(20):
                stack.enter_context(socket.create_connection(address, 1))
