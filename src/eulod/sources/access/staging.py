"""Files that are made so that formats can read them: unpacked, decoded, fetched."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from eulod.sources.access.limits import Limits
from eulod.staged_name import staged_path

CACHE = "EULOD_CACHE"
OFFLINE = "EULOD_OFFLINE"


@dataclass(frozen=True, slots=True, order=True)
class Retrieved:
    """A file as it was retrieved, which a user can check: its name for users, and where it can be read."""

    name: str
    path: Path

    @property
    def stem(self) -> str:
        """The name without folders, the mark of compression and the extension."""
        last = PurePosixPath(self.name.partition("?")[0].replace("\\", "/")).name
        return PurePosixPath(last.removesuffix(".gz")).stem


@dataclass(frozen=True, slots=True, order=True)
class Opened:
    """A file that a format can read, or that is to be unpacked first: its name for users, and where it is."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder for what is made in this run, removed afterwards by its owner; what limits apply; what is around.

    `environment` has the variables that sources may name, and those that say where downloads are kept. `address` is
    where sources lie that name no address of their own; empty where they are files.
    """

    scratch: Path
    limits: Limits = field(default_factory=Limits)
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    address: str = ""

    @property
    def cache(self) -> Path:
        """The folder where downloads are kept: EULOD_CACHE, or the one that the system has for this."""
        return Path(self.environment.get(CACHE) or _system_cache(self.environment))

    @property
    def offline(self) -> bool:
        """Whether only the cache may be used."""
        return self.environment.get(OFFLINE, "") not in ("", "0")

    def made(self, kind: str, of: Path, name: str, file_name: str, blocks: Iterable[bytes]) -> Path:
        """A file with the bytes of `blocks`, known to users as `name`; made once for one `kind` of one file `of`."""
        path = self.place(kind, of, name, file_name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            begun = path.with_name(f"{path.name}.part")
            with begun.open("wb") as file:
                file.writelines(blocks)
            begun.replace(path)
        return path

    def place(self, kind: str, of: Path, name: str, file_name: str) -> Path:
        """Where such a file is."""
        key = hashlib.sha256("\0".join((kind, str(of.absolute()), name)).encode("utf-8", "surrogateescape"))
        return staged_path(self.scratch, key.hexdigest()[:16], name, file_name)


def _system_cache(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local", "eulod", "Cache")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "eulod"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache", "eulod")
