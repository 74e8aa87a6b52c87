"""Asking a server with wrk: how many answers come in a second, and how soon."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

# What a script of wrk ends with: one line of JSON. It has a function that makes each request.
_DONE = """
done = function(summary, latency, requests)
  local errors = summary.errors
  print(string.format('{"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "p99": %d, "failed": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """Answers per second, and milliseconds within which half, 95 and 99 of 100 came; failures count answers."""

    name: str
    per_second: float
    p50: float
    p95: float
    p99: float
    failed: int
    answers: int


def asked(
    name: str, requests: str, port: int, *, connections: int, seconds: int, scratch: Path, before: int = 0
) -> Figure:
    """What came for the requests that a script of wrk makes, once `before` seconds of the same are over."""
    script = scratch / "load.lua"
    script.write_text(requests + _DONE, encoding="utf-8")
    command = ["wrk", "-t1", f"-c{connections}", "-s", str(script), f"http://127.0.0.1:{port}/"]
    if before:
        subprocess.run([*command, f"-d{before}s"], check=True, capture_output=True)
    done = subprocess.run([*command, f"-d{seconds}s"], check=True, capture_output=True, encoding="utf-8")
    said = json.loads(done.stdout.splitlines()[-1])
    per_second = said["requests"] / said["microseconds"] * 1e6
    p50, p95, p99 = (said[name] / 1000 for name in ("p50", "p95", "p99"))
    return Figure(name, round(per_second), p50, p95, p99, said["failed"], said["requests"])


def best(figures: list[Figure]) -> Figure:
    """The one with the most answers."""
    return max(figures, key=lambda figure: figure.per_second)
