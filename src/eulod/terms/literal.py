"""Literals as N-Quads text, built by engine expressions.

The text between the quotes is also a valid body of a JSON string: every control character is escaped.
Source: https://www.w3.org/TR/n-quads/#sec-grammar
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Protocol

import ibis.expr.types as ir
from ibis import literal as constant

SHORT_ESCAPES = MappingProxyType(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
"""The escapes that occur; the backslash comes first, so that they can be replaced one after the other."""
_LONG = {chr(n): f"\\u{n:04X}" for n in (*range(0x01, 0x20), 0x7F) if chr(n) not in SHORT_ESCAPES}
ESCAPES = MappingProxyType({**SHORT_ESCAPES, **_LONG})
"""What each character is written as."""
NEEDS_ESCAPE = r'["\\\x01-\x1F\x7F]'
"""A regular expression for texts in which something is to be escaped."""
NEEDS_LONG_ESCAPE = r"[\x01-\x07\x0B\x0E-\x1F\x7F]"
"""The same for what has no short escape."""


class EscapesLiterals(Protocol):
    """An engine that can escape a column of texts."""

    def escaped(self, text: ir.StringValue) -> ir.StringValue:
        """Texts as bodies of N-Quads literals."""


def escape(text: str) -> str:
    """Write a Python text as the body of an N-Quads literal.

    >>> escape('a "b"')
    'a \\\\"b\\\\"'
    """
    for character, replacement in {**ESCAPES, "\0": "\\u0000"}.items():
        text = text.replace(character, replacement)
    return text


def literal_term(
    text: ir.StringValue, suffix: str | ir.StringValue = "", *, engine: EscapesLiterals, safe: bool = False
) -> ir.StringValue:
    """Quote a column as literals; `suffix` is `@tag`, `^^<iri>` or nothing.

    `safe` says that no value holds a character to escape.
    """
    body = text if safe else engine.escaped(text)
    end = constant('"' + suffix) if isinstance(suffix, str) else constant('"') + suffix
    return constant('"') + body + end
