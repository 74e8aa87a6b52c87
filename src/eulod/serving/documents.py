"""Linked data: an entity's IRI leads to a document about it, as HTML or as RDF.

Sources: https://www.w3.org/TR/cooluris/ https://www.rfc-editor.org/rfc/rfc9110#name-303-see-other
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from urllib.parse import quote, unquote

import pyoxigraph as ox

from eulod.query.answering import triples_bytes
from eulod.query.entity import MOST_POINTING, Labels, Standing, entity_triples, standing
from eulod.query.media_types import ACCEPTED_GRAPHS, GRAPH_TYPES
from eulod.serving.negotiation import preferred
from eulod.serving.replies import LASTS, Header, Reply, matches, not_modified, problem, redirect
from eulod.serving.requests import Request

ID, DOC = "/id/", "/doc/"
_FORMS = ("html", *GRAPH_TYPES)
_HTML = MappingProxyType({"text/html": "html", "application/xhtml+xml": "html"})
_RDF_ONLY = MappingProxyType(
    {kind: form for kind, form in ACCEPTED_GRAPHS.items() if "xml" not in kind or "rdf" in kind}
)
_VARY: Header = (b"vary", b"Accept")
_SAFE = "/:@!$&'()*+,;=~%"
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_COMMENT = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
_DOCUMENT = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")
_TOPIC = ox.NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
_KINDS = MappingProxyType({"html": "text/html"} | {form: kind.partition(";")[0] for form, kind in GRAPH_TYPES.items()})
LookedUp = tuple[str, Standing, ox.Store | None]
Make = Callable[[Request, str, str, ox.Store], Reply]


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a release.

    `stores` are looked at in turn: the data, then what describes the release. `root` is the prefix of a proxy.
    `languages` are those of the pages; without any there are no pages.
    """

    stores: tuple[ox.Store, ...]
    base: str
    id: str
    root: str = ""
    languages: tuple[str, ...] = ()
    _labels: tuple[Labels, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_labels", tuple(map(Labels, self.stores)))

    def thing(self, request: Request) -> Reply:
        """An entity's IRI: 303 to the document that the request likes best."""
        key = request.path.removeprefix(ID)
        return self._found(request, key, self._look_up(key), self._see_other)

    def document(self, request: Request) -> Reply | None:
        """A document: of the format in its name, else negotiated; None when it is a page."""
        key, form = _key_and_form(request.path.removeprefix(DOC))
        if self.languages and (form or self._form(request)) == "html":
            return None
        looked_up = self._look_up(key)
        if form and looked_up[2] is None and self._look_up(f"{key}.{form}")[2]:  # a key may end like a format
            key, form = f"{key}.{form}", ""
            looked_up = self._look_up(key)
        return self._found(request, key, looked_up, partial(self._document, stated=form))

    def negotiated(self, request: Request) -> tuple[Header, ...]:
        """What a page says that stands at a document's own address."""
        key = request.path.removeprefix(DOC)
        location = (b"content-location", self._address(key, "html").encode("ascii"))
        return (b"vary", b"Accept"), location, (b"link", self._alternates(key))

    def _found(self, request: Request, key: str, looked_up: LookedUp, make: Make) -> Reply:
        if request.method not in ("GET", "HEAD"):
            allowed = (b"allow", b"GET, HEAD")
            return problem(405, f"{request.method} is not for documents\n  help: use GET", allowed)
        iri, found, store = looked_up
        if found.replacement.startswith(f"{self.base}id/"):
            return redirect(301, self._path(f"{ID}{found.replacement.removeprefix(f'{self.base}id/')}"))
        if found.withdrawn:
            more = f"; it was replaced by <{found.replacement}>" if found.replacement else ""
            return problem(410, f"<{iri}> was withdrawn{more}\n  help: look for it in an earlier release")
        if store is None:
            return problem(404, f"this release says nothing of <{iri}>\n  help: look for it in the search")
        return make(request, key, iri, store)

    def _look_up(self, key: str) -> LookedUp:
        """The IRI as it is written in the data, percent-encoded or not; the first spelling where there is none."""
        gone = Standing(known=False)
        for spelled in dict.fromkeys((key, unquote(key))):
            iri = f"{self.base}id/{spelled}"
            for store in self.stores if _is_iri(iri) else ():
                found = standing(store, iri)
                if found.known or found.withdrawn:
                    return iri, found, store
        return f"{self.base}id/{key}", gone, None

    def _form(self, request: Request) -> str:
        offers = {**_HTML, **_RDF_ONLY} if self.languages else _RDF_ONLY
        return preferred(request.header(b"accept"), offers, default="html" if self.languages else "ttl")

    def _see_other(self, request: Request, key: str, iri: str, store: ox.Store) -> Reply:
        form = self._form(request)
        return (
            redirect(303, self._address(key, form), _VARY, LASTS, self._link(key, iri))
            if form
            else self._none(key, request)
        )

    def _document(self, request: Request, key: str, iri: str, store: ox.Store, *, stated: str) -> Reply:
        form = stated or self._form(request)
        if form not in GRAPH_TYPES:
            return self._none(key, request)
        return self._data(request, key, iri, store, form, negotiated=not stated)

    def _data(self, request: Request, key: str, iri: str, store: ox.Store, form: str, *, negotiated: bool) -> Reply:
        tag = f'"{hashlib.sha256(f"{self.id} {iri} {form}".encode()).hexdigest()[:32]}"'
        headers = (
            (b"content-type", GRAPH_TYPES[form].encode()),
            (b"content-location", self._address(key, form).encode("ascii")),
            (b"etag", tag.encode()),
            self._link(key, iri),
            LASTS,
            *((_VARY,) if negotiated else ()),
        )
        if matches(request.header(b"if-none-match"), tag):
            return not_modified(headers)
        return Reply(200, headers, self._written(store, key, iri, form), lasting=True)

    def _written(self, store: ox.Store, key: str, iri: str, form: str) -> bytes:
        """The entity's statements, and what the document says of itself."""
        found, cut = entity_triples(next(labels for labels in self._labels if labels.store is store), iri)
        document = ox.NamedNode(f"{self.base}doc/{key if _is_iri(self.base + key) else quote(key, safe=_SAFE)}")
        said = [ox.Triple(document, _TYPE, _DOCUMENT), ox.Triple(document, _TOPIC, ox.NamedNode(iri))]
        if cut:
            words = f"More than {MOST_POINTING} statements point to this; the endpoint has them all."
            said.append(ox.Triple(document, _COMMENT, ox.Literal(words, language="en")))
        found.update((f"{triple} .", triple) for triple in said)
        lines = sorted(found)
        return triples_bytes([found[line] for line in lines], "\n".join((*lines, "")), form)

    def _none(self, key: str, request: Request) -> Reply:
        variants = self._forms()
        listed = "\n".join(f"  {self._address(key, form)}" for form in variants)
        said = f"no format fits '{request.header(b'accept')}'; there are:\n{listed}\n  help: accept one of them"
        return problem(406, said, _VARY, (b"link", self._alternates(key)))

    def _forms(self) -> tuple[str, ...]:
        return _FORMS if self.languages else _FORMS[1:]

    def _link(self, key: str, iri: str) -> Header:
        thing = quote(iri, safe=_SAFE + "#?")
        return b"link", f'{self._alternates(key).decode()}, <{thing}>; rel="describes"'.encode("ascii")

    def _alternates(self, key: str) -> bytes:
        document = self._path(DOC + key)
        forms = ", ".join(f'<{document}.{form}>; rel="alternate"; type="{_KINDS[form]}"' for form in self._forms())
        return f'{forms}, <{document}>; rel="canonical", <{document}>; rel="describedby"'.encode()

    def _address(self, key: str, form: str) -> str:
        return self._path(f"{DOC}{key}.{form}")

    def _path(self, path: str) -> str:
        return self.root + quote(path, safe=_SAFE)


def _key_and_form(path: str) -> tuple[str, str]:
    """What is asked for, and the format that its name ends with."""
    key, dot, form = path.rpartition(".")
    return (key, form) if dot and form in _FORMS else (path, "")


def _is_iri(iri: str) -> bool:
    return "://" in iri and not _NO_IRI.search(iri)
