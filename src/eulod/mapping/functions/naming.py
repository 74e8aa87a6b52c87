"""Names for things, made of what is known about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.foreign import grel, idlab
from eulod.mapping.functions.registry import function

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_UNDECOMPOSED = {
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th"},
    **{"ł": "l", "ħ": "h", "ı": "i", "ĳ": "ij", "ŋ": "ng", "ŧ": "t"},
}
_OF_OTHER_SCRIPTS = r"[^\P{L}\p{Latin}\p{Lm}]"


@function(safe=True, also=(idlab("slugify", value="_str"),))
def slug(value: ir.StringValue, *, engine: Engine) -> ir.StringValue:
    """`value` for an IRI: no marks, small letters, `[a-z0-9-]`.

    What is lost with the letters of other scripts is made up for by `x-` and a hash at the end, so that no two names of
    theirs become one.

    >>> fn:slug(value: "Győr & Łódź")
    gyor-lodz
    """
    plain = engine.without_marks(engine.nfc(value).lower())
    for letter, written in _UNDECOMPOSED.items():
        plain = plain.replace(letter, written)
    made = plain.re_replace("[^a-z0-9]+", "-").re_replace(r"^-+|-+\z", "")
    hashed = ibis.literal("x-") + engine.sha256(engine.nfc(value)).left(12)
    told_apart = plain.re_search(_OF_OTHER_SCRIPTS).ifelse(made + ibis.literal("-") + hashed, made)
    return (made == "").ifelse(hashed, told_apart)


@function(safe=True)
def hash(*values: ir.StringValue, engine: Engine) -> ir.StringValue:
    """The first 16 hexadecimal digits of the SHA-256 of all values; null counts as empty.

    >>> fn:hash(a: Brno, b: CZ)
    9d875f54b9264f5f
    """
    joined = values[0].fill_null("")
    for value in values[1:]:
        joined = joined + ibis.literal("\x1f") + value.fill_null("")
    return engine.sha256(joined).left(16)


@function(safe=True)
def sha256(value: ir.StringValue, *, engine: Engine) -> ir.StringValue:
    """The SHA-256 of `value` as 64 hexadecimal digits.

    >>> fn:sha256(value: abc)
    ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
    """
    return engine.sha256(value)


@function(safe=True, also=(grel("string_sha1", value="valueParam"),))
def sha1(value: ir.StringValue, *, engine: Engine) -> ir.StringValue:
    """The SHA-1 of `value` as 40 hexadecimal digits.

    >>> fn:sha1(value: abc)
    a9993e364706816aba3e25717850c26c9cd0d89d
    """
    return engine.sha1(value)


@function(safe=True, also=(grel("string_md5", value="valueParam"),))
def md5(value: ir.StringValue) -> ir.StringValue:
    """The MD5 of `value` as 32 hexadecimal digits.

    >>> fn:md5(value: abc)
    900150983cd24fb0d6963f7d28e17f72
    """
    return value.hexdigest("md5")
