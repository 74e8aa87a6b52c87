"""How a CSV file is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """The marks of a CSV file: one delimiter character, the quote that is doubled to stand for itself, the encoding,
    and the texts that stand for null besides the empty one. `header` is the line of the column names, from 1, or 0
    where there is none; the lines before it are passed over.

    Source: https://www.w3.org/TR/tabular-data-model/#dialects
    """

    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    null: tuple[str, ...] = ()
    header: int = 1
