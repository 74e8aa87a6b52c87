"""What kind of file a name stands for: media type, entry of the EU file-type table, specification."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

GZIP = "application/gzip"
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One format: its media type, its IRI in the EU file-type table, and the specification it conforms to."""

    media_type: str
    file_type: str
    specification: str = ""
    title: str = ""


def _kind(media_type: str, file_type: str, specification: str = "", title: str = "") -> FileKind:
    return FileKind(media_type, _FILE_TYPE + file_type, specification, title)


_W3C = "https://www.w3.org/TR/"
KINDS = MappingProxyType(
    {
        "csv": _kind("text/csv", "CSV"),
        "html": _kind("text/html", "HTML"),
        "json": _kind("application/json", "JSON"),
        "jsonld": _kind("application/ld+json", "JSON_LD", _W3C + "json-ld11/", "JSON-LD 1.1"),
        "nq": _kind("application/n-quads", "RDF_N_QUADS", _W3C + "n-quads/", "RDF 1.1 N-Quads"),
        "nt": _kind("application/n-triples", "RDF_N_TRIPLES", _W3C + "n-triples/", "RDF 1.1 N-Triples"),
        "rdf": _kind("application/rdf+xml", "RDF_XML", _W3C + "rdf-syntax-grammar/", "RDF 1.1 XML Syntax"),
        "sarif": _kind("application/sarif+json", "JSON"),
        "srj": _kind("application/sparql-results+json", "JSON"),
        "srx": _kind("application/sparql-results+xml", "XML"),
        "trig": _kind("application/trig", "RDF_TRIG", _W3C + "trig/", "RDF 1.1 TriG"),
        "tsv": _kind("text/tab-separated-values", "TSV"),
        "ttl": _kind("text/turtle", "RDF_TURTLE", _W3C + "turtle/", "RDF 1.1 Turtle"),
        "txt": _kind("text/plain", "TXT"),
        "xml": _kind("application/xml", "XML"),
    }
)
_OTHER = _kind("application/octet-stream", "BIN")


def is_compressed(path: str) -> bool:
    """Say whether the file at `path` is gzip."""
    return path.endswith(".gz")


def kind_of(path: str) -> FileKind:
    """Give the kind of the file at `path`, that of its content when it is gzip.

    >>> kind_of("dumps/projects.nt.gz").media_type
    'application/n-triples'
    """
    return KINDS.get(path.removesuffix(".gz").rpartition(".")[2], _OTHER)


def media_type(path: str) -> str:
    """Give the media type of the bytes at `path`."""
    return GZIP if is_compressed(path) else kind_of(path).media_type
