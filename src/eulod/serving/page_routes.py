"""The pages as routes of a server: /{language}/…, and the addresses that choose a language by what the reader asks for.

Paths are looked up in the index, never joined to a folder. Responses say what they vary by; headers of all responses,
such as the Content-Security-Policy, are the application's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from eulod.browsing.dataset import Browsing
from eulod.browsing.model import Entity
from eulod.pages.assets import asset
from eulod.pages.entity import entity_page
from eulod.pages.failure import error_page
from eulod.pages.home import home_page, sources_page
from eulod.pages.links import LANGUAGES, ServerLinks, key_of
from eulod.pages.programs import programs_page
from eulod.pages.reader import Reader
from eulod.pages.search import search_page
from eulod.serving.accepted import accepted_language
from eulod.serving.discovery import discovery_routes
from eulod.serving.json_api import api_routes
from eulod.serving.parameters import facets_asked, page_number, text_asked

PageOf = Callable[[Browsing, Reader], str]
_HTML = "text/html; charset=utf-8"
_VARY = {"Vary": "Accept-Language"}


@dataclass(frozen=True)
class PageRoutes:
    """What answers requests for pages: the release, the path that a proxy puts before all, the public host.

    `others` are pages of their own by their name in `links.PAGES`.
    """

    browsing: Browsing
    prefix: str = ""
    host: str = ""
    others: Mapping[str, PageOf] | None = None

    def reader(self, request: Request, path: str, language: str = "") -> Reader:
        """The reader of the page at `path`, in the language of the address, else in one that they accept."""
        chosen = language or accepted_language(request.headers.get("accept-language", ""), LANGUAGES)
        links = ServerLinks(self.browsing.base, chosen, self.prefix, path, request.url.query, self.host)
        return Reader(chosen, links)

    def home(self, request: Request) -> Response:
        return self._page(request, "", home_page)

    def sources(self, request: Request) -> Response:
        return self._page(request, "sources", sources_page)

    def programs(self, request: Request) -> Response:
        names = {
            "search": "/api/search?q=budapest",
            "entity": f"/api/entity?iri={quote(self._example(), safe='')}",
            "overview": "/api/overview",
            "openapi": "/api/openapi.json",
            "sparql": "/sparql",
            "void": "/.well-known/void",
            "sitemap": "/sitemap.xml",
        }
        addresses = [(self.prefix + path, key) for key, path in names.items()]
        return self._page(request, "api", lambda browsing, reader: programs_page(browsing, reader, addresses))

    def other(self, request: Request) -> Response:
        """A page of its own that was handed over."""
        name = request.path_params["name"]
        page = (self.others or {}).get(name)
        return self.failure(request, 404) if page is None else self._page(request, name, page)

    def search(self, request: Request) -> Response:
        text, facets, page = (
            text_asked(request),
            facets_asked(request),
            page_number(request.query_params.get("page", "")),
        )
        return self._page(
            request,
            "search",
            lambda browsing, reader: search_page(browsing, reader, text=text, facets=facets, page=page),
        )

    def document(self, request: Request) -> Response:
        """The page of an entity of the dataset: /doc/{key}.html."""
        key = request.path_params["key"]
        iris = [f"{self.browsing.base}id/{one}" for one in spellings(key)]
        return self._entity(request, f"doc/{key}.html", iris)

    def resource(self, request: Request) -> Response:
        """The page of any other IRI: /resource?iri=…."""
        iri = request.query_params.get("iri", "")
        return self._entity(request, "resource", [iri] if iri else [])

    def failure(self, request: Request, status: int, path: str | None = None) -> Response:
        """The page for an HTTP status, for a request that no page answers."""
        reader = self.reader(request, path or "", request.path_params.get("language", ""))
        return _html(error_page(self.browsing, reader, status), reader, status)

    def nothing(self, request: Request) -> Response:
        """Any other address: 404, in the language that the address begins with."""
        language, _, path = request.path_params["path"].partition("/")
        if language not in LANGUAGES:
            return self.failure(request, 404)
        request.path_params["language"] = language
        return self.failure(request, 404, path)

    def _entity(self, request: Request, path: str, iris: Sequence[str]) -> Response:
        asked = request.query_params
        chosen, page = asked.get("in", ""), page_number(asked.get("page", ""))
        entity = self._found(iris, chosen, page)
        if entity is None:
            return self.failure(request, 404, path)
        reader = self.reader(request, path, request.path_params.get("language", ""))
        if withdrawn(entity, self.browsing.base):
            replaced = [self.browsing.resource(other) for other in entity.replaced_by]
            return _html(error_page(self.browsing, reader, 410, replaced=replaced), reader, 410)
        return _html(entity_page(self.browsing, reader, entity, chosen=chosen), reader)

    def _found(self, iris: Sequence[str], chosen: str, page: int) -> Entity | None:
        found = (self.browsing.entity(iri, incoming=chosen, page=page) for iri in iris)
        return next((entity for entity in found if entity is not None), None)

    def _page(self, request: Request, path: str, page: PageOf) -> Response:
        reader = self.reader(request, path, request.path_params.get("language", ""))
        return _html(page(self.browsing, reader), reader)

    def _example(self) -> str:
        return next(self.browsing.iris("project"), self.browsing.about.iri)


def page_routes(
    browsing: Browsing, *, prefix: str = "", host: str = "", others: Mapping[str, PageOf] | None = None
) -> list[Route]:
    """The routes of every page, of the files that pages need, of the JSON interface, and of what crawlers ask for.

    `prefix` is the path that a proxy puts before all and takes away again, `host` the public address such as
    `https://data.my-town.eu`; `others` are pages of their own, by name, such as `sparql`.
    """
    pages = PageRoutes(browsing, prefix, host, others)
    routes = [
        ("/", pages.home),
        ("/search", pages.search),
        ("/sources", pages.sources),
        ("/api", pages.programs),
        ("/resource", pages.resource),
        ("/doc/{key:path}.html", pages.document),
        *((f"/{name}", _named(pages, name)) for name in others or {}),
    ]
    return [
        Route("/static/{name:path}", _asset, methods=["GET"]),
        *api_routes(browsing, prefix=prefix, host=host),
        *discovery_routes(browsing, prefix=prefix, host=host),
        *(Route(f"/{language}{path}", _in(language, page)) for language in LANGUAGES for path, page in routes),
        *(Route(f"/{language}", _slashed(prefix, language)) for language in LANGUAGES),
        *(Route(path, page) for path, page in routes),
        Route("/{path:path}", pages.nothing),
    ]


def page_application(
    browsing: Browsing, *, prefix: str = "", host: str = "", others: Mapping[str, PageOf] | None = None
) -> Starlette:
    """The routes as an application, whose faults have pages too."""
    pages = PageRoutes(browsing, prefix, host, others)
    handlers = {status: _failing(pages, status) for status in (400, 404, 405, 500)}
    return Starlette(routes=page_routes(browsing, prefix=prefix, host=host, others=others), exception_handlers=handlers)


def spellings(key: str) -> list[str]:
    """A key as it came, decoded, and as it stands in IRIs that keep some characters encoded."""
    return list(dict.fromkeys((key, quote(key, safe="/:@!$&'()*+,;=~%"))))


def withdrawn(entity: Entity, base: str) -> bool:
    """Whether an entity of the dataset is deprecated; terms of vocabularies keep their page, which says so."""
    return entity.deprecated and bool(key_of(entity.iri, base))


def _failing(pages: PageRoutes, status: int) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        return pages.failure(request, status)

    return answer


def _html(text: str, reader: Reader, status: int = 200) -> Response:
    return Response(text, status, {"Content-Language": reader.language, **_VARY}, _HTML)


def _asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    if found is None:
        return Response("not found\n", 404, media_type="text/plain")
    return Response(found.content, media_type=found.media_type, headers={"Cache-Control": "public, max-age=3600"})


def _named(pages: PageRoutes, name: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        request.path_params["name"] = name
        return pages.other(request)

    return answer


def _in(language: str, page: Callable[[Request], Response]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        request.path_params["language"] = language
        return page(request)

    return answer


def _slashed(prefix: str, language: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return RedirectResponse(f"{prefix}/{language}/", 308)

    return answer
