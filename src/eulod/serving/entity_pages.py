"""Pages of entities: what a request asks for, what the bytes of a page depend on, and its answer, packed or not.

A page is kept under the one address that links lead to, in each language. Another spelling of a key, or anything else
after the question mark, is answered as well, but takes no room.

Source: https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding
"""

from __future__ import annotations

import hashlib
import platform
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, unquote_plus

import eulod
from eulod.browsing.dataset import Browsing
from eulod.pages.links import LANGUAGES, ServerLinks
from eulod.serving.accepted import accepted_language
from eulod.serving.kept_pages import KeptPage
from eulod.serving.negotiation import weighted
from eulod.serving.replies import LASTS, Header, Reply, matches, not_modified
from eulod.serving.requests import Request

_HTML = b"text/html; charset=utf-8"
_ADDRESS = re.compile(rf"/(?:({'|'.join(LANGUAGES)})/)?(doc/.+\.html|resource)", re.DOTALL)
_RESOURCE = "resource"
_WRITTEN_BY = ("babel", "jinja2", "markupsafe")


@dataclass(frozen=True, slots=True)
class Asked:
    """The page of an entity that is asked for: its language, its path below that, and what follows as a query."""

    language: str
    path: str
    query: str = ""

    @property
    def name(self) -> str:
        """The name that the page is kept by."""
        return f"{self.language}/{self.path}?{self.query}"

    def iri(self, base: str) -> str:
        """The IRI that the page is about."""
        if self.query:
            return unquote_plus(self.query.removeprefix("iri="))
        return f"{base}id/{self.path.removeprefix('doc/').removesuffix('.html')}"

    def links(self, base: str, root: str, host: str) -> ServerLinks:
        """The addresses on the page."""
        return ServerLinks(base, self.language, root, self.path, self.query, host)


def asked_page(request: Request, path: str) -> Asked | None:
    """What a request for `path`, decoded, asks for; None for what is kept under no name."""
    found = _ADDRESS.fullmatch(path)
    if found is None or request.method not in ("GET", "HEAD"):
        return None
    query = request.query.decode("latin-1")
    if (found[2] == _RESOURCE) is not query.startswith("iri=") or (found[2] != _RESOURCE and query):
        return None
    return Asked(found[1] or _language(request.header(b"accept-language") or ""), found[2], query)


def page_of(iri: str, base: str, language: str) -> Asked | None:
    """Where links lead to for an IRI; None where that is no page of its own."""
    address, _, query = ServerLinks(base, language).entity(iri).partition("?")
    found = _ADDRESS.fullmatch(unquote(address))
    return Asked(language, found[2], query) if found else None


def is_kept(asked: Asked, browsing: Browsing) -> bool:
    """Whether a page stands at the address that links lead to, and the release names what it is about."""
    iri = asked.iri(browsing.base)
    return page_of(iri, browsing.base, asked.language) == asked and browsing.index.number(iri) is not None


def made_from(browsing: Browsing, root: str, host: str) -> str:
    """All that the pages of entities depend on besides their names: the index, the settings, and what writes them."""
    writers = [f"{name} {version(name)}" for name in _WRITTEN_BY]
    return "\n".join((browsing.digest, browsing.base, root, host, platform.python_version(), *writers, _code()))


def page_reply(page: KeptPage, asked: Asked, request: Request, more: tuple[Header, ...]) -> Reply:
    """The answer with a page, with further headers: packed for who takes that, or that the client has it already."""
    small = takes_gzip(request.header(b"accept-encoding"))
    tag = f'"{page.tag}-gzip"' if small else f'"{page.tag}"'
    headers: tuple[Header, ...] = (
        (b"content-language", asked.language.encode()),
        (b"vary", b"Accept-Language, Accept-Encoding"),
        (b"content-type", _HTML),
        *more,
        (b"etag", tag.encode()),
        LASTS,
        *(((b"content-encoding", b"gzip"),) if small else ()),
    )
    if matches(request.header(b"if-none-match"), tag):
        return not_modified(headers)
    return Reply(200, headers, page.packed if small else page.html(), lasting=True)


@lru_cache(maxsize=256)
def takes_gzip(header: str | None) -> bool:
    """Whether an Accept-Encoding header likes gzip as well as the plain text, or better.

    >>> takes_gzip("br, gzip;q=0.8"), takes_gzip("gzip;q=0"), takes_gzip(None)
    (True, False, False)
    """
    wanted = {name.lower(): quality for name, quality in weighted(header or "")}
    others = wanted.get("*", 0.0)
    gzip = max(wanted.get("gzip", others), wanted.get("x-gzip", 0.0))
    return gzip > 0 and gzip >= wanted.get("identity", 0.0)


@lru_cache(maxsize=1024)
def _language(header: str) -> str:
    return accepted_language(header, LANGUAGES)


def _code() -> str:
    """A digest of this package, so that no page outlives the code that wrote it."""
    digest, folder = hashlib.sha256(), Path(eulod.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()
