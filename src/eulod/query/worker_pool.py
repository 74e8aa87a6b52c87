"""Workers that run queries, each in a process of its own that is killed when a query goes beyond its limits."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from eulod.errors import QueryTooCostly, QueryTooSlow, TooManyQueries
from eulod.query.answering import Question, Written
from eulod.query.limits import Limits
from eulod.query.worker import LENGTHS, question_frame

_START = 30.0
_LAST_BREATH = 1.0
_TRIES = 3
_KILLED = "ask again; the log of the server's system says what ends processes, often a lack of memory"


class _Killed(Exception):
    """Not the query ended its process, but somebody else."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A query that its worker refused: the name of the error's class, and the error's text."""

    error: str
    text: str


class WorkerPool:
    """A number of workers over one built store, and the queries that wait for one."""

    def __init__(self, store: Path, limits: Limits, *, size: int = 2, waiting: int = 64) -> None:
        """Serve `store` with `size` processes; at most `waiting` queries wait."""
        self._store = store
        self._limits = limits
        self._size = size
        self._most = waiting
        self._idle: deque[_Worker] = deque()
        self._all: set[_Worker] = set()
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start every worker. Raises OSError or TimeoutError when one does not start."""
        await asyncio.gather(*(self._first() for _ in range(self._size)))

    async def close(self) -> None:
        """End every worker."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        for worker in tuple(self._all):
            worker.kill()

    @property
    def alone(self) -> bool:
        """Whether every worker has a network namespace of its own."""
        return all(worker.alone for worker in self._all)

    async def answer(self, question: Question) -> Written | Refused:
        """Let a worker answer, and another one when somebody else killed the first.

        Raises QueryTooSlow, QueryTooCostly when its process ended, and TooManyQueries when none is free in time.
        """
        frame = question_frame(question)
        for _ in range(2):
            with contextlib.suppress(_Killed):
                return await self._answer(frame)
        raise QueryTooCostly("the processes that ran the query were killed from outside", help=_KILLED)

    async def _answer(self, frame: bytes) -> Written | Refused:
        worker = self._idle.popleft() if self._idle else await self._wait()
        try:
            head, body = await worker.ask(frame, self._limits.seconds)
        except BaseException as error:
            killed = isinstance(error, ConnectionError) and await worker.killed()
            self._replace(worker)
            raise (_Killed() if killed else self._reason(error)) from error
        self._free(worker)
        if "error" in head:
            return self._refused(head)
        return Written(head["form"], body)

    def _refused(self, head: dict[str, str]) -> Refused:
        if head["error"] == QueryTooCostly.__name__:
            raise self._costly()
        return Refused(head["error"], head["text"])

    def _reason(self, error: BaseException) -> BaseException:
        if isinstance(error, TimeoutError):
            seconds = f"{self._limits.seconds:g} s"
            help = "ask for less: name classes and properties, add LIMIT; or download the dumps and run it there"
            return QueryTooSlow(f"the query ran for {seconds}, which is the most", help=help)
        return self._costly() if isinstance(error, ConnectionError) else error

    def _costly(self) -> QueryTooCostly:
        problem = f"the query needed more than {self._limits.memory >> 20} MiB, or more depth than the engine has"
        return QueryTooCostly(problem, help="ask for less at once, and write it flatter")

    async def _wait(self) -> _Worker:
        if len(self._waiting) >= self._most:
            raise TooManyQueries("too many queries wait for a worker", help="ask again in a moment, fewer at a time")
        future: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            return await asyncio.wait_for(future, self._limits.seconds)
        except BaseException as error:
            if future.done() and not future.cancelled():
                self._free(future.result())
            if isinstance(error, TimeoutError):
                raise TooManyQueries("no worker became free in time", help="ask again in a moment") from error
            raise
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(future)

    def _free(self, worker: _Worker) -> None:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _replace(self, worker: _Worker) -> None:
        """Kill a worker and start another."""
        worker.kill()
        self._gone(worker)

    def _gone(self, worker: _Worker) -> None:
        """A worker ended, by our hand or another's: another takes its place."""
        if worker not in self._all:
            return
        self._all.discard(worker)
        with contextlib.suppress(ValueError):
            self._idle.remove(worker)
        if not self._closed:
            task = asyncio.get_running_loop().create_task(self._restart())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _first(self) -> None:
        """Start a worker, and others when it was killed meanwhile; the last failure is raised."""
        for _ in range(_TRIES - 1):
            with contextlib.suppress(ConnectionError):
                return await self._add()
        await self._add()

    async def _restart(self) -> None:
        """Start a worker, again and again while the system refuses."""
        while not self._closed:
            try:
                return await self._add()
            except (OSError, TimeoutError):
                await asyncio.sleep(0.5)

    async def _add(self) -> None:
        worker = await _started(self._store, self._limits, self._gone)
        if self._closed:
            worker.kill()
            return
        self._all.add(worker)
        self._free(worker)


class _Worker(asyncio.SubprocessProtocol):
    """One process and the one question that it has."""

    def __init__(self, gone: Any) -> None:
        self._gone = gone
        self._buffer = bytearray()
        self._reply: asyncio.Future[tuple[dict[str, Any], bytes]] | None = None
        self._transport: asyncio.SubprocessTransport | None = None
        self._input: asyncio.WriteTransport | None = None
        self._exited = asyncio.Event()
        self.alone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.SubprocessTransport, transport)
        self._input = cast(asyncio.WriteTransport, self._transport.get_pipe_transport(0))
        self._reply = asyncio.get_running_loop().create_future()

    async def ask(self, question: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """The head and the body of the answer. Raises TimeoutError, and ConnectionError when the process ended."""
        if self._input is None or self._input.is_closing():
            raise ConnectionResetError("the worker has ended")
        loop = asyncio.get_running_loop()
        self._reply = loop.create_future()
        timer = loop.call_later(seconds, self._fail, TimeoutError())
        try:
            self._input.write(question)
            return await self._reply
        finally:
            timer.cancel()

    async def ready(self) -> None:
        """Wait until the store is open."""
        assert self._reply is not None
        head, _ = await asyncio.wait_for(self._reply, _START)
        self.alone = head["alone"]

    async def killed(self) -> bool:
        """Whether a process that ended was killed: the limits of memory and time and the stack end one otherwise."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._exited.wait(), _LAST_BREATH)
        return self._transport is not None and self._transport.get_returncode() == -9

    def kill(self) -> None:
        if self._transport is not None:
            with contextlib.suppress(ProcessLookupError):
                self._transport.kill()
            self._transport.close()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        if len(buffer) < LENGTHS.size:
            return
        head, body = LENGTHS.unpack_from(buffer)
        end = LENGTHS.size + head + body
        if len(buffer) >= end:
            start = LENGTHS.size + head
            reply = json.loads(buffer[LENGTHS.size : start]), bytes(memoryview(buffer)[start:end])
            self._buffer = bytearray()
            if self._reply is not None and not self._reply.done():
                self._reply.set_result(reply)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        self._ended()

    def process_exited(self) -> None:
        self._exited.set()
        self._ended()

    def _ended(self) -> None:
        self._fail(ConnectionResetError("the worker ended"))
        self._gone(self)

    def _fail(self, error: Exception) -> None:
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(error)
            self._reply.exception()  # whoever waits sees it; where nobody does it is not reported as forgotten


def _errors() -> int | None:
    """Where a worker's last words go: engines write pages when they run out of memory."""
    return None if os.environ.get("EULOD_DEBUG") else subprocess.DEVNULL


async def _started(store: Path, limits: Limits, gone: Any) -> _Worker:
    command = (sys.executable, "-m", "eulod.query.worker", str(store), json.dumps(asdict(limits)))
    loop = asyncio.get_running_loop()
    _, worker = await loop.subprocess_exec(lambda: _Worker(gone), *command, stderr=_errors())
    try:
        await worker.ready()
    except BaseException:
        worker.kill()
        raise
    return worker
