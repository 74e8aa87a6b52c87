"""The line of each statement of a Turtle document.

The parser is handed one token at a time, so that the last one it asked for tells where the statement is that it gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

_TOKEN = re.compile(
    rb'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    rb"|<[^<>\s]*>|#[^\n]*|\s+|[^\s;,.\[\]()<>\"'#]+|.",
    re.DOTALL,
)
_NO_TERM = re.compile(rb"[;,.\[\]()]|\s+|#.*", re.DOTALL)
_DIRECTIVE = re.compile(rb"@?(?:prefix|base)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lines:
    """Where a statement stands: the line of its object, and the line on which its outermost subject begins."""

    object: int
    subject: int


def statement_lines(content: bytes, base: str) -> Iterator[Lines]:
    """The lines of the statements of a well-formed Turtle document, in the order in which the parser gives them.

    An object written as `[ … ]` has the line of the last term in it.
    """
    tokens = _Tokens(content)
    for _ in ox.parse(tokens, format=ox.RdfFormat.TURTLE, base_iri=base):  # type: ignore[arg-type]
        yield Lines(tokens.line, tokens.subject)


class _Tokens:
    """A binary file that gives a token at each reading, and remembers the line of the last term."""

    def __init__(self, content: bytes) -> None:
        self.pieces = self.tokens(content)
        self.left = b""
        self.line = self.subject = 1

    def read(self, size: int = -1) -> bytes:
        """The next token, or as much of it as may be given."""
        piece = self.left or next(self.pieces, b"")
        given = piece if size < 0 else piece[:size]
        self.left = piece[len(given) :]
        return given

    def tokens(self, content: bytes) -> Iterator[bytes]:
        line, begins, directive = 1, True, False
        for token in (found[0] for found in _TOKEN.finditer(content)):
            if begins and not _NO_TERM.fullmatch(token):
                self.subject, begins, directive = line, False, bool(_DIRECTIVE.fullmatch(token))
            elif token == b"." or (directive and token.startswith(b"<")):
                begins = True
            if not _NO_TERM.fullmatch(token):
                self.line = line
            yield token
            line += token.count(b"\n")
