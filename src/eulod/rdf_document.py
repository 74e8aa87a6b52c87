"""One RDF document: its format, the checks that come before its parser, and its quads.

pyoxigraph parses: it is strict, keeps lexical forms, says where an error is, and has no way to fetch anything. Three
inputs would end its process or never end, so they are refused before it sees them: document types in XML, and deep
nesting of JSON-LD objects or of triple terms.
"""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import IO, NoReturn, cast

import pyoxigraph as ox

from eulod.errors import (
    DoctypeRefused,
    Place,
    RdfError,
    RdfSyntaxError,
    RemoteContextRefused,
    TooDeep,
    UnknownFormat,
    UnreadableDocument,
    UnsupportedTerm,
)

FORMATS = MappingProxyType(
    {
        "nt": ox.RdfFormat.N_TRIPLES,
        "nq": ox.RdfFormat.N_QUADS,
        "ttl": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdf": ox.RdfFormat.RDF_XML,
    }
)
_EXTENSIONS = MappingProxyType({**{name: name for name in FORMATS}, "xml": "rdf", "owl": "rdf", "json": "jsonld"})
_DEEPEST = 200
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_JSON_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_TURTLE_TOKENS = re.compile(
    rb'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    rb"|<[^<>\s]*>|#[^\n]*|<<|>>",
    re.DOTALL,
)
_TERMS = re.compile(rb'<[^>]*>|"(?:[^"\\]|\\.)*"|_:\S+')
_LOCATED = re.compile(r"^Parser error (?:at|between) line .*?: (?=\S)|\s*\(line \d+\)$")


def format_of(path: str | Path, stated: str | None = None) -> str:
    """The format name of a document: the stated one, else from its extension (`.gz` left out).

    Raises UnknownFormat when neither says it.

    >>> format_of("project.ttl.gz")
    'ttl'
    """
    suffixes = [suffix.removeprefix(".").lower() for suffix in Path(path).suffixes]
    last = next((suffix for suffix in reversed(suffixes) if suffix != "gz"), "")
    found = _EXTENSIONS.get(stated or last)
    if found is None:
        raise UnknownFormat(
            f"the format of '{path}' is not known; there are: {', '.join(FORMATS)}",
            help="give the file one of these extensions, or state its format (needed for stdin)",
        )
    return found


def read_quads(path: str | Path, *, stated: str | None = None, label: str = "b") -> Iterator[ox.Quad]:
    """Read one RDF document; `-` is standard input.

    Yields quads in document order. Blank nodes become `{label}1`, `{label}2` … in that order, so that two documents
    read with different labels share none and two runs name them alike. Relative IRIs are resolved against the file's
    own IRI.
    Raises RdfError subclasses that name the file and, where the parser knows them, line and character.
    """
    name = "<stdin>" if str(path) == "-" else str(path)
    form = format_of(path, stated)
    content = _content(path, name)
    _refuse_dangerous(content, form, name)
    base = None if str(path) == "-" else Path(path).resolve().as_uri()
    return _renamed(_parsed(content, form, base, name), label, name)


def write_lines(path: str | Path, target: Path, *, stated: str | None = None, label: str = "b") -> None:
    """Write one RDF document as N-Quads, with the names of `read_quads` for blank nodes, holding none of it in memory.

    Documents of JSON-LD, RDF/XML, of standard input and those with many triple terms are held in memory all the same.
    Raises what `read_quads` raises, but leaves triple terms and base directions to who reads the lines.
    """
    name, form = str(path), format_of(path, stated)
    if name == "-" or form in ("jsonld", "rdf") or _triple_terms(Path(path), name) >= _DEEPEST:
        with target.open("wb") as file:
            ox.serialize(read_quads(path, stated=stated, label=label), file, format=ox.RdfFormat.N_QUADS)
        return
    try:
        _convert(Path(path), target, FORMATS[form])
    except SyntaxError as error:
        _raise_located(error, b"", form, name)
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(error, name) from error
    _rename_lines(target, label)


def _convert(path: Path, target: Path, form: ox.RdfFormat) -> None:
    base = path.resolve().as_uri()
    if not _is_zipped(path):  # quickest without Python's files in between
        ox.serialize(ox.parse(path=path, format=form, base_iri=base), str(target), format=ox.RdfFormat.N_QUADS)
        return
    with _streamed(path) as source, target.open("wb") as file:
        ox.serialize(ox.parse(source, format=form, base_iri=base), file, format=ox.RdfFormat.N_QUADS)


def _is_zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _streamed(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if _is_zipped(path) else path.open("rb")


def _triple_terms(path: Path, name: str) -> int:
    """How many triple terms a document may have."""
    try:
        with _streamed(path) as source:
            return sum(block.count(b"<<") for block in iter(lambda: source.read(1 << 20), b""))
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(error, name) from error


def _rename_lines(path: Path, label: str) -> None:
    """Name the blank nodes of N-Quads in the order in which they come."""
    with path.open("rb") as content:
        if not any(b"_:" in block for block in iter(lambda: content.read(1 << 20) + content.readline(), b"")):
            return
    names: dict[bytes, bytes] = {}
    renamed = path.with_suffix(".named")
    with path.open("rb") as lines, renamed.open("wb") as target:
        target.writelines(_renamed_line(line, names, label.encode()) if b"_:" in line else line for line in lines)
    renamed.replace(path)


def _renamed_line(line: bytes, names: dict[bytes, bytes], label: bytes) -> bytes:
    def name(match: re.Match[bytes]) -> bytes:
        return names.setdefault(match[0], b"_:%s%d" % (label, len(names) + 1)) if match[0][:2] == b"_:" else match[0]

    return _TERMS.sub(name, line)


def _content(path: str | Path, name: str) -> bytes:
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
        return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(error, name) from error


def _unreadable(error: Exception, name: str) -> UnreadableDocument:
    reason = getattr(error, "strerror", None) or str(error)
    return UnreadableDocument(
        f"cannot be read: {reason}", help="name a file that exists and that you may read", place=Place(name)
    )


def _refuse_dangerous(content: bytes, form: str, name: str) -> None:
    """Refuse what a parser cannot be given."""
    if form == "rdf":
        _refuse_doctype(content, name)
    elif form == "jsonld":
        _refuse_depth(_JSON_TOKENS, content, name)
    elif content.count(b"<<") >= _DEEPEST:
        _refuse_depth(_TURTLE_TOKENS, content, name)


def _refuse_doctype(content: bytes, name: str) -> None:
    encoding = _XML_ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    if content[:2] in (b"\xfe\xff", b"\xff\xfe") or b"\0" in content or (encoding and encoding[1].lower() != b"utf-8"):
        raise RdfSyntaxError("the XML is not UTF-8", help="save the document as UTF-8", place=Place(name, 1))
    found = _DOCTYPE.search(content)
    if found:
        raise DoctypeRefused(
            "the XML declares a document type, which may hold entities; they are never expanded",
            help="remove the <!DOCTYPE …> declaration and write its entities out",
            place=Place(name, content.count(b"\n", 0, found.start()) + 1),
        )


def _refuse_depth(tokens: re.Pattern[bytes], content: bytes, name: str) -> None:
    depth = 0
    for token in tokens.finditer(content):
        depth += {b"[": 1, b"{": 1, b"<<": 1, b"]": -1, b"}": -1, b">>": -1}.get(token[0], 0)
        if depth > _DEEPEST:
            line = content.count(b"\n", 0, token.start()) + 1
            raise TooDeep(
                f"nested more than {_DEEPEST} levels", help="write the nodes side by side", place=Place(name, line)
            )


def _parsed(content: bytes, form: str, base: str | None, name: str) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(content, format=FORMATS[form], base_iri=base)
    except SyntaxError as error:
        _raise_located(error, content, form, name)


def _raise_located(error: SyntaxError, content: bytes, form: str, name: str) -> NoReturn:
    if "LoadDocumentCallback" in str(error):
        raise RemoteContextRefused(
            "the JSON-LD asks for a context from elsewhere; nothing is fetched while reading",
            help="put the context into the document, or convert it to Turtle first",
            place=Place(name),
        ) from error
    line, character = (error.lineno, error.offset) if error.lineno else _xml_position(content, form)
    problem = _LOCATED.sub("", error.msg).strip()
    place = Place(name, line, character=character)
    raise RdfSyntaxError(f"not {form}: {problem}", help="correct the document there, or state its format", place=place)


def _xml_position(content: bytes, form: str) -> tuple[int | None, int | None]:
    """Where XML is not well-formed, from a parser that says so."""
    if form != "rdf":
        return None, None
    from lxml import etree

    try:
        etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        line, character = error.position
        return line, character
    return None, None


def _renamed(quads: Iterator[ox.Quad], label: str, name: str) -> Iterator[ox.Quad]:
    names: dict[ox.BlankNode, ox.BlankNode] = {}
    for quad in quads:
        terms = (quad.subject, quad.object, quad.graph_name)
        if any(isinstance(term, ox.Triple) or getattr(term, "direction", None) for term in terms):
            raise _unsupported(quad, name)
        if not any(isinstance(term, ox.BlankNode) for term in terms):
            yield quad
            continue
        for term in terms:
            if isinstance(term, ox.BlankNode) and term not in names:
                names[term] = ox.BlankNode(f"{label}{len(names) + 1}")
        subject, object, graph = (names.get(term, term) if isinstance(term, ox.BlankNode) else term for term in terms)
        yield ox.Quad(subject, quad.predicate, object, graph)  # type: ignore[arg-type]


def _unsupported(quad: ox.Quad, name: str) -> RdfError:
    return UnsupportedTerm(
        f"the statement {quad.subject} {quad.predicate} … holds a triple term or a base direction (RDF 1.2)",
        help="write it as RDF 1.1: an rdf:Statement, or a plain language tag",
        place=Place(name),
    )
