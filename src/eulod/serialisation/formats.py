"""The RDF formats that eulod names, by file extension and media type."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from eulod.errors import RdfError, UnknownFormat


class UnwritableFormat(RdfError):
    """A format is asked for that eulod reads and does not write."""

    code = "R010"


@dataclass(frozen=True, slots=True)
class Format:
    """One RDF format: its name, which is also its file extension, and what it can hold."""

    name: str
    title: str
    media_type: str
    holds_graphs: bool = False
    written: bool = True


_ALL = (
    Format("jsonld", "JSON-LD", "application/ld+json"),
    Format("nq", "N-Quads", "application/n-quads", holds_graphs=True),
    Format("nt", "N-Triples", "application/n-triples"),
    Format("rdf", "RDF/XML", "application/rdf+xml", written=False),
    Format("trig", "TriG", "application/trig", holds_graphs=True),
    Format("ttl", "Turtle", "text/turtle"),
)
FORMATS = MappingProxyType({format.name: format for format in _ALL})
WRITTEN = tuple(format.name for format in _ALL if format.written)
GZIP = ".gz"


def format_named(name: str) -> Format:
    """Give the format called `name`.

    Raises UnknownFormat when there is none.

    >>> format_named("ttl").media_type
    'text/turtle'
    """
    if name in FORMATS:
        return FORMATS[name]
    near = get_close_matches(name, FORMATS, n=1)
    remedy = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(FORMATS)}"
    raise UnknownFormat(f"unknown RDF format '{name}'", help=remedy)


def format_of(path: Path) -> Format:
    """Guess the format of the file at `path` from its extension; one more extension `.gz` is passed over.

    Raises UnknownFormat when the extension is none of an RDF format.

    >>> format_of(Path("projects.nq.gz")).name
    'nq'
    """
    extension = Path(path.name.removesuffix(GZIP)).suffix.removeprefix(".").lower()
    if extension in FORMATS:
        return FORMATS[extension]
    known = ", ".join(f".{name}" for name in FORMATS)
    raise UnknownFormat(f"'{path.name}' has no extension of an RDF format; known are {known}", help="name the format")


def writable(format: Format) -> Format:
    """Give back `format` if eulod writes it.

    Raises UnwritableFormat when it is read only.
    """
    if format.written:
        return format
    raise UnwritableFormat(f"{format.title} is read but not written", help=f"use one of {', '.join(WRITTEN)}")
