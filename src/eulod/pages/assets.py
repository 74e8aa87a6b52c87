"""The files that pages need beside them: style, scripts, icon. There are these and no others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_TYPES = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "json": "application/json",
        "svg": "image/svg+xml",
    }
)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its name, bytes and media type."""

    name: str
    content: bytes
    media_type: str


@cache
def assets() -> MappingProxyType[str, Asset]:
    """Every file of `static/`, by name."""
    found = {}
    for file in sorted((files("eulod.pages") / "static").iterdir(), key=lambda one: one.name):
        suffix = file.name.rpartition(".")[2]
        if file.is_file() and suffix in _TYPES:
            found[file.name] = Asset(file.name, file.read_bytes(), _TYPES[suffix])
    return MappingProxyType(found)


def asset(name: str) -> Asset | None:
    """The file with a name, None if there is none."""
    return assets().get(name)
