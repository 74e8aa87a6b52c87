"""Which file of a site is about which IRI: the same on every file system, the IRI's own path where it can be."""

from __future__ import annotations

import re
from hashlib import sha256

from eulod.pages.links import key_of
from eulod.terms.prefixes import PREFIXES

RESOURCE = "resource"
"""The folder of pages about IRIs of others, such as countries; they are named by a hash."""
_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}")
_ENDINGS = (".", ".html", ".ttl", ".jsonld", ".nt")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_TABLES = ("http://publications.europa.eu/resource/authority/", "http://data.europa.eu/nuts/", PREFIXES["code"])


def entity_path(iri: str, base: str) -> str:
    """The path, without its ending, of the page and the data of an IRI, relative to the folder of a language.

    >>> entity_path("https://w3id.org/eulod/id/project/cordis/1", "https://w3id.org/eulod/")
    'doc/project/cordis/1'
    """
    if key := key_of(iri, base):
        return "doc/" + "/".join(map(_segment, key.split("/")))
    return f"{RESOURCE}/{_hash(iri)}"


def of_a_table(iri: str) -> bool:
    """Whether an IRI is of a table that everybody refers to, so that what leads to it is worth a page."""
    return iri.startswith(_TABLES)


def _segment(text: str) -> str:
    """A part of a path as it is, or a hash where some file system or some server would not take it so."""
    fine = _PLAIN.fullmatch(text) and not text.endswith(_ENDINGS) and not _DEVICES.fullmatch(text)
    return text if fine else f"x-{_hash(text)}"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]
