"""Files that are on the disk before anything refers to them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)  # Windows only


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_bytes(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: readers see the old bytes or the new ones, never a part."""
    fresh = path.with_name(f".{path.name}.new")
    write_bytes(fresh, content)
    fresh.replace(path)
    with suppress(OSError):  # the step is made; either state is whole after a power cut
        sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Wait until every file below `folder`, and every folder, is on the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        else:
            sync_file(path)
    sync_folder(folder)


def sync_file(path: Path) -> None:
    """Wait until one file is on the disk."""
    descriptor = os.open(path, os.O_RDWR | _BINARY)  # Windows syncs only what is open for writing
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk; does nothing on Windows, which cannot open folders."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
