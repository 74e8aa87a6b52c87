"""Addresses within a static site: all relative, so that it works in any folder, on any host, and opened from a disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, urlencode, urljoin

from eulod.pages.links import Parameters, is_web, key_of
from eulod.site.file_names import entity_path
from eulod.terms.prefixes import PREFIXES

ABSENT = frozenset({"api"})
"""The pages that only a server has."""
_SAFE = "/~"


def further(parameters: Parameters) -> str:
    """What is added to a page's name for a further page of incoming links: their predicate, hashed, and the number."""
    predicate, page = (next(iter(parameters.get(name, ())), "") for name in ("in", "page"))
    return f".in-{sha256(predicate.encode()).hexdigest()[:8]}-{int(page)}" if predicate and int(page or 1) > 1 else ""


@dataclass(frozen=True, slots=True)
class StaticLinks:
    """The addresses on one page: `path` is its file within the folder of its language.

    `paged` says whether an IRI of others has a page, `documented` whether anything is said of an IRI; `url` is the
    public address of the site, with a slash at its end.
    """

    base: str
    language: str
    path: str
    url: str
    paged: Callable[[str], bool]
    documented: Callable[[str], bool]

    def home(self) -> str:
        """The first page."""
        return self._here("index.html")

    def page(self, name: str) -> str:
        """One of `links.PAGES`; '' for one that needs a server."""
        return "" if name in ABSENT else self._here(f"{name}.html")

    def endpoint(self) -> str:
        """There is none."""
        return ""

    def question(self, number: int) -> str:
        """The page on which a question is answered."""
        return self._here(f"questions/{number:02}.html")

    def asked(self, name: str) -> str:
        """Nothing: a file does not know the parameters of its address."""
        return ""

    def search(self, parameters: Parameters | None = None) -> str:
        """The search; a script of its page reads the parameters."""
        pairs = [(name, value) for name, values in (parameters or {}).items() for value in values if value]
        return self._here("search.html") + (f"?{urlencode(pairs)}" if pairs else "")

    def entity(self, iri: str, parameters: Parameters | None = None) -> str:
        """The page of an IRI, or a further page of what leads to it; what has no page leads to itself."""
        ontology = PREFIXES["eulod"]
        if iri.startswith(ontology):
            return self._here(f"ontology.html#{quote(iri.removeprefix(ontology), safe='')}")
        if key_of(iri, self.base) or self.paged(iri):
            more = further(parameters or {})
            return self._here(quote(f"{entity_path(iri, self.base)}{more}.html", safe=_SAFE))
        return iri if is_web(iri) else self._here("index.html")

    def data(self, iri: str, form: str) -> str:
        """The document of an entity in one of `links.FORMS`; '' where the release only names it."""
        there = key_of(iri, self.base) and self.documented(iri)
        return self._top(quote(f"{entity_path(iri, self.base)}.{form}", safe=_SAFE)) if there else ""

    def asset(self, name: str) -> str:
        """A file of `static/`."""
        return self._top(f"static/{name}")

    def download(self, path: str) -> str:
        """A file of the release."""
        return self._top(f"release/{quote(path, safe=_SAFE)}")

    def in_language(self, language: str) -> str:
        """This page in another language."""
        return self._top(f"{language}/{quote(self.path, safe=_SAFE)}")

    def public(self, address: str) -> str:
        """An address of the above as the whole world knows it: those of pages become absolute."""
        return urljoin(f"{self.url}{self.language}/{quote(self.path, safe=_SAFE)}", address)

    def _depth(self) -> int:
        """How many folders above this page the site begins."""
        return self.path.count("/") + 1

    def _here(self, path: str) -> str:
        return "../" * self.path.count("/") + path

    def _top(self, path: str) -> str:
        return "../" * self._depth() + path
