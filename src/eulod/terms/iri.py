"""IRIs as N-Quads text, and the IRI-safe form of values in templates.

Source: https://www.w3.org/TR/r2rml/#from-template (IRI-safe: every character outside RFC 3987 `iunreserved`).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import quote

import ibis.expr.types as ir

_UNRESERVED = (
    r"A-Za-z0-9\-._~\x{A0}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}\x{10000}-\x{1FFFD}\x{20000}-\x{2FFFD}"
    r"\x{30000}-\x{3FFFD}\x{40000}-\x{DFFFD}\x{E1000}-\x{EFFFD}"
)
NEEDS_ENCODING = f"[^{_UNRESERVED}]"
"""A regular expression for texts that may not stand in an IRI as they are."""
ENCODINGS = MappingProxyType(
    {"%": "%25", **{chr(n): quote(chr(n), safe="") for n in range(0x01, 0x80) if not re.match(r"[\w\-.~%]", chr(n))}}
)
"""What reserved characters and controls are written as; the percent sign comes first. Letters of every script stay."""
_ABSOLUTE = r"^[A-Za-z][A-Za-z0-9+.\-]*:"
_PUBLISHABLE = r'^(https?://[^\x00-\x20<>"{}|\\^`/?#]+|mailto:[^\x00-\x20<>"{}|\\^`]+)[^\x00-\x20<>"{}|\\^`]*$'


def is_absolute(text: ir.StringValue) -> ir.BooleanValue:
    """Say which texts begin with a scheme."""
    return text.re_search(_ABSOLUTE)


def is_publishable(text: ir.StringValue) -> ir.BooleanValue:
    """Say which texts are http, https or mailto IRIs without a character that an IRI may not hold."""
    return text.re_search(_PUBLISHABLE)
