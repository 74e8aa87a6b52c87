"""Runs a command and measures what it and its child processes used."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_BYTES = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss
_PAUSE = 0.1  # seconds between two looks at the memory of all processes
_AGAIN = 0.01
"""Seconds until a new maximum is looked at again: a process that starts shows its parent's memory for a moment."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command used: seconds on the wall, processor seconds and bytes of all its processes.

    The bytes are the most that all processes held at one moment, pages that they share counted once; looked at ten
    times a second, and at least what the largest process held. `stopped` says that it took too long or failed.
    """

    wall: float
    cpu: float
    peak: int
    stopped: bool = False


def measure(command: Sequence[str], *, cwd: Path, seconds: float | None = None) -> Measured:
    """Run `command` in `cwd` for at most so many seconds; what it prints goes to stderr.

    Raises CalledProcessError when it fails, unless `seconds` are given.
    """
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=sys.stderr, start_new_session=True) as process:
        watch = _Watch(process.pid, seconds)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.ended.set()
        watch.join()
    if process.returncode and seconds is None:
        raise subprocess.CalledProcessError(process.returncode, command)
    peak = max(watch.peak, used.ru_maxrss * _BYTES)
    return Measured(time.perf_counter() - start, used.ru_utime + used.ru_stime, peak, bool(process.returncode))


def best(runs: Sequence[Measured]) -> Measured:
    """The least of each figure."""
    return Measured(min(r.wall for r in runs), min(r.cpu for r in runs), min(r.peak for r in runs))


def memory_of(process: int) -> int:
    """The bytes that a process and those below it hold now."""
    return sum(map(_bytes_of, _tree(process)))


class _Watch(threading.Thread):
    """Sums up the memory of a process and those below it until `ended`; ends them when time is up."""

    def __init__(self, process: int, seconds: float | None) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self.ended = process, 0, threading.Event()
        self.until = None if seconds is None else time.monotonic() + seconds

    def run(self) -> None:
        while not self.ended.wait(_PAUSE):
            if (held := memory_of(self.process)) > self.peak:
                time.sleep(_AGAIN)
                self.peak = max(self.peak, min(held, memory_of(self.process)))
            if self.until is not None and time.monotonic() > self.until:
                os.killpg(self.process, 9)
                return


def _tree(process: int) -> Iterator[int]:
    yield process
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = tasks.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _bytes_of(process: int) -> int:
    """The memory of one process, what it shares with others in parts; 0 where Linux does not tell."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
