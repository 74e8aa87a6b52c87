"""Rows of text as Arrow record batches of a bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Row = Sequence[str | None]
_ROWS = 20_000
_CHARACTERS = 16_000_000


def text_batches(names: Sequence[str], rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    """`rows`, each with a text or null for each of `names`, in batches of at most 20,000 rows or some 16 MB."""
    gathered: list[Row] = []
    size = 0
    for row in rows:
        gathered.append(row)
        size += sum(len(text) for text in row if text)
        if len(gathered) == _ROWS or size > _CHARACTERS:
            yield _batch(names, gathered)
            gathered, size = [], 0
    if gathered:
        yield _batch(names, gathered)


def _batch(names: Sequence[str], rows: list[Row]) -> pa.RecordBatch:
    import pyarrow as pa

    arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(names))
