"""The last look before a release: no output may hold an e-mail address, a telephone number or a contact's name.

Every file is read in blocks, gzip included, so memory does not grow with the dumps. Of large files only those lines are
looked into that `personal_candidates` does not rule out, unless names are searched. Escapes (`\\u0040`, `%40`, `&#64;`)
are undone first. A telephone number begins with `+` and a country code, or follows `tel:` or a word such as "phone":
bare digits are identifiers, dates, amounts, VAT numbers or coordinates far more often.
"""

from __future__ import annotations

import codecs
import gzip
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import IO

from eulod.errors import PersonalDataFound, Place
from eulod.publication.personal_candidates import candidates
from eulod.publication.personal_patterns import Hit, Names, Pattern, addresses, fold, telephones

_BLOCK = 1 << 20  # bytes read at once
_LARGE = 4 << 20  # bytes of a file that is searched line by line
_LINES = 8 << 20  # bytes of lines looked at together
_AHEAD = 4 * 400  # bytes after a line that something beginning in it may go on in
_OVERLAP = 400  # characters kept on both sides of a cut: longer than any address, number or name
_LONGEST_ESCAPE = 60
_UNFINISHED = re.compile(
    r"(?:(?:%[0-9A-Fa-f]{2}){1,19}%?[0-9A-Fa-f]?|%[0-9A-Fa-f]?|\\(?:[uU][0-9A-Fa-f]{0,7})?|&[#\w]{0,8})\Z"
)
_SHOWN = 10


@dataclass(frozen=True, slots=True, order=True)
class PersonalData:
    """One finding: file, line from 1, kind (an e-mail address, a telephone number, a contact's name), masked value."""

    file: str
    line: int
    kind: str
    masked: str


def refuse_personal_data(
    folder: Path, *, names: Iterable[str] = (), allowed: Iterable[str] = (), only: Iterable[Path] | None = None
) -> None:
    """Search every file below `folder`, or `only` those named.

    `names` are those that contact columns of the sources held; a name of one word is too common to be searched.
    `allowed` are addresses and numbers that the dataset publishes on purpose: its own contact.
    Raises PersonalDataFound with the first findings.
    """
    most = _SHOWN + 1
    found = list(islice(find_personal_data(folder, names=names, allowed=allowed, only=only, most=most), most))
    if found:
        raise PersonalDataFound(
            _problem(found),
            help="take the column out of the mapping or the value out of the record, then export again",
            place=Place(found[0].file, line=found[0].line),
        )


def find_personal_data(
    folder: Path,
    *,
    names: Iterable[str] = (),
    allowed: Iterable[str] = (),
    only: Iterable[Path] | None = None,
    most: int | None = None,
) -> Iterator[PersonalData]:
    """Give the findings of every file below `folder`, or `only` of those named, by path, in the order of lines.

    Of each file all, or the first `most`. Two files are searched at a time.
    """
    known = tuple(names)
    accepted = frozenset(fold(value).removeprefix("mailto:").removeprefix("tel:") for value in allowed)

    def searched(path: Path) -> list[PersonalData]:
        by_line = not known and path.stat().st_size >= _LARGE
        found = (_search_lines if by_line else _search)(path, path.relative_to(folder).as_posix(), known, accepted)
        return list(islice(found, most))

    with ThreadPoolExecutor(max_workers=2) as threads:
        paths = sorted(path for path in only or folder.rglob("*") if path.is_file())
        yield from (one for found in threads.map(searched, paths) for one in found)


def mask(value: str) -> str:
    """Keep the first and the last character of a value.

    >>> mask("anna@example.org")
    'a…g'
    """
    return f"{value[:1]}…{value[-1:]}"


def masked_text(text: str, *, names: Iterable[str] = ()) -> str:
    """Mask every personal datum in a short text, such as the value of a rejected record; other texts stay as they are.

    >>> masked_text("ask anna@example.org")
    'ask a…g'
    """
    if text.isascii() and not _hits(text.lower(), _patterns(tuple(names))):
        return text
    folded = [fold(character) for character in text]
    origin = [index for index, characters in enumerate(folded) for _ in characters]
    masked, done = "", 0
    for start, end in _spans(_hits("".join(folded), _patterns(tuple(names)))):
        first, last = origin[start], origin[end - 1] + 1
        masked, done = masked + text[done:first] + mask(text[first:last]), last
    return masked + text[done:]


@lru_cache(maxsize=4)
def _patterns(names: tuple[str, ...]) -> tuple[Pattern, ...]:
    return addresses, telephones, Names(names).found_in


def _hits(text: str, patterns: tuple[Pattern, ...]) -> list[Hit]:
    return sorted({hit for pattern in patterns for hit in pattern(text)})


def _spans(hits: list[Hit]) -> list[tuple[int, int]]:
    """Where the hits are; those that overlap, such as a name in an address, as one."""
    spans: list[tuple[int, int]] = []
    for start, end, _ in hits:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _problem(found: list[PersonalData]) -> str:
    listed = [f"{item.kind} '{item.masked}' ({item.file}:{item.line})" for item in found[:_SHOWN]]
    return "personal data in the release: " + ", ".join(listed) + (", and more" if len(found) > _SHOWN else "")


def _search(path: Path, name: str, names: tuple[str, ...], accepted: frozenset[str]) -> Iterator[PersonalData]:
    line = 1
    for text, first, end in _windows(path):
        yield from _found(text, first, end, _patterns(names), accepted, name, line)
        line += text.count("\n", first, end)


def _found(
    text: str,
    first: int,
    end: int,
    patterns: tuple[Pattern, ...],
    accepted: frozenset[str],
    name: str,
    line: int,
) -> Iterator[PersonalData]:
    """What begins in a part of a folded text, whose first line has that number."""
    hits, counted = _hits(text, patterns), first
    own = [(start, stop) for start, stop, _ in hits if text[start:stop] in accepted]
    for start, stop, kind in hits:
        if not first <= start < end or any(begin <= start and stop <= last for begin, last in own):
            continue
        line += text.count("\n", counted, start)
        counted = start
        yield PersonalData(name, line, kind, mask(text[start:stop]))


def _search_lines(path: Path, name: str, names: tuple[str, ...], accepted: frozenset[str]) -> Iterator[PersonalData]:
    """What `_search` gives, by looking into lines that may have something, each with what follows it."""
    line = 1
    with _opened(path) as file:
        for block, end in _whole_lines(file):
            counted = 0
            for start, stop in candidates(block[:end]):
                line += block.count(b"\n", counted, start)
                counted = start
                text = "\n" + _folded(block[start:stop]) + "\n"
                after = _folded(block[stop + 1 : stop + 1 + _AHEAD])
                yield from _found(text + after, 1, len(text) - 1, _patterns(names), accepted, name, line)
            line += block.count(b"\n", counted, end)


def _whole_lines(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Blocks of a file, and where the last line ends that has enough after it."""
    kept = b""
    while read := file.read(_LINES):
        block = kept + read
        if end := block.rfind(b"\n", 0, max(0, len(block) - _AHEAD)) + 1:
            yield block, end
        kept = block[end:]
    yield kept, len(kept)


def _folded(text: bytes) -> str:
    return fold(text.decode("utf-8", "replace"))


def _windows(path: Path) -> Iterator[tuple[str, int, int]]:
    """Give overlapping stretches of a file's text, each with the part of it that findings must begin in."""
    kept, seen, last = "", 0, False
    for block, last in _blocks(path):
        text = kept + block
        end = len(text) if last else max(seen, len(text) - _OVERLAP)
        yield text, seen, end
        cut = max(0, end - _OVERLAP)
        kept, seen = text[cut:], end - cut


def _blocks(path: Path) -> Iterator[tuple[str, bool]]:
    """Give the text of a file in blocks, escapes undone, and say which is the last."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    tail = ""
    with _opened(path) as file:
        while block := file.read(_BLOCK):
            text, tail = _before_escape(tail + decoder.decode(block))
            yield fold(text), False
    yield fold(tail + decoder.decode(b"", final=True)), True


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _before_escape(text: str) -> tuple[str, str]:
    """Cut a text before escapes that may go on in the next block."""
    unfinished = _UNFINISHED.search(text, max(0, len(text) - _LONGEST_ESCAPE))
    cut = unfinished.start() if unfinished else len(text)
    return text[:cut], text[cut:]
