"""Input files described as source documents: what was read, in which language, from whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eulod.terms.iri import iri_safe
from eulod.terms.literal import escape
from eulod.terms.prefixes import PREFIXES

Quad = tuple[str, str, str, str]

_CODE = "https://w3id.org/eulod/code/documentKind/"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One input file of a source: `key` names it below the source, `language` is a code of the EU table such as ENG.

    `kind` is a notation of documentKind, `sha256` hexadecimal, `retrieved` an ISO date.
    """

    source: str
    key: str
    title: str
    kind: str
    language: str
    retrieved: str
    sha256: str
    licence: str
    publisher: str = ""
    homepage: str = ""


def source_document_statements(document: SourceDocument, *, base: str) -> Iterator[Quad]:
    """The statements about a document and this retrieval of it: graph, subject, predicate, object as N-Quads text.

    The document keeps its IRI; each retrieval has its own, with the first 12 digits of the file's SHA-256.
    """
    stable = f"{base}id/source-document/{document.source}/{iri_safe(document.key)}"
    retrieval = f"{stable}/{document.sha256[:12]}"
    checksum = f"{retrieval}/checksum"
    about = f"<{base}id/graph/about>"
    described = [
        *_of_document(document, stable, retrieval),
        *_of_retrieval(document, stable, retrieval, checksum),
        *_of_checksum(document, checksum),
    ]
    return ((about, f"<{subject}>", _iri(predicate), object) for subject, predicate, object in described)


def _of_document(document: SourceDocument, stable: str, retrieval: str) -> Iterator[tuple[str, str, str]]:
    yield stable, "rdf:type", _iri("eulod:SourceDocument")
    yield stable, "dcterms:title", f'"{escape(document.title)}"@en'
    yield stable, "dcterms:language", f"<{_LANGUAGE}{document.language}>"
    yield stable, "eulod:documentKind", f"<{_CODE}{document.kind}>"
    yield stable, "eulod:retrievedOn", _date(document.retrieved)
    yield stable, "dcterms:license", f"<{document.licence}>"
    yield stable, "dcterms:hasVersion", f"<{retrieval}>"
    if document.publisher:
        yield stable, "dcterms:publisher", f"<{document.publisher}>"
    if document.homepage:
        yield stable, "foaf:page", f"<{document.homepage}>"


def _of_retrieval(
    document: SourceDocument, stable: str, retrieval: str, checksum: str
) -> Iterator[tuple[str, str, str]]:
    yield retrieval, "rdf:type", _iri("foaf:Document")
    yield retrieval, "dcterms:isVersionOf", f"<{stable}>"
    yield retrieval, "eulod:retrievedOn", _date(document.retrieved)
    yield retrieval, "spdx:checksum", f"<{checksum}>"


def _of_checksum(document: SourceDocument, checksum: str) -> Iterator[tuple[str, str, str]]:
    yield checksum, "rdf:type", _iri("spdx:Checksum")
    yield checksum, "spdx:algorithm", _iri("spdx:checksumAlgorithm_sha256")
    yield checksum, "spdx:checksumValue", f'"{document.sha256}"^^{_iri("xsd:hexBinary")}'


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def _date(day: str) -> str:
    return f'"{day}"^^{_iri("xsd:date")}'
