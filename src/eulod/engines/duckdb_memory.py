"""What a DuckDB database may hold in memory: little at first, and where that is not enough, all that it is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from eulod.engines.duckdb_sql import quoted
from eulod.errors import NotEnoughMemory

SPARING = {"streaming_buffer_size": "100KB", "allocator_bulk_deallocation_flush_threshold": "32MB"}
"""Settings against memory beyond the limit: a stream counts a text as 16 bytes, however long, and would by default hold
60,000 of them; and what spills is given back to the system in pieces of this size, not of 512 MB."""
_SIZE = re.compile(r"([\d.]+)\s*(\w*)")
_STREAMING = 0.6
"""The part of its memory that the engine needs for what it only reads and writes."""

_Result = TypeVar("_Result")


class Memory:
    """The limit that holds in a database. Limits are text such as `2GB`; without one it is most of the machine's."""

    def __init__(self, run: Callable[[str], Any], *, limit: str | None, first: str | None) -> None:
        """Set `first`, where there is one, in a database that may hold `limit`. `run` runs a statement of SQL there."""
        self._run = run
        self._most = limit or str(run("SELECT current_setting('memory_limit')")[0][0])
        self._now = first or self._most
        self._set(self._now)

    def enough_for(self, work: Callable[[], _Result]) -> _Result:
        """Do `work`, which leaves nothing behind when it fails, and again with all memory where that was not enough.

        Raises NotEnoughMemory where all is not enough either.
        """
        try:
            return work()
        except NotEnoughMemory:
            if not self.grow():
                raise
            return work()

    def grow(self) -> bool:
        """Allow all that may be held; say whether that is more than before."""
        if self._now == self._most:
            return False
        self._now = self._most
        self._set(self._now)
        return True

    @contextmanager
    def left_to_streams(self) -> Iterator[None]:
        """Move most of what is kept out of memory meanwhile: it is read once more, in turn, and the rest streams."""
        number, unit = _SIZE.findall(self._now)[0]
        self._set(f"{float(number) * _STREAMING}{unit}")
        try:
            yield
        finally:
            self._set(self._now)

    def _set(self, limit: str) -> None:
        self._run(f"SET memory_limit = {quoted(limit)}")
