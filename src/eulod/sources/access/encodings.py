"""Texts in declared encodings, decoded strictly, in blocks, into UTF-8."""

from __future__ import annotations

import codecs
import encodings.aliases
from collections.abc import Iterator
from difflib import get_close_matches

from eulod.engines.undecodable_bytes import Undecodable, decoded_blocks
from eulod.errors import Place, SourceError
from eulod.sources.access.staging import Opened, Staging

UTF8 = ("utf-8", "utf-8-sig")
_NO_ENCODINGS = ("idna", "mbcs", "oem", "palmos", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
_WIDE = {
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
_COMMON = "utf-8, utf-16, cp1250, cp1252, cp1253, iso8859-1, iso8859-2, iso8859-7"


class UnknownEncoding(SourceError):
    """A source declares an encoding that there is not."""

    code = "S034"


class UndecodableText(SourceError):
    """A file holds bytes that are not of its encoding."""

    code = "S033"


def encoding_named(name: str, place: Place) -> str:
    """The one name of an encoding that may be written in several ways. Raises UnknownEncoding at `place`.

    >>> encoding_named("Windows-1250", Place("m.yml"))
    'cp1250'
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        raise _unknown(name, place) from None
    official = found.name.replace("_", "-")
    if official in _NO_ENCODINGS or not found._is_text_encoding:
        raise _unknown(name, place)
    return official


def decoded(file: Opened, encoding: str, staging: Staging) -> Opened:
    """The text of a file in UTF-8, under the file's own name. Raises UndecodableText with the byte's offset."""
    if encoding in UTF8:
        return file
    blocks = _blocks(file, encoding)
    return Opened(file.name, staging.made(f"encoding {encoding}", file.path, file.name, file.path.name, blocks))


def _blocks(file: Opened, encoding: str) -> Iterator[bytes]:
    _check_mark(file, encoding)
    try:
        yield from (text.encode() for text in decoded_blocks(file.path, encoding))
    except UnicodeEncodeError as error:
        problem = f"the text holds half of a character: U+{ord(error.object[error.start]):04X}"
        raise UndecodableText(problem, place=Place(file.name), help="save it again as UTF-8") from None
    except Undecodable as error:
        help = "declare the encoding that the file has, or correct the byte"
        raise UndecodableText(f"{error} is not {encoding}", place=Place(file.name, error.line), help=help) from None


def _check_mark(file: Opened, encoding: str) -> None:
    """Refuse a file of two or four bytes a character that does not say in which order they are."""
    marks = _WIDE.get(encoding)
    if marks is None:
        return
    with file.path.open("rb") as opened:
        begins = opened.read(4)
    if begins and not begins.startswith(marks):
        problem = f"the file does not begin with the byte order mark of {encoding}"
        help = f"declare {encoding}-le or {encoding}-be, whichever it is"
        raise UndecodableText(problem, place=Place(file.name, 1), help=help)


def _unknown(name: str, place: Place) -> UnknownEncoding:
    names = [alias.replace("_", "-") for pair in encodings.aliases.aliases.items() for alias in pair]
    near = get_close_matches(name.lower().replace("_", "-"), sorted(set(names)), n=1)
    help = f"did you mean '{near[0]}'?" if near else "write the encoding that the file has"
    return UnknownEncoding(f"there is no encoding '{name}'; there are: {_COMMON} and more", place=place, help=help)
