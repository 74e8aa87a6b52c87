"""How much one query may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one query.

    Wall seconds, bytes of memory, rows or triples of its answer, bytes of its answer, bytes of its text.
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    rows: int = 250_000
    answer: int = 64 << 20
    text: int = 256 << 10
