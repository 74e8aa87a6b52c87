"""What crawlers ask for: sitemaps, robots.txt, and the description of the dataset at its well-known address.

Sources: https://www.sitemaps.org/protocol.html https://www.rfc-editor.org/rfc/rfc9309 https://www.w3.org/TR/void/#well-known
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from eulod.browsing.dataset import Browsing
from eulod.pages.links import LANGUAGES, PAGES, ServerLinks, key_of

SHOWN = ("project", "organisation", "programme", "place", "event", "output", "decision", "document", "concept")
"""The kinds whose pages are listed; the others are reached from them."""
ENTITIES = 10_000
"""How many entities a sitemap lists, each in every language."""
_XML = "application/xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Discovery:
    """What answers crawlers."""

    browsing: Browsing
    links: ServerLinks

    def robots(self, request: Request) -> Response:
        """GET /robots.txt: everything but searches and queries, which have no end."""
        prefix = self.links.prefix
        hidden = [
            f"{prefix}/sparql",
            f"{prefix}/api/",
            f"{prefix}/search",
            *(f"{prefix}/{one}/search" for one in LANGUAGES),
        ]
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in hidden)]
        lines.append(f"Sitemap: {self.here(request).public(f'{prefix}/sitemap.xml')}")
        return Response("\n".join(lines) + "\n", media_type="text/plain")

    def void(self, request: Request) -> Response:
        """GET /.well-known/void: the description of the dataset."""
        content = (self.browsing.release / "dataset.ttl").read_bytes()
        return Response(content, media_type="text/turtle; charset=utf-8")

    def sitemaps(self, request: Request) -> Response:
        """GET /sitemap.xml: the sitemaps there are."""
        links = self.here(request)
        addresses = [links.public(f"{links.prefix}/sitemap-{number}.xml") for number in range(1, self.count() + 1)]
        entries = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
        return Response(f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{entries}</sitemapindex>\n', media_type=_XML)

    def sitemap(self, request: Request) -> Response:
        """GET /sitemap-N.xml: a part of the pages."""
        asked = request.path_params["number"]
        if not 1 <= asked <= self.count():
            return Response("not found\n", 404, media_type="text/plain")
        return StreamingResponse(self.entries(self.here(request), asked), media_type=_XML)

    def count(self) -> int:
        """How many sitemaps there are."""
        kinds = self.browsing.overview().kinds
        return max(1, -(-sum(kinds.get(kind, 0) for kind in SHOWN) // ENTITIES))

    def entries(self, links: ServerLinks, number: int) -> Iterator[str]:
        """One sitemap: the pages of their own in the first, and its part of the entities."""
        yield f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:xhtml="{_XHTML}">\n'
        if number == 1:
            yield from (_entry(links, path) for path in ("", *PAGES))
        for iri in self.browsing.listed(SHOWN, ENTITIES, (number - 1) * ENTITIES):
            if key := key_of(iri, self.browsing.base):
                yield _entry(links, f"doc/{key}.html")
        yield "</urlset>\n"

    def here(self, request: Request) -> ServerLinks:
        """The addresses with the host that was asked, where no public one is known."""
        return (
            self.links if self.links.host else replace(self.links, host=f"{request.url.scheme}://{request.url.netloc}")
        )


def discovery_routes(browsing: Browsing, *, prefix: str = "", host: str = "") -> list[Route]:
    """The routes for crawlers."""
    discovery = Discovery(browsing, ServerLinks(browsing.base, "en", prefix, host=host))
    return [
        Route("/robots.txt", discovery.robots),
        Route("/.well-known/void", discovery.void),
        Route("/sitemap.xml", discovery.sitemaps),
        Route("/sitemap-{number:int}.xml", discovery.sitemap),
    ]


def _entry(links: ServerLinks, path: str) -> str:
    """One page in every language, each naming the others."""
    here = replace(links, path=path)
    addresses = {language: here.public(here.in_language(language)) for language in LANGUAGES}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
        for language, address in addresses.items()
    )
    return "".join(f"<url><loc>{escape(address)}</loc>{others}</url>\n" for address in addresses.values())
