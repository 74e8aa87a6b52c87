"""N-Triples and N-Quads that their parser would write as they stand, so that an engine may read them itself.

What is accepted here is a part of what the grammar allows: absolute IRIs of the usual schemes without a character that
needs a second look, literals with the escapes of the canonical form only, no blank nodes, no comments. One strange
line, and the whole document goes through the parser, which also says what is wrong and where.
Source: https://www.w3.org/TR/n-quads/#canonical-quads
"""

from __future__ import annotations

import re
from pathlib import Path

import ibis
import ibis.expr.types as ir

from eulod.engines.engine import Engine
from eulod.errors import SourceError
from eulod.rdf_document import format_of

_LETTERS = "\u00a0-\ud7ff"  # as they are, for not all engines know an escape for them
_NONE = "\ufffd-\uffff"
_TAIL = rf"(?:[A-Za-z0-9._~!$&'()*+,;=:@/{_LETTERS}-]|%[0-9A-Fa-f][0-9A-Fa-f])*"
_IRI = (
    rf"<(?:(?:https?|ftp)://[A-Za-z0-9.-]+(?::[0-9]{{1,4}})?(?:/{_TAIL})?|(?:urn|mailto|tel):[A-Za-z0-9]{_TAIL})"
    rf"(?:\?{_TAIL})?(?:#{_TAIL})?>"
)
_DATATYPE = (
    r"<http://www\.w3\.org/2001/XMLSchema#(?:[a-rt-zA-Z][A-Za-z]*|short)>"  # xsd:string is not written out
    r"|<http://www\.opengis\.net/ont/geosparql#[a-z]+Literal>"
)
_LITERAL = rf'"[^"\\\x00-\x1f\x7f{_NONE}]*"(?:@[a-z]{{2,3}}(?:-[a-z]{{2}})?|\^\^(?:{_DATATYPE}))?'
_TRIPLE = rf"^{_IRI} {_IRI} (?:{_IRI}|{_LITERAL}) \.$"
_QUAD = rf"^{_IRI} {_IRI} (?:{_IRI}|{_LITERAL})(?: {_IRI})? \.$"
_ESCAPES = ("\\\\", '\\"', "\\n", "\\r", "\\t", "\\b", "\\f")
_MARK = "{"  # what stands for an escape: literals may hold it, IRIs and tags may not, and nothing is parted by it
_FIRST = 1 << 16
_NAMES_OF_SEVERAL = frozenset("*?[]{}")


def plain_lines(path: str | Path, engine: Engine, *, stated: str | None = None) -> ibis.Table | None:
    """The lines of a document in column `line`; None where its parser has to read it."""
    form = format_of(path, stated)
    if form not in ("nt", "nq") or not _looks_plain(Path(path), form):
        return None
    lines = engine.read_lines(Path(path).resolve())
    try:
        strange = engine.count(lines.filter(~is_plain(lines.line, form).coalesce(False)).limit(1))
    except SourceError:  # no UTF-8, or an endless line
        return None
    return None if strange else lines


def is_plain(line: ir.StringValue, form: str) -> ir.BooleanValue:
    """Say which lines of a document, `nt` or `nq`, are plain; unknown for what is none."""
    marked = line
    for escape in _ESCAPES:
        marked = marked.replace(escape, _MARK)
    return line.contains("\\").ifelse(marked, line).re_search(_pattern(form))


def is_plain_line(line: bytes, form: str) -> bool:
    """Whether one line is plain, as `is_plain` says it."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return False
    for escape in _ESCAPES:
        text = text.replace(escape, _MARK)
    return re.fullmatch(_pattern(form), text) is not None


def _pattern(form: str) -> str:
    return _QUAD if form == "nq" else _TRIPLE


def _looks_plain(path: Path, form: str) -> bool:
    """Whether the first lines are plain, and the engine would read this file, as it is and no other, by its name."""
    if path.suffix not in (".nt", ".nq") or not _NAMES_OF_SEVERAL.isdisjoint(str(path.resolve())):
        return False
    try:
        with path.open("rb") as file:
            lines = file.read(_FIRST).split(b"\n")
    except OSError:
        return False
    return all(is_plain_line(line, form) for line in lines[:-1] or lines)
