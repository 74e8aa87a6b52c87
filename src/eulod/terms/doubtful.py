"""Texts that look like others and differ from them, so that two names make two resources that no reader tells apart.

Source: https://www.unicode.org/reports/tr39/ and https://www.unicode.org/reports/tr15/
"""

from __future__ import annotations

import re
import unicodedata

_TURNING = r"\x{061C}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}"
_INVISIBLE = r"\x{00AD}\x{180E}\x{200B}-\x{200D}\x{2060}-\x{2064}\x{FEFF}"
_LATIN = r"A-Za-z\x{00C0}-\x{00D6}\x{00D8}-\x{00F6}\x{00F8}-\x{024F}\x{1E00}-\x{1EFF}"
_CYRILLIC = r"\x{0400}-\x{0481}\x{048A}-\x{052F}"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
"""The letters that nobody tells from Latin ones; others stand beside Latin ones in units and formulas."""
_MARKS = r"[\x{0300}-\x{036F}]*"
_UNSTABLE = (
    r"\p{M}\x{0340}-\x{0387}\x{0958}-\x{095F}\x{09DC}-\x{09DF}\x{0A33}-\x{0A5E}\x{0B5C}\x{0B5D}\x{0F43}-\x{0FB9}"
    r"\x{1100}-\x{11FF}\x{1F71}-\x{1FFD}\x{2000}\x{2001}\x{2126}-\x{212B}\x{2329}\x{232A}\x{2ADC}\x{F900}-\x{FAFF}"
    r"\x{FB1D}-\x{FB4E}\x{1D15E}-\x{1D1C0}\x{2F800}-\x{2FA1D}"
)
MAY_BE_DOUBTFUL = rf"[{_TURNING}{_INVISIBLE}{_UNSTABLE}{_CYRILLIC}{_GREEK}]"
"""A regular expression, for engines, of the characters of which every doubtful text has one."""
_UNSEEN = f"[{_TURNING}{_INVISIBLE}]"
_MEETING = f"[{_LATIN}]{_MARKS}[{_CYRILLIC}{_GREEK}]|[{_CYRILLIC}{_GREEK}]{_MARKS}[{_LATIN}]"
IS_DOUBTFUL = f"{_UNSEEN}|{_MEETING}"
"""The same for texts that are doubtful in whatever form they are written; others are not in normalisation form C."""
_AROUND = 30
"""Characters that are shown before and after the first that is told of."""


def _in_python(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\x\{(\w{4})\}", r"\\u\1", pattern))


_FIRST_UNSEEN, _TURNS, _FIRST_MEETING = map(_in_python, (_UNSEEN, f"[{_TURNING}]", _MEETING))


def told_of(text: str) -> tuple[str, str]:
    """A doubtful text, cut to what is near the first doubtful place and readable, and what is doubtful there.

    >>> told_of("Ar\\u200bad")
    ('Ar<U+200B>ad', 'written with U+200B, which cannot be seen')
    >>> told_of("Brn\\u043e")[1]
    'a text in which a Latin letter stands beside U+043E, cyrillic small letter o'
    """
    if found := _FIRST_UNSEEN.search(text):
        does = "turns the direction of writing" if _TURNS.match(found[0]) else "cannot be seen"
        return _near(text, found.start()), f"written with {_code(found[0])}, which {does}"
    if found := _FIRST_MEETING.search(text):
        other = next(letter for letter in (found[0][0], found[0][-1]) if not _is_latin(letter))
        name = unicodedata.name(other, "").lower()
        return _near(text, found.start()), f"a text in which a Latin letter stands beside {_code(other)}, {name}"
    composed = unicodedata.normalize("NFC", text)
    differing = (n for n, pair in enumerate(zip(text, composed, strict=False)) if pair[0] != pair[1])
    return _near(text, next(differing, len(composed))), "not in Unicode normalisation form C"


def _near(text: str, place: int) -> str:
    """What stands around a place, what cannot be seen written out."""
    start, end = max(place - _AROUND, 0), place + _AROUND
    shown = _FIRST_UNSEEN.sub(lambda found: f"<{_code(found[0])}>", text[start:end])
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
