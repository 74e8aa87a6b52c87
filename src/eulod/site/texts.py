"""Files of a site: UTF-8 with LF on every system, folders made as they are needed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO


def write_text(path: Path, text: str) -> None:
    """Write one file."""
    with _opened(path) as stream:
        stream.write(text.encode("utf-8"))


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """Write one file part by part, none of them kept."""
    with _opened(path) as stream:
        stream.writelines(part.encode("utf-8") for part in parts)


def _opened(path: Path) -> IO[bytes]:
    """A new file; its folder is made when it turns out to be missing, as most are there."""
    try:
        return path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")
