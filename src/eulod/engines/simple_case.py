"""Capitals and small letters one for one, as DuckDB writes them; Java writes `SS` for `ß` and minds the end of a word.

Source: UnicodeData.txt, simple case mappings, against SpecialCasing.txt
"""

from __future__ import annotations

_PRIVATE = 0x100000

SPECIAL_CAPITALS = "".join(letter for letter in map(chr, range(0xFB18)) if len(letter.upper()) > 1)
"""Letters whose capitals Java writes as several."""
STAND_INS = "".join(chr(_PRIVATE + number) for number in range(len(SPECIAL_CAPITALS)))
"""What stands for them, untouched, while the other letters are written in capitals."""


def _simple(letter: str) -> str:
    title = "ẞ" if letter == "ß" else letter.title()
    return title if len(title) == 1 else letter


SIMPLE_CAPITALS = "".join(map(_simple, SPECIAL_CAPITALS))
"""What DuckDB writes for each of them."""
SPECIAL_SMALL, SIMPLE_SMALL = "İΣ", "iσ"
"""Capitals whose small letters depend on their place in Java, and what DuckDB writes for them."""
