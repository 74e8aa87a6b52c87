"""The lines of a file in which an address or a telephone number may begin, found many times faster.

A regular expression that runs in linear time looks at the text as it stands, before any escape is undone. It holds on
every line that the patterns of `personal_patterns` find something in: each of them needs an at sign, a plus sign before
a number, or a word such as "phone" with a digit after it, and each of these stands there as itself, as a letter that is
folded to it, or as an escape. What it holds on besides costs time only, because the patterns are asked about it again.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from eulod.publication.personal_patterns import ESCAPE, ROOTS, ROOTS_ANYWHERE, fold

if TYPE_CHECKING:
    import pyarrow as pa

LAST_FOLDED = 0x1FFFF
"""No character beyond is folded to a letter, digit or sign that the patterns begin with."""
_STRETCH = 1 << 14  # bytes asked about at once: what has nothing in it is passed over whole


def candidates(block: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each line in a block of whole lines in which something may begin; the end is before its LF.

    All of them where a block is not UTF-8, in which the regular expression would pass over what is not.
    """
    if not _is_utf8(block):
        yield from _lines(block, 0, len(block))
        return
    for start, end in _those_that_match(block, _stretches(block)):
        yield from _those_that_match(block, _lines(block, start, end))


def _is_utf8(block: bytes) -> bool:
    import pyarrow as pa

    try:
        _texts(block, [(0, len(block))]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _stretches(block: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(block):
        end = block.find(b"\n", start + _STRETCH) + 1 or len(block)
        yield start, end
        start = end


def _lines(block: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        line_end = block.find(b"\n", start, end)
        line_end = end if line_end < 0 else line_end
        yield start, line_end
        start = line_end + 1


def _those_that_match(block: bytes, parts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    import pyarrow.compute as pc

    bounds = list(parts)
    if not bounds:
        return iter(())
    matched = pc.match_substring_regex(_texts(block, bounds), trigger())
    return (bounds[position] for position in pc.indices_nonzero(matched).to_pylist())


def _texts(block: bytes, bounds: list[tuple[int, int]]) -> pa.Array:
    """The parts of a block as an array that shares its bytes; what lies between them belongs to the one before."""
    import pyarrow as pa

    offsets = array("q", [start for start, _ in bounds] + [bounds[-1][1] if bounds else 0])
    return pa.Array.from_buffers(
        pa.large_string(), len(bounds), [None, pa.py_buffer(memoryview(offsets)), pa.py_buffer(block)]
    )


@lru_cache(maxsize=1)
def trigger() -> str:
    """The regular expression, in the syntax of RE2."""
    return "|".join([ESCAPE, *_at_signs(), *_plus_signs(), *_roots(), _several("@+()[]" + "".join(ROOTS))])


def _at_signs() -> Iterator[str]:
    yield rf'[^"/<\n]@|{_only_folded("@")}'
    for open, close in ("()", "[]"):
        space = f"{_letter(' ')}?"
        yield _with_marks([_letter(open), space, _letter("a"), _letter("t"), space, _letter(close)])


def _plus_signs() -> Iterator[str]:
    number = _with_marks([r"\+", f"{_letter('(')}?", f"[1-9{_digits()}]"])
    yield f"(?:^|[^0-9A-Za-z_.)+]){number}|{_only_folded('+')}"


def _roots() -> Iterator[str]:
    inside = "|".join(_word(root) for root in ROOTS if root not in ROOTS_ANYWHERE)
    anywhere = "|".join(map(_word, ROOTS_ANYWHERE))
    yield rf"(?:(?:^|[^0-9A-Za-z])(?:{inside})|{anywhere})[^\n]*[0-9{_digits()}]"


def _word(word: str) -> str:
    return _with_marks(list(map(_letter, word)))


def _with_marks(parts: list[str]) -> str:
    """The parts one after the other, with any accents that are characters of their own between them."""
    return f"[{_listed(_marks())}]*".join(parts)


def _letter(letter: str) -> str:
    return f"[{_listed(letter + letter.upper() + _folded_to().get(letter, ''))}]"


def _only_folded(sign: str) -> str:
    return f"[{_listed(_folded_to()[sign])}]"


def _several(letters: str) -> str:
    """A character that is folded to several, one of `letters` among them."""
    found = (one for one, folded in _folds().items() if len(folded) > 1 and set(folded) & set(letters))
    return f"[{_listed(''.join(found))}]"


def _digits() -> str:
    """Digits beyond ASCII, and what is folded to some."""
    return _listed("".join(character for character, folded in _folds().items() if re.search(r"\d", folded)))


@lru_cache(maxsize=1)
def _marks() -> str:
    """Characters that folding takes away."""
    return "".join(character for character, folded in _folds().items() if not folded)


@lru_cache(maxsize=1)
def _folded_to() -> dict[str, str]:
    """For each character, those beyond ASCII that are folded to it alone."""
    found: dict[str, str] = {}
    for character, folded in _folds().items():
        if len(folded) == 1:
            found[folded] = found.get(folded, "") + character
    return found


@lru_cache(maxsize=1)
def _folds() -> dict[str, str]:
    """What each character beyond ASCII is folded to, those aside that stay as they are and are no digits."""
    characters = (chr(code) for code in range(0x80, LAST_FOLDED + 1) if not 0xD800 <= code <= 0xDFFF)
    folded = ((character, fold(character)) for character in characters)
    return {one: other for one, other in folded if one != other or one.isdigit() or one in _ROOT_LETTERS}


_ROOT_LETTERS = reduce(set.union, map(set, ROOTS), set[str]())


def _listed(characters: str) -> str:
    """The characters as the content of a class, neighbours as ranges."""
    codes, ranges = sorted(set(map(ord, characters))), list[list[int]]()
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\x{{{first:X}}}-\\x{{{last:X}}}" for first, last in ranges)
