"""Runs a command and measures what it and its child processes used."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_BYTES = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command used: seconds on the wall, processor seconds of all its processes, bytes of its largest one."""

    wall: float
    cpu: float
    peak: int


def measure(command: Sequence[str], *, cwd: Path) -> Measured:
    """Run `command` in `cwd`; what it prints goes to stderr.

    Raises CalledProcessError when it fails.
    """
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=sys.stderr) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Measured(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * _BYTES)


def best(runs: Sequence[Measured]) -> Measured:
    """The least of each figure."""
    return Measured(min(r.wall for r in runs), min(r.cpu for r in runs), min(r.peak for r in runs))
