"""Downloads that are kept, each with what its server said of its version.

CACHE/downloads/<hash of the address>/about.json    version, size and SHA-256
                                     <SHA-256>      the content
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_ABOUT = "about.json"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """One download: where its server has it, which version it is, and its content."""

    address: str
    etag: str
    last_modified: str
    sha256: str
    size: int

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for another version only."""
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in stated.items() if value}


@dataclass(frozen=True, slots=True)
class Drawer:
    """The part of the cache for one address."""

    folder: Path

    def kept(self) -> Kept | None:
        """The download that is kept; None where there is none, or where it is damaged."""
        try:
            found = Kept(**json.loads((self.folder / _ABOUT).read_bytes()))
            return found if _sha256(self.content(found)) == found.sha256 else None
        except (OSError, ValueError, TypeError):
            return None

    def content(self, kept: Kept) -> Path:
        """The file with the content of a download."""
        return self.folder / kept.sha256

    def keep(self, blocks: Iterable[bytes], address: str, etag: str, last_modified: str) -> Kept:
        """Keep a download in place of the one before; nothing changes until the whole of it is here."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        number, name = tempfile.mkstemp(dir=self.folder, prefix=".part-")
        try:
            with os.fdopen(number, "wb") as file:
                for block in blocks:
                    digest.update(block)
                    size += file.write(block)
            kept = Kept(address, etag, last_modified, digest.hexdigest(), size)
            Path(name).replace(self.content(kept))
        finally:
            Path(name).unlink(missing_ok=True)
        self._state(kept)
        return kept

    def _state(self, kept: Kept) -> None:
        begun = self.folder / f".about-{kept.sha256[:16]}-{os.getpid()}"
        begun.write_bytes(json.dumps(asdict(kept), indent=1, sort_keys=True).encode())
        begun.replace(self.folder / _ABOUT)
        for other in self.folder.iterdir():
            if other.name not in (_ABOUT, kept.sha256) and not other.name.startswith("."):
                with suppress(OSError):
                    other.unlink()


def drawer(cache: Path, url: str) -> Drawer:
    """The part of the cache for an address."""
    return Drawer(cache / "downloads" / hashlib.sha256(url.encode()).hexdigest()[:32])


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
