"""The last look before a release: no output may hold an e-mail address, a telephone number or a contact's name.

Every file is read in blocks, gzip included, so memory does not grow with the dumps. Escapes (`\\u0040`, `%40`, `&#64;`)
are undone first. A telephone number begins with `+` and a country code, or follows `tel:` or a word such as "phone":
bare digits are identifiers, dates, amounts, VAT numbers or coordinates far more often.
"""

from __future__ import annotations

import codecs
import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from eulod.errors import PersonalDataFound, Place
from eulod.publication.personal_patterns import Hit, Names, Pattern, addresses, fold, telephones

_BLOCK = 1 << 20  # bytes read at once
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
    found = list(islice(find_personal_data(folder, names=names, allowed=allowed, only=only), _SHOWN + 1))
    if found:
        raise PersonalDataFound(
            _problem(found),
            help="take the column out of the mapping or the value out of the record, then export again",
            place=Place(found[0].file, line=found[0].line),
        )


def find_personal_data(
    folder: Path, *, names: Iterable[str] = (), allowed: Iterable[str] = (), only: Iterable[Path] | None = None
) -> Iterator[PersonalData]:
    """Give the findings of every file below `folder`, or `only` of those named, by path, in the order of lines."""
    patterns = _patterns(tuple(names))
    accepted = frozenset(fold(value).removeprefix("mailto:").removeprefix("tel:") for value in allowed)
    for path in sorted(path for path in only or folder.rglob("*") if path.is_file()):
        yield from _search(path, path.relative_to(folder).as_posix(), patterns, accepted)


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


def _search(path: Path, name: str, patterns: tuple[Pattern, ...], accepted: frozenset[str]) -> Iterator[PersonalData]:
    line = 1
    for text, first, end in _windows(path):
        counted = first
        hits = _hits(text, patterns)
        own = [(start, stop) for start, stop, _ in hits if text[start:stop] in accepted]
        for start, stop, kind in hits:
            if not first <= start < end or any(begin <= start and stop <= last for begin, last in own):
                continue
            line += text.count("\n", counted, start)
            counted = start
            yield PersonalData(name, line, kind, mask(text[start:stop]))
        line += text.count("\n", counted, end)


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
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        while block := file.read(_BLOCK):
            text, tail = _before_escape(tail + decoder.decode(block))
            yield fold(text), False
    yield fold(tail + decoder.decode(b"", final=True)), True


def _before_escape(text: str) -> tuple[str, str]:
    """Cut a text before escapes that may go on in the next block."""
    unfinished = _UNFINISHED.search(text, max(0, len(text) - _LONGEST_ESCAPE))
    cut = unfinished.start() if unfinished else len(text)
    return text[:cut], text[cut:]
