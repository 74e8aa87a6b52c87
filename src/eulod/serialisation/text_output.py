"""Writing a long text that an engine makes piece by piece."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from eulod.serialisation.formats import GZIP

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

    from eulod.engines.engine import Engine

_LEVEL = 6
_ROWS = 2_048
"""Of a table whose texts have several lines each."""
_BLOCK = 1 << 20
_END = "\x01"
"""After each text that executors write: a character that terms have escaped or cannot hold."""


def write_pieces(pieces: ibis.Table, path: Path, *, engine: Engine, head: str = "", tail: str = "") -> None:
    """Write `head`, the texts in the only column of `pieces` in their order, and `tail`, with nothing in between.

    UTF-8; line ends are those of the texts. A path that ends in `.gz` is compressed, without name or time in it.
    Memory holds two batches of rows at a time: one is written while the next is made.
    """
    parts = engine.write_parts(pieces, path.parent, end=_END)
    with _opened(path) as file:
        file.write(head.encode())
        if parts is None:
            with engine.one_thread():
                _write_batches(engine.batches(pieces), file)
        for part in parts or ():
            _append(part, file)
        file.write(tail.encode())
    for folder in {part.parent for part in parts or ()}:
        shutil.rmtree(folder)


def _append(part: Path, file: IO[bytes] | gzip.GzipFile) -> None:
    """Add what an executor wrote, without what it has after each text."""
    with part.open("rb") as written:
        while block := written.read(_BLOCK):
            file.write(block.translate(None, _END.encode()))


def write_lines(lines: Iterable[ibis.Table], path: Path, *, engine: Engine, ordered: bool = True) -> None:
    """Write the texts in the only column of each table: one or several lines, without the last line end.

    If `ordered`, one table after the other, each in its order and run before the next is asked for; else in any order.
    Otherwise as `write_pieces`.
    """
    if not ordered and path.suffix != GZIP and (texts := tuple(lines)):
        engine.write_unordered(texts, path)
        return
    with _opened(path) as file:
        for table in lines:
            (column,) = table.columns
            _write_batches(engine.batches(table.select(text=table[column] + "\n"), rows=_ROWS), file)


def _write_batches(batches: Iterable[pa.RecordBatch], file: IO[bytes] | gzip.GzipFile) -> None:
    """Write the texts of each batch while the engine makes the next one."""
    with ThreadPoolExecutor(1) as thread:
        writing: Future[int] | None = None
        for batch in batches:
            if writing is not None:
                writing.result()
            writing = thread.submit(file.write, _joined(batch.column(0)))
        if writing is not None:
            writing.result()


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    with path.open("wb") as file:
        if path.suffix != GZIP:
            yield file
            return
        with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=file, mtime=0) as compressed:
            yield compressed


def _joined(texts: pa.Array) -> memoryview:
    """Give all texts of an Arrow array as one run of bytes: they lie side by side in its last buffer."""
    if texts.null_count:
        raise ValueError("a statement lacks a term")
    _, offsets, content = texts.buffers()
    if not len(texts) or content is None:
        return memoryview(b"")
    positions = memoryview(offsets).cast("i")
    return memoryview(content)[positions[texts.offset] : positions[texts.offset + len(texts)]]
