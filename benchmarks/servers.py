"""The servers that are asked: `eulod serve`, and a bare `oxigraph serve-read-only` on the same data."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.shared import ROOT

SCRATCH = ROOT / "benchmarks" / "scratch"
OXIGRAPH = ROOT / "benchmarks" / ".venv" / "bin" / "oxigraph"
Process = subprocess.Popen[bytes]


@contextmanager
def oxigraph(data: Path, store: Path, port: int) -> Iterator[Process]:
    """Oxigraph over the statements of an N-Triples file, in a store that is made where it is missing."""
    if not store.exists():
        load = [str(OXIGRAPH), "load", "--location", str(store), "--file", str(data)]
        subprocess.run(load, check=True, stdout=sys.stderr)
    command = [str(OXIGRAPH), "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with _running(command, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D") as process:
        yield process


@contextmanager
def eulod(folder: Path, port: int, *options: str) -> Iterator[Process]:
    """`eulod serve` over a release."""
    command = [sys.executable, "-m", "eulod", "serve", str(folder), "--port", str(port), *options]
    with _running(command, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D") as process:
        yield process


@contextmanager
def _running(command: list[str], address: str) -> Iterator[Process]:
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _await(address, process)
            yield process
        finally:
            process.terminate()


def _await(address: str, process: Process) -> None:
    while process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=60).read()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"{address} does not answer")


def version() -> str:
    """The version of oxigraph."""
    told = subprocess.run([str(OXIGRAPH), "--version"], check=True, capture_output=True, encoding="utf-8").stdout
    return told.split()[-1]
