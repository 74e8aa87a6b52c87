"""Namespaces, and triples as the parts of a dataset description give them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from eulod.terms.prefixes import PREFIXES

Triple = tuple[URIRef, URIRef, Node]

DCAT = Namespace(PREFIXES["dcat"])
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCTERMS = Namespace(PREFIXES["dcterms"])
DQV = Namespace("http://www.w3.org/ns/dqv#")
FOAF = Namespace(PREFIXES["foaf"])
RDF = Namespace(PREFIXES["rdf"])
RDFS = Namespace(PREFIXES["rdfs"])
SKOS = Namespace(PREFIXES["skos"])
SPDX = Namespace(PREFIXES["spdx"])
VCARD = Namespace(PREFIXES["vcard"])
VOID = Namespace(PREFIXES["void"])
AUTHORITY = "http://publications.europa.eu/resource/authority/"
ALL_PREFIXES = {**PREFIXES, "dcatap": str(DCATAP), "dqv": str(DQV)}


def texts(subject: URIRef, predicate: URIRef, by_language: Mapping[str, str]) -> Iterator[Triple]:
    """Give one tagged literal per language."""
    for language, text in by_language.items():
        yield subject, predicate, Literal(text, lang=language)


def integer(value: int) -> Literal:
    """Write a count."""
    return Literal(str(value), datatype=XSD.integer, normalize=False)


def typed(text: str, datatype: URIRef) -> Literal:
    """Write a literal whose form stays as it is."""
    return Literal(text, datatype=datatype, normalize=False)


def key(iri: str) -> str:
    """Derive a key for an IRI path from an IRI: prefix and local name, else a hash.

    >>> key("http://purl.org/dc/terms/title")
    'dcterms-title'
    """
    for prefix, namespace in ALL_PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", local):
            return f"{prefix}-{local}"
    return hashlib.sha256(iri.encode("utf-8")).hexdigest()[:12]


def path_key(path: str) -> str:
    """Derive a key for an IRI path, which has no file extension, from a path.

    >>> path_key("dumps/projects.nt.gz")
    'dumps-projects-nt-gz'
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-")
