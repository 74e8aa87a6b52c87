"""Sources behind https addresses: streamed, kept, and fetched again only when their server has another version.

Source: https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import NoReturn
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError, TimeoutError

from eulod.errors import Place, SourceError
from eulod.sources.access.addresses import Address, UnsafeAddress, refusal
from eulod.sources.access.cache import Drawer, Kept, drawer
from eulod.sources.access.limits import TooMuch
from eulod.sources.access.staging import OFFLINE, Retrieved, Staging

_BLOCK = 1 << 18
_MOVED = (301, 302, 303, 307, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_AGENT = "eulod (https://w3id.org/eulod/)"


class DownloadFailed(SourceError):
    """What is at an address did not come, or not whole."""

    code = "S035"


class DownloadRefused(SourceError):
    """A server has nothing at an address, or does not give it."""

    code = "S036"


class NotKept(SourceError):
    """A source is to be read from the cache, which does not have it."""

    code = "S038"


class _Passing(Exception):
    """What may go well at the next attempt."""


def downloaded(address: Address, place: Place, staging: Staging) -> Retrieved:
    """What is at an address, as a file of this run, which stays as it is whatever becomes of the cache.

    Raises DownloadFailed, DownloadRefused, UnsafeAddress, NotKept and TooMuch.
    """
    kept_in = drawer(staging.cache, address.url)
    path = staging.place("download", kept_in.folder, address.shown, address.file_name)
    if not path.exists():
        known = kept_in.kept()
        if staging.offline and known is None:
            help = f"unset {OFFLINE} once, so that it is fetched and kept"
            raise NotKept(f"{address.shown} is not kept in {staging.cache}", place=place, help=help)
        found = known if staging.offline and known else _Download(address, place, staging, kept_in, known).run()
        path.parent.mkdir(parents=True, exist_ok=True)
        _link(kept_in.content(found), path)
    return Retrieved(address.shown, path)


def _link(content: Path, path: Path) -> None:
    try:
        os.link(content, path)
    except OSError:
        shutil.copyfile(content, path)


class _Download:
    def __init__(self, address: Address, place: Place, staging: Staging, into: Drawer, known: Kept | None) -> None:
        self.address = address
        self.place = place
        self.staging = staging
        self.limits = staging.limits
        self.into = into
        self.known = known

    def run(self) -> Kept:
        """The newest version, kept; the one that is kept already where there is no other."""
        for attempt in range(self.limits.attempts):
            if attempt:
                time.sleep(self.limits.pause * 2 ** (attempt - 1))
            try:
                return self.attempt()
            except _Passing as error:
                reason = str(error)
        raise self.failed(f"{reason}, {self.limits.attempts} times")

    def attempt(self) -> Kept:
        with _pool(self.address.url, self.limits.wait) as pool:
            try:
                response = self.answer(pool)
                try:
                    return self.kept(response)
                finally:
                    response.close()
            except SSLError as error:
                self.no_certificate(error)
            except (HTTPError, OSError) as error:
                raise _Passing(self.reason(error)) from None

    def answer(self, pool: urllib3.PoolManager) -> urllib3.BaseHTTPResponse:
        """The answer behind all redirections."""
        url = self.address.url
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"} | (self.known.conditions if self.known else {})
        for _ in range(self.limits.redirects + 1):
            response = pool.request("GET", url, headers=headers, redirect=False, retries=False, preload_content=False)
            if response.status not in _MOVED or "Location" not in response.headers:
                return response
            response.close()
            before, url = url, urljoin(url, response.headers["Location"])
            if reason := refusal(url, self.staging.environment, come_from=before):
                problem = f"{self.address.shown} leads to an address that is {reason}"
                raise UnsafeAddress(problem, place=self.place, help="ask its publisher for the right address")
        raise self.failed(f"it leads from address to address, more than {self.limits.redirects} times")

    def kept(self, response: urllib3.BaseHTTPResponse) -> Kept:
        if response.status == HTTPStatus.NOT_MODIFIED and self.known:
            return self.known
        if response.status in _PASSING:
            raise _Passing(f"the server answers {_status(response)}")
        if response.status != HTTPStatus.OK:
            problem = f"the server answers {_status(response)} to {self.address.shown}"
            help = "correct the address, or ask its publisher where the file is now"
            raise DownloadRefused(problem, place=self.place, help=help)
        headers = response.headers
        etag, last_modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
        return self.into.keep(self.blocks(response), self.address.shown, etag, last_modified)

    def blocks(self, response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
        """The content as it comes, given up where it is too much or too slow."""
        begun, seen = time.monotonic(), 0
        while block := response.read1(_BLOCK, decode_content=True):
            seen += len(block)
            elapsed = time.monotonic() - begun
            if seen > self.limits.download:
                problem = f"more than {self.limits.download:,} bytes come from {self.address.shown}"
                raise TooMuch(problem, place=self.place, help="retrieve it yourself, and name the file")
            if elapsed > self.limits.patience and seen < self.limits.pace * elapsed:
                raise _Passing(f"fewer than {self.limits.pace:,} bytes a second come")
            yield block

    def reason(self, error: Exception) -> str:
        """What went wrong, without the address, which may hold a key."""
        if isinstance(error, NewConnectionError):
            return f"there is no connection to {urlsplit(self.address.url).hostname}"
        if isinstance(error, TimeoutError):
            return f"no answer comes within {self.limits.wait:g} seconds"
        return "the connection ends before everything is here"

    def failed(self, reason: str) -> DownloadFailed:
        help = "try again later"
        if self.known:
            version = self.known.last_modified or self.known.etag or "an earlier run"
            help += f", or set {OFFLINE}=1 to use the copy of {version}"
        return DownloadFailed(f"{self.address.shown} cannot be fetched: {reason}", place=self.place, help=help)

    def no_certificate(self, error: SSLError) -> NoReturn:
        cause = getattr(error.args[0] if error.args else error, "verify_message", "") or "no protected connection"
        raise self.failed(f"the server does not prove who it is: {cause}")


def _pool(url: str, wait: float) -> urllib3.PoolManager:
    """Connections that wait at most so many seconds for each answer, through the system's proxy if there is one."""
    parts, timeout = urlsplit(url), urllib3.Timeout(connect=wait, read=wait)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        return urllib3.ProxyManager(proxy, timeout=timeout, retries=False)
    return urllib3.PoolManager(timeout=timeout, retries=False)


def _status(response: urllib3.BaseHTTPResponse) -> str:
    try:
        return f"{response.status} {HTTPStatus(response.status).phrase}"
    except ValueError:
        return str(response.status)
