"""Pages of entities on disk, packed: all web processes of all servers of a release read them, the next start too.

out/.built/<release id>/pages.sqlite    beside the store and the index, and gone with them; it may be removed at will

A key says all that the bytes of a page depend on, so that what was written under other settings, by another version or
over another index is never read. It makes room in time, as the oldest rows go when the file is full.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

KEPT = "pages.sqlite"
_LOG = logging.getLogger("eulod.serving")
_PAGE = 16 << 10  # of SQLite: some packed pages go into one
_LEVEL = 6
_GZIP = 31  # zlib's name for it, with checksum
_AT_ONCE = 64
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_TABLE = """
CREATE TABLE IF NOT EXISTS page (
  number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, made_from BLOB NOT NULL, checksum INTEGER NOT NULL,
  tag TEXT NOT NULL, packed BLOB NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The HTML of a page in gzip, and a tag that changes with the HTML."""

    tag: str
    packed: bytes

    def html(self) -> bytes:
        """The page itself, in UTF-8."""
        return zlib.decompress(self.packed, _GZIP)


def packed(html: bytes) -> KeptPage:
    """A page as it is kept and sent."""
    return KeptPage(hashlib.sha256(html).hexdigest()[:32], zlib.compress(html, _LEVEL, _GZIP))


class KeptPages:
    """The file at `path`, which holds about `most` bytes; `made_from` is all that pages depend on besides their names.

    Read in one thread, written in any; `patience` is how many seconds to wait for others that write. Without a path
    nothing is kept, and nothing more as soon as the file fails; that is said once, and `failure` tells why.
    """

    def __init__(self, path: Path | None, most: int, made_from: str, *, patience: float = 2) -> None:
        self.failure = ""
        self._damaged = False
        self._path = path
        self._most = most // _PAGE
        self._made_from = hashlib.blake2b(made_from.encode(), digest_size=16).digest()
        self._writing = threading.Lock()
        self._reader = self._opened(0.02)
        self._writer = self._opened(patience)

    def get(self, name: str) -> KeptPage | None:
        """The page of a name, if it is kept."""
        if self._reader is None or self._damaged:
            return None
        key = self._key(name)
        try:
            found = self._reader.execute("SELECT tag, packed, checksum FROM page WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._fail(error)
            return None
        if found is None:
            return None
        tag, content, checksum = found
        if type(tag) is str and type(content) is bytes and _checksum(key, tag, content) == checksum:
            return KeptPage(tag, content)
        self._fail(None)
        return None

    def has(self, name: str) -> bool:
        """Whether the page of a name is kept, and whole."""
        return self.get(name) is not None

    def put(self, pages: Iterable[tuple[str, KeptPage]]) -> None:
        """Keep pages by their names, in place of the oldest where there is no room."""
        rows = [self._row(name, page) for name, page in pages]
        with self._changing() as writer:
            if writer is not None:
                marks = "INSERT OR IGNORE INTO page (key, made_from, checksum, tag, packed) VALUES (?, ?, ?, ?, ?)"
                writer.executemany(marks, rows)
                self._make_room(writer)

    def has_room(self) -> bool:
        """Whether more pages find room, a sixteenth of the whole, once those go that were made from something else."""
        with self._changing() as writer:
            if writer is not None and not self._has_room(writer):
                writer.execute("DELETE FROM page WHERE made_from <> ?", (self._made_from,))
            return writer is not None and self._has_room(writer)
        return False  # the file failed

    def _has_room(self, writer: sqlite3.Connection) -> bool:
        return _used(writer) <= self._most - self._most // 16

    def close(self) -> None:
        """Close the file."""
        with self._writing:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    connection.close()
            self._reader = self._writer = None

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection | None]:
        """The connection that writes, for one transaction at a time; None where nothing is kept."""
        with self._writing:
            if self._writer is None or self.failure:
                yield None
                return
            try:
                with self._writer:
                    yield self._writer
            except sqlite3.Error as error:
                self._fail(error)

    def _row(self, name: str, page: KeptPage) -> tuple[bytes, bytes, int, str, bytes]:
        key = self._key(name)
        return key, self._made_from, _checksum(key, page.tag, page.packed), page.tag, page.packed

    def _key(self, name: str) -> bytes:
        return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16, key=self._made_from).digest()

    def _make_room(self, connection: sqlite3.Connection) -> None:
        while _used(connection) > self._most:
            oldest = "DELETE FROM page WHERE number IN (SELECT number FROM page ORDER BY number LIMIT ?)"
            if connection.execute(oldest, (_AT_ONCE,)).rowcount == 0:
                return

    def _opened(self, patience: float) -> sqlite3.Connection | None:
        try:
            return None if self._path is None or self.failure else _open(self._path, patience)
        except sqlite3.Error as error:
            self._fail(error)
            return None

    def _fail(self, error: sqlite3.Error | None) -> None:
        """Write no more, unless the file is only busy; throw a damaged one away; the next start makes another."""
        code = sqlite3.SQLITE_CORRUPT if error is None else getattr(error, "sqlite_errorcode", None)
        if code in _BUSY:
            return
        first, self.failure = not self.failure, "it is damaged" if code in _DAMAGED else str(error)
        if code in _DAMAGED and not self._damaged and self._path is not None:
            self._damaged = True
            remove(self._path)
        if first:
            _LOG.warning("%s: no more pages are kept: %s", self._path, self.failure)


def remove(path: Path) -> None:
    """Throw the file away, as far as the system lets; who has it open goes on with what they have."""
    for ending in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def usable(path: Path) -> bool:
    """Make the file if it is missing, begin anew if it is damaged; False, said once, where it cannot be used."""
    try:
        try:
            _open(path, 2).close()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) not in _DAMAGED:
                raise
            remove(path)
            _open(path, 2).close()
    except sqlite3.Error as error:
        _LOG.warning("%s: pages are not kept: %s", path, error)
        return False
    return True


def _open(path: Path, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=patience, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # whole after a loss of power, at the cost of the last pages
        with connection:
            connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise
    return connection


def _used(connection: sqlite3.Connection) -> int:
    ((pages,),), ((free,),) = (connection.execute(f"PRAGMA {name}") for name in ("page_count", "freelist_count"))
    return int(pages) - int(free)


def _checksum(key: bytes, tag: str, content: bytes) -> int:
    return zlib.crc32(content, zlib.crc32(key + tag.encode()))
