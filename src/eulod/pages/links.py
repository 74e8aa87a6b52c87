"""The address of everything that a page leads to, on a server behind any prefix; the static site has its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qs, quote, urlencode

from eulod.terms.prefixes import PREFIXES

LANGUAGES = ("en", "hu", "fr")
"""The languages of the pages, the first for readers of any other."""
FORMS = ("ttl", "jsonld", "nt")
"""The data variants of an entity's document."""
PAGES = ("sources", "sparql", "ontology", "report", "downloads", "api")
"""The pages of their own, by the name in their address."""
_SAFE = "/:@!$&'()*+,;=~"
_ONTOLOGY = PREFIXES["eulod"]
Parameters = Mapping[str, Sequence[str]]


class Links(Protocol):
    """The addresses that one page in one language leads to, as they stand in its HTML (absolute or relative).

    An implementation is made for each page, as relative addresses depend on where it is.
    """

    def home(self) -> str:
        """The first page."""

    def page(self, name: str) -> str:
        """One of PAGES."""

    def endpoint(self) -> str:
        """The SPARQL endpoint; '' where there is no server."""

    def question(self, number: int) -> str:
        """The page on which a competency question is answered."""

    def asked(self, name: str) -> str:
        """What this page's own address asks for by the parameter `name`, '' for nothing."""

    def search(self, parameters: Parameters = ...) -> str:
        """The search, with `q` and the names of facets as parameters; the address of its form without any."""

    def entity(self, iri: str, parameters: Parameters = ...) -> str:
        """The page of any IRI that the release names."""

    def data(self, iri: str, form: str) -> str:
        """The document of an IRI in one of FORMS; '' where it has none, being no entity of the dataset."""

    def asset(self, name: str) -> str:
        """A file of `static/`."""

    def download(self, path: str) -> str:
        """A file of the release."""

    def in_language(self, language: str) -> str:
        """This page in another language."""

    def public(self, address: str) -> str:
        """An address of the above as the whole world knows it, absolute where the public address is known."""


def key_of(iri: str, base: str) -> str:
    """What follows `{base}id/` in an entity's IRI, '' for other IRIs.

    >>> key_of("https://w3id.org/eulod/id/project/cordis/1", "https://w3id.org/eulod/")
    'project/cordis/1'
    """
    start = f"{base}id/"
    return iri.removeprefix(start) if iri.startswith(start) else ""


def is_web(address: str) -> bool:
    """Whether an address may be linked to: http, https or mailto, and nothing in it that ends an attribute or hides.

    >>> is_web("javascript:alert(1)")
    False
    """
    plain = all(character > " " and character not in "<>\"'\\`{}|^\x7f" for character in address)
    return plain and address.lower().startswith(("http://", "https://", "mailto:"))


@dataclass(frozen=True, slots=True)
class ServerLinks:
    """Addresses on a server: `prefix` is the path that a proxy puts before all ('' or `/data`), `path` this page's own.

    `path` begins after the language, as in `doc/project/x.html` or `search`; `query` is what follows its question mark.
    `host` is the public address such as `https://data.my-town.eu`, '' where it is not known.
    """

    base: str
    language: str
    prefix: str = ""
    path: str = ""
    query: str = ""
    host: str = ""

    def home(self) -> str:
        """The first page."""
        return self._in(self.language, "")

    def page(self, name: str) -> str:
        """One of PAGES."""
        return self._in(self.language, name)

    def endpoint(self) -> str:
        """The SPARQL endpoint."""
        return f"{self.prefix}/sparql"

    def question(self, number: int) -> str:
        """The SPARQL page with a question's query, which it asks at once."""
        return self._in(self.language, "sparql") + _query({"question": [str(number)]})

    def asked(self, name: str) -> str:
        """A parameter of this page's own address."""
        return next(iter(parse_qs(self.query).get(name, ())), "")

    def search(self, parameters: Parameters | None = None) -> str:
        """The search."""
        return self._in(self.language, "search") + _query(parameters or {})

    def entity(self, iri: str, parameters: Parameters | None = None) -> str:
        """The page of any IRI."""
        more = parameters or {}
        if key := key_of(iri, self.base):
            return self._in(self.language, f"doc/{quote(key, safe=_SAFE)}.html") + _query(more)
        if iri.startswith(_ONTOLOGY) and not more:
            return self._in(self.language, f"ontology#{quote(iri.removeprefix(_ONTOLOGY), safe='')}")
        return self._in(self.language, "resource") + _query({"iri": [iri], **more})

    def data(self, iri: str, form: str) -> str:
        """The document of an entity in one of FORMS."""
        key = key_of(iri, self.base)
        return f"{self.prefix}/doc/{quote(key, safe=_SAFE)}.{form}" if key else ""

    def asset(self, name: str) -> str:
        """A file of `static/`."""
        return f"{self.prefix}/static/{name}"

    def download(self, path: str) -> str:
        """A file of the release."""
        return f"{self.prefix}/release/{quote(path, safe='/')}"

    def in_language(self, language: str) -> str:
        """This page in another language."""
        return self._in(language, quote(self.path, safe=_SAFE)) + (f"?{self.query}" if self.query else "")

    def public(self, address: str) -> str:
        """An address with the public host before it."""
        return self.host + address

    def _in(self, language: str, path: str) -> str:
        return f"{self.prefix}/{language}/{path}"


def _query(parameters: Parameters) -> str:
    pairs = [(name, value) for name, values in parameters.items() for value in values if value]
    return f"?{urlencode(pairs)}" if pairs else ""
