"""Slow clients, ended processes, and the end of the server itself."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import pytest

from tests.serving.live import Live, serving

linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children of a process are read from /proc")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a few hundred statements."""
    file = tmp_path_factory.mktemp("small") / "small.nt"
    file.write_text(
        "".join(f"<http://e/{i}> <http://e/p> <http://e/{i + 1}> .\n" for i in range(500)), encoding="utf-8"
    )
    return file


@pytest.fixture(scope="module")
def two(small: Path) -> Iterator[Live]:
    """A server with two web processes."""
    with serving(small, "--workers", "2", "--timeout", "3") as server:
        yield server


def well(server: Live, *, within: float = 1.0) -> bool:
    """Whether a query is answered in time."""
    start = time.monotonic()
    try:
        answer = server.ask("ASK { ?s ?p ?o }", timeout=within)
    except OSError:
        return False
    return json.loads(answer.body)["boolean"] is True and time.monotonic() - start < within


def eventually_well(server: Live, *, within: float = 10.0) -> bool:
    """Whether ten queries in a row are answered, sooner or later."""
    end = time.monotonic() + within
    row = 0
    while row < 10 and time.monotonic() < end:
        row = row + 1 if well(server) else 0
    return row == 10


def eventually(count: int, found: Callable[[int], list[int]], server: Live) -> list[int]:
    """The processes of a server, as soon as there are so many; else those that there are after ten seconds."""
    end = time.monotonic() + 10
    while len(found(server.process.pid)) != count and time.monotonic() < end:
        time.sleep(0.1)
    return found(server.process.pid)


def read(file: str) -> str:
    """A file of /proc, empty when its process has ended."""
    try:
        return Path(file).read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(child) for child in read(f"/proc/{pid}/task/{pid}/children").split()]


def command(pid: int) -> str:
    """The command line of a process."""
    return read(f"/proc/{pid}/cmdline")


def webs(pid: int) -> list[int]:
    """The web processes of several."""
    return [child for child in children(pid) if "spawn_main" in command(child)]


def workers(pid: int) -> list[int]:
    """The processes below that run queries."""
    below = [child for each in [pid, *children(pid)] for child in children(each)]
    return [child for child in below if "eulod.query.worker" in command(child)]


def others(before: Sequence[int], pid: int) -> list[int]:
    """The processes below that run queries and did not before."""
    return [worker for worker in workers(pid) if worker not in before]


def kill(pid: int) -> None:
    """End a process; one that was listed while it ended already is gone by now."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def test_sixty_half_open_connections_stop_nobody(two: Live) -> None:
    starts = (
        b"",
        b"GET /sparql?query=AS",
        b"POST /sparql HTTP/1.1\r\nHost: e\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK",
    )
    with ExitStack() as stack:
        for number in range(60):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", two.port)))
            connection.sendall(starts[number % 3])
        for _ in range(20):
            assert well(two)


def test_a_request_that_never_ends_is_ended(two: Live) -> None:
    with socket.create_connection(("127.0.0.1", two.port), timeout=25) as connection:
        connection.sendall(b"GET /sparql?query=AS")
        assert connection.recv(1000).startswith(b"HTTP/1.1 408 ")
        assert connection.recv(1000) == b""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: e\r\n" + b"".join(b"X-%d: 1\r\n" % i for i in range(300)) + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: e\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", b"431"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
)
def test_requests_that_are_none_are_refused(sent: bytes, status: bytes, two: Live) -> None:
    with socket.create_connection(("127.0.0.1", two.port), timeout=10) as connection:
        connection.sendall(sent)
        assert connection.recv(20).startswith(b"HTTP/1.1 " + status)
    assert well(two)


def test_requests_on_one_connection_are_answered_in_order(two: Live) -> None:
    def request(name: str, *more: str) -> bytes:
        query = f"SELECT%20(%22{name}%22%20AS%20%3Fx)%20%7B%7D"
        lines = (f"GET /sparql?query={query}&format=csv HTTP/1.1", "Host: e", *more)
        return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"

    for _ in range(3):  # the answers of the second round are kept
        with socket.create_connection(("127.0.0.1", two.port), timeout=10) as connection:
            connection.sendall(request("one") + request("two") + request("three", "Connection: close"))
            got = b"".join(iter(lambda: connection.recv(65536), b""))
        assert [got.index(name) for name in (b"x\r\none\r\n", b"x\r\ntwo\r\n", b"x\r\nthree\r\n")] == sorted(
            got.index(name) for name in (b"x\r\none\r\n", b"x\r\ntwo\r\n", b"x\r\nthree\r\n")
        )
        assert got.count(b"HTTP/1.1 200 OK") == 3


@linux
def test_killed_workers_are_replaced(two: Live) -> None:
    for _ in range(2):
        before = eventually(4, workers, two)
        for pid in before:
            kill(pid)
            assert well(two)
        assert len(eventually(4, partial(others, before), two)) == 4
    assert eventually_well(two)
    assert len(eventually(4, workers, two)) == 4


@linux
def test_killed_web_processes_are_replaced(two: Live) -> None:
    for _ in range(2):
        web = eventually(2, webs, two)
        assert len(web) == 2
        kill(web[0])
        assert eventually_well(two)
    assert len(eventually(4, workers, two)) == 4


@linux
def test_a_query_whose_worker_is_killed_is_tried_once_more(two: Live) -> None:
    query = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import http.client, urllib.parse as u; c = http.client.HTTPConnection('127.0.0.1', {two.port}); "
            f"c.request('GET', '/sparql?query=' + u.quote('{SLOW}')); print(c.getresponse().status)",
        ],
        stdout=subprocess.PIPE,
    )
    time.sleep(0.8)
    for pid in workers(two.process.pid):
        kill(pid)
    out, _ = query.communicate(timeout=10)
    assert out.strip() == b"503"
    assert eventually_well(two)


@linux
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("count", ["1", "2"])
def test_the_end_leaves_no_process(stop: signal.Signals, count: str, small: Path) -> None:
    with serving(small, "--workers", count, stop=stop) as server:
        below = [*children(server.process.pid), *workers(server.process.pid)]
        assert len(workers(server.process.pid)) == 2 * int(count)
    time.sleep(0.5)
    assert [pid for pid in below if Path(f"/proc/{pid}").exists() and "eulod" in command(pid)] == []


@linux
def test_kill_of_the_supervisor_leaves_no_process(small: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "eulod", "serve", "--port", "0", "--workers", "2", str(small)], stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    with process, process.stderr:
        process.stderr.readline()
        end = time.monotonic() + 20
        while len(workers(process.pid)) < 4 and time.monotonic() < end:
            time.sleep(0.1)
        below = [*webs(process.pid), *workers(process.pid)]
        assert len(below) == 6
        process.kill()
    time.sleep(4)
    assert [pid for pid in below if Path(f"/proc/{pid}/cmdline").exists() and command(pid).strip()] == []


@linux
def test_workers_have_no_network(two: Live) -> None:
    for pid in workers(two.process.pid):
        apart = Path(f"/proc/{pid}/ns/net").readlink() != Path(f"/proc/{two.process.pid}/ns/net").readlink()
        assert apart, "this system lets no user make a network namespace; only the text of queries is judged"


def test_a_port_that_is_taken_is_said(two: Live, small: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eulod", "serve", "--port", str(two.port), str(small)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2
    assert "E025 cannot listen at 127.0.0.1" in done.stderr


def test_no_release_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eulod", "serve", "--port", "0", str(tmp_path)], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 2
    assert "Q008" in done.stderr
