"""IRIs as N-Quads text, and the IRI-safe form of values in templates.

Source: https://www.w3.org/TR/r2rml/#from-template (IRI-safe: every character outside RFC 3987 `iunreserved`).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    import ibis.expr.types as ir

_UCS_RANGES = (
    *((0xA0, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFEF)),
    *((plane << 16, (plane << 16) + 0xFFFD) for plane in range(1, 14)),
    (0xE1000, 0xEFFFD),
)
_UNRESERVED = r"A-Za-z0-9\-._~" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _UCS_RANGES)
NEEDS_ENCODING = f"[^{_UNRESERVED}]"
"""A regular expression, for Python and the engine, of the characters that may not stand in an IRI as they are."""
NEEDS_RARE_ENCODING = f"[^\x20-\x7e{_UNRESERVED}]"
"""The same for controls, private use and what is no character."""
ENCODINGS = MappingProxyType(
    {"%": "%25", **{chr(n): quote(chr(n), safe="") for n in range(0x20, 0x7F) if not re.match(r"[\w\-.~%]", chr(n))}}
)
"""What reserved characters are written as; the percent sign comes first. Letters of every script stay."""
_ABSOLUTE = r"^[A-Za-z][A-Za-z0-9+.\-]*:"
_IRI = rf'{_ABSOLUTE}[^\x00-\x20<>"{{}}|\\^`]*$'
_IN_HOST = rf"(?:[{_UNRESERVED}!$&'()*+,;=]|%[0-9A-Fa-f]{{2}})"
_IN_PATH = rf"(?:[{_UNRESERVED}!$&'()*+,;=:@/]|%[0-9A-Fa-f]{{2}})"
_AFTER_PATH = rf"(?:\?(?:{_IN_PATH}|\?)*)?(?:#(?:{_IN_PATH}|\?)*)?"
_HTTP = rf"https?://(?:{_IN_HOST}+@)?{_IN_HOST}+(?::[0-9]+)?(?:/{_IN_PATH}*)?"
_PUBLISHABLE = rf"(?:{_HTTP}|mailto:{_IN_PATH}+){_AFTER_PATH}"
PUBLISHABLE = re.compile(_PUBLISHABLE)
"""An http, https or mailto IRI, whole, with nothing in it that RFC 3987 does not allow."""


def begins_absolute(text: str) -> bool:
    """Say whether a Python text begins with a scheme.

    >>> begins_absolute("urn:x"), begins_absolute("a/b:c")
    (True, False)
    """
    return re.match(_ABSOLUTE, text) is not None


def is_absolute(text: ir.StringValue) -> ir.BooleanValue:
    """Say which texts begin with a scheme."""
    return text.re_search(_ABSOLUTE)


def is_iri(text: ir.StringValue) -> ir.BooleanValue:
    """Say which texts begin with a scheme and hold no character that an IRI may not hold."""
    return text.re_search(_IRI)


def is_uri(text: ir.StringValue) -> ir.BooleanValue:
    """Say which texts are IRIs of ASCII characters alone."""
    return is_iri(text) & text.re_search(r"^[\x21-\x7e]*$")


def is_publishable(text: ir.StringValue) -> ir.BooleanValue:
    """Say which texts are http, https or mailto IRIs without a character that an IRI may not hold."""
    return text.re_search(f"^(?:{_PUBLISHABLE})$")


def iri_safe(text: str) -> str:
    """A Python text with every character encoded that may not stand in an IRI; the engine does the same to columns.

    >>> iri_safe("Győr & Pécs")
    'Győr%20%26%20Pécs'
    """
    return re.sub(NEEDS_ENCODING, lambda found: quote(found[0], safe=""), text)
