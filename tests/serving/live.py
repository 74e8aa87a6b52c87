"""A server of `eulod serve` on loopback, and requests to it that leave out what a client adds of itself."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(\S*)/ ")
_START = 60.0
SPARQL = "/sparql"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers by name in lower case, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True, slots=True)
class Live:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    stderr: Path

    @property
    def said(self) -> str:
        """What it wrote to its standard error so far."""
        return self.stderr.read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        """Scheme and authority."""
        return f"http://127.0.0.1:{self.port}"

    def send(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 30,
    ) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            got = connection.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()

    def ask(
        self,
        query: str,
        *,
        accept: str | None = None,
        format: str | None = None,
        graphs: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> Answer:
        """A query by GET, or by POST when it is long."""
        headers = {"Accept": accept} if accept else {}
        stated = {"format": format} if format else {}
        form = urlencode({"query": query, **stated, **(graphs or {})})
        if len(form) < 8000:
            return self.send(f"{SPARQL}?{form}", headers=headers, timeout=timeout)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.send(SPARQL, method="POST", headers=headers, body=form.encode(), timeout=timeout)


@contextmanager
def serving(*arguments: str | Path, stop: signal.Signals = signal.SIGTERM) -> Iterator[Live]:
    """Run `eulod serve` on a free port while the block runs, then end it and see that it ends well."""
    plain = ("--config", os.devnull)  # statements without their records, which take longer to index
    command = [sys.executable, "-m", "eulod", "serve", "--port", "0", *plain, *map(str, arguments)]
    with tempfile.TemporaryDirectory() as folder, (said := Path(folder) / "stderr").open("wb") as stderr:
        process = subprocess.Popen(command, stderr=stderr, env={**os.environ, "EULOD_DEBUG": ""})
        try:
            yield _started(process, said)
        finally:
            process.send_signal(stop)
            try:
                process.wait(20)
            finally:
                process.kill()
                process.wait()
    assert process.returncode == (130 if stop is signal.SIGINT else 0)


def _started(process: subprocess.Popen[bytes], said: Path) -> Live:
    """Wait for the line with the address, then for the first answer."""
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        if found := _ADDRESS.search(said.read_text(encoding="utf-8")):
            live = Live(int(found[1]), process, said)
            with suppress(OSError):
                live.send("/", timeout=5)
                return live
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {said.read_text(encoding='utf-8')}")
