"""What an e-mail address, a telephone number and a person's name look like in a published file.

All patterns work on folded text: escapes undone, lower case, no accents, compatibility forms resolved. Each takes such
a text and gives start, end and kind of what it finds. They begin at fixed letters, which `str.find` finds fast.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import permutations

Hit = tuple[int, int, str]
Pattern = Callable[[str], Iterator[Hit]]

E_MAIL, TELEPHONE, NAME = "e-mail address", "telephone number", "name of a contact"

_LOCAL = re.compile(r"[\w.%+'-]*\w[.+'-]*\s?\Z")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*?\.[^\W\d_]{2,}(?:\.[^\W\d_]{2,})*")
_SPOKEN_DOMAIN = re.compile(r"\s?[\w-]+(?:\s?(?:\.|[\[(]\s?dot\s?[\])])\s?[\w-]+)+")
_AT_SIGNS = {"@": _DOMAIN, "(at)": _SPOKEN_DOMAIN, "[at]": _SPOKEN_DOMAIN, "( at )": _SPOKEN_DOMAIN}
_LONGEST_LOCAL = 70
_NO_LOCAL = ("", '"', "\n", "/", "<")  # a language tag, a keyword of JSON-LD or Turtle, a handle in an address

_DIGITS = r"\d(?:[ ./()-]{0,2}\d)"
_INTERNATIONAL = re.compile(rf"\+(?=\(?[1-9])\(?{_DIGITS}{{7,14}}(?!\w)")
_CALCULATES = re.compile(r"[\w.)+]\+")  # a sum, a time zone, a space in a query string
ROOTS = ("tel", "tlf", "tfn", "fax", "mob", "sms", "callto", "handy", "phone", "puhelin", "whatsapp", "τηλεφ", "телеф")
_URI = re.compile(r"(?:tel|fax|callto|sms|whatsapp):(?P<number>[+(]{0,2}\d(?:[ ./()-]?\d){2,14})(?!\w)")
_WORD_AND_NUMBER = re.compile(
    r"(?:(?:tel|tlf|tfn|telefax|fax|mob|mobile?|sms|handy|whatsapp|puhelin)|(?:tele)?(?:ph|f)one?\w{0,6}|τηλεφωνο|телефон)"
    r"(?![^\W_])[^\w\n+]{1,12}(?:(?:no|nr|number|szam|szama|nummer)\b[^\w\n+]{1,6})?"
    rf"(?P<number>[+(]{{0,2}}{_DIGITS}{{5,14}})(?!\w)"
)
ROOTS_ANYWHERE = ("phone", "puhelin", "τηλεφ", "телеф")  # also at the end of a longer word, as in hasTelephone

_AMOUNT = re.compile(r"\+?(?:\d+\.\d+|\d{1,3}(?:[ .]\d{3})+[.,]\d{1,2})")
_CURRENCIES = "eur|bgn|chf|czk|dkk|gbp|huf|isk|mdl|nok|pln|ron|rsd|sek|try|uah|usd"
_UNIT = re.compile(
    rf" ?(?:(?:{_CURRENCIES}|ft|kn|kr|zl)\b|[€%£$])|,\d|\"\^\^<?[^>\s]*(?:decimal|integer|double|float|int)\b"
)
_YEARS_OR_DATE = re.compile(
    r"(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d|(?:19|20)\d\d[-./]\d\d[-./]\d\d.*|\d\d?[-./]\d\d?[-./](?:19|20)\d\d.*"
)


def addresses(text: str) -> Iterator[Hit]:
    """Find e-mail addresses, `name (at) domain.org` included."""
    for sign, domain in _AT_SIGNS.items():
        for position in _positions(text, sign):
            found = None if text[position - 1 : position] in _NO_LOCAL else domain.match(text, position + len(sign))
            local = _LOCAL.search(text, max(0, position - _LONGEST_LOCAL), position) if found else None
            if found and local:
                yield local.start(), found.end(), E_MAIL


def telephones(text: str) -> Iterator[Hit]:
    """Find telephone numbers that are marked as such: by `+` and a country code, a `tel:` URI or a word before them."""
    for position in _positions(text, "+"):
        found = None if _CALCULATES.match(text, position - 1) else _INTERNATIONAL.match(text, position)
        if found and not (_UNIT.match(text, found.end()) or _AMOUNT.fullmatch(found.group())):
            yield found.start(), found.end(), TELEPHONE
    for root in ROOTS:
        for position in _positions(text, root):
            if root in ROOTS_ANYWHERE or not text[position - 1 : position].isalnum():
                yield from _after_word(text, position)


def _after_word(text: str, position: int) -> Iterator[Hit]:
    for pattern in (_URI, _WORD_AND_NUMBER):
        found = pattern.match(text, position)
        if found and not (_YEARS_OR_DATE.fullmatch(found.group("number")) or _UNIT.match(text, found.end())):
            yield found.start("number"), found.end("number"), TELEPHONE


def _positions(text: str, part: str) -> Iterator[int]:
    position = text.find(part)
    while position >= 0:
        yield position
        position = text.find(part, position + 1)


class Names:
    """People's names, found in any order of their words, in any case, with or without accents, in slugs too.

    Names of a single word are left out: they would be found everywhere.
    """

    def __init__(self, names: Iterable[str]) -> None:
        orders = {order for name in names for order in _orders(name)}
        self._known = frozenset(orders)
        self._firsts = frozenset(order[0] for order in orders)
        self._lengths = sorted({len(order) for order in orders})

    def found_in(self, text: str) -> Iterator[Hit]:
        """Find the names in a folded text."""
        if self._firsts.isdisjoint(_WORD.findall(text)) if self._firsts else True:
            return
        words = list(_WORD.finditer(text))
        for position, word in enumerate(words):
            if word.group() in self._firsts:
                yield from self._at(words[position : position + self._lengths[-1]])

    def _at(self, words: list[re.Match[str]]) -> Iterator[Hit]:
        for length in self._lengths:
            if tuple(word.group() for word in words[:length]) in self._known and length <= len(words):
                yield words[0].start(), words[length - 1].end(), NAME


_WORD = re.compile(r"[^\W_]+")
_MOST_ORDERED = 3  # longer names are known in every rotation: given names first, family names first


def _orders(name: str) -> Iterator[tuple[str, ...]]:
    words = tuple(_WORD.findall(fold(name)))
    if 2 <= len(words) <= _MOST_ORDERED:
        yield from permutations(words)
    elif len(words) > _MOST_ORDERED:
        yield from (words[turn:] + words[:turn] for turn in range(len(words)))


ESCAPE = (
    r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*|\\[uU](?:000[01])?[0-9A-Fa-f]{4}|&#[xX]?[0-9A-Fa-f]{1,6};|&commat;|&plus;"
)
"""An escape that folding undoes; each part begins with a character of its own, which lets the search skip fast."""
_ESCAPE = re.compile(ESCAPE)
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_MARKS = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Undo escapes, lower the case, resolve compatibility forms and strip accents; the number of lines stays."""
    if "%" in text or "\\" in text or "&" in text:
        text = _ESCAPE.sub(_plain, text)
    return _BEYOND_ASCII.sub(lambda found: _unaccented(found.group()), text).lower()


@lru_cache(maxsize=10_000)
def _unaccented(letters: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", letters.lower()))


def _plain(found: re.Match[str]) -> str:
    """Give the characters of an escape; what would break the line becomes a space."""
    escape = found.group()
    if escape.startswith("%"):
        plain = bytes.fromhex(escape.replace("%", "")).decode("utf-8", "replace")
    elif escape.startswith("\\"):
        plain = chr(int(escape[2:], 16))
    else:
        plain = _named(escape[1:-1])
    return _BREAKS.sub(" ", plain)


def _named(reference: str) -> str:
    if not reference.startswith("#"):
        return "@" if reference == "commat" else "+"
    digits = reference[1:]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits) if digits.isdecimal() else 0
    return chr(code) if code < 0x110000 else " "
