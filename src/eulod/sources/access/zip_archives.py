"""Files inside zip archives, each read under a name that says where it is: `dump.zip!data/project.csv`.

Nothing is ever written under the name that an archive gives it.
Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from eulod.errors import Place, SourceError
from eulod.sources.access.gzip_files import BrokenArchive
from eulod.sources.access.limits import Limits, TooMuch
from eulod.sources.access.local_files import fits, matches
from eulod.sources.access.staging import Opened, Staging

ZIP = ".zip"
MEMBER = "!"
_BLOCK = 1 << 20
_SHOWN = 12
_ENCRYPTED = 1
_END = b"PK\5\6"
_END64_LOCATOR = b"PK\6\7"
_END_SIZE, _COMMENT, _LOCATOR_SIZE = 22, 65_535, 20
_UNPACK = "unpack it yourself, and name the files"


class MissingMember(SourceError):
    """An archive holds no such file."""

    code = "S031"


def is_zip(name: str) -> bool:
    """Say whether a file is a zip archive by its name."""
    return PurePosixPath(name).suffix.lower() == ZIP


def members(archive: Opened, pattern: str, formulation: str, place: Place, staging: Staging) -> tuple[Opened, ...]:
    """The files in `archive` that `pattern` names, sorted by name; without one, those that fit the format.

    An archive of a single file needs no pattern, whatever the file is called.
    Raises MissingMember at `place`, BrokenArchive and TooMuch.
    """
    limits = staging.limits
    _check_directory(archive, limits)
    with _located(archive), zipfile.ZipFile(archive.path) as opened:
        files = [entry for entry in opened.infolist() if not entry.is_dir()]
        chosen = _chosen(archive, files, pattern, formulation, place)
        _check_sizes(archive, opened, chosen, limits)
        return tuple(_member(archive, opened, entry, staging) for entry in chosen)


def _chosen(
    archive: Opened, files: list[zipfile.ZipInfo], pattern: str, formulation: str, place: Place
) -> list[zipfile.ZipInfo]:
    found = [entry for entry in files if entry.filename == pattern]
    if not found and pattern:
        found = [entry for entry in files if matches(entry.filename, pattern)]
    elif not found:
        found = files if len(files) == 1 else [entry for entry in files if fits(entry.filename, formulation)]
    if not found:
        there = ", ".join(_shown(entry) for entry in sorted(files, key=_name)[:_SHOWN]) or "nothing"
        asked = f"no '{pattern}'" if pattern else f"no file of the format '{formulation}'"
        problem = f"{archive.name} has {asked}; it has: {there}{', …' if len(files) > _SHOWN else ''}"
        raise MissingMember(problem, place=place, help=f"name a file in it behind {MEMBER}, such as a.zip!b.csv")
    return sorted(found, key=_name)


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename


def _shown(entry: zipfile.ZipInfo) -> str:
    """The name of an entry without what a terminal would act on."""
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in entry.filename)


def _check_directory(archive: Opened, limits: Limits) -> None:
    """Refuse an archive whose list of entries is so long that reading it would take much memory."""
    size, entries = _directory(archive.path)
    if size > limits.directory or entries > limits.entries:
        problem = f"the archive lists {entries:,} files in {size:,} bytes; {limits.entries:,} may be listed"
        raise TooMuch(problem, place=Place(archive.name), help=_UNPACK)


def _directory(path: Path) -> tuple[int, int]:
    """The size of the list of entries in bytes and the number of entries, as the archive's end states them."""
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        tail = min(length, _END_SIZE + _COMMENT + _LOCATOR_SIZE)
        file.seek(length - tail)
        end = file.read()
        at = end.rfind(_END)
        if at < 0 or len(end) - at < _END_SIZE:
            return 0, 0
        entries, size = struct.unpack("<HL", end[at + 10 : at + 16])
        locator = end[at - _LOCATOR_SIZE : at] if at >= _LOCATOR_SIZE else b""
        if not locator.startswith(_END64_LOCATOR):
            return size, entries
        file.seek(min(struct.unpack("<Q", locator[8:16])[0], length))
        record = file.read(56)
        if len(record) < 56:
            return 0, 0
        entries64, size64 = struct.unpack("<QQ", record[32:48])
        return max(size64, size if size != 0xFFFFFFFF else 0), entries64


def _check_sizes(archive: Opened, opened: zipfile.ZipFile, chosen: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse what is too much by the sizes that the archive states; that these are true is seen while unpacking."""
    entries = len(opened.infolist())
    if entries > limits.entries:
        problem = f"the archive holds {entries:,} files; {limits.entries:,} may be in it"
        raise TooMuch(problem, place=Place(archive.name), help=_UNPACK)
    packed = min(sum(entry.compress_size for entry in chosen), archive.path.stat().st_size)
    if reason := limits.refuses(sum(entry.file_size for entry in chosen), packed):
        raise TooMuch(reason, place=Place(archive.name), help=_UNPACK)


def _member(archive: Opened, opened: zipfile.ZipFile, entry: zipfile.ZipInfo, staging: Staging) -> Opened:
    name = f"{archive.name}{MEMBER}{_shown(entry)}"
    if entry.flag_bits & _ENCRYPTED:
        help = "unpack it with its password, and name the file"
        raise BrokenArchive("the file is encrypted", place=Place(name), help=help)
    file_name = PurePosixPath(entry.filename.replace("\\", "/")).name
    kind = f"zip {entry.header_offset}"
    return Opened(name, staging.made(kind, archive.path, name, file_name, _blocks(opened, entry, name)))


def _blocks(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The content of an entry; never more than the size that was checked, since zipfile stops there."""
    with _located(Opened(name, Path())), opened.open(entry) as file:
        while block := file.read(_BLOCK):
            yield block


@contextmanager
def _located(archive: Opened) -> Iterator[None]:
    try:
        yield
    except NotImplementedError as error:
        raise _broken(archive, f"it is packed in a way that is not read: {error}", _UNPACK) from None
    except EOFError:
        raise _broken(archive, "it ends too early", "retrieve it again") from None
    except (zipfile.BadZipFile, lzma.LZMAError, zlib.error, struct.error, ValueError, RuntimeError) as error:
        raise _broken(archive, str(error), "retrieve it again") from None


def _broken(archive: Opened, reason: str, help: str) -> BrokenArchive:
    return BrokenArchive(f"the zip archive is broken: {reason}", place=Place(archive.name), help=help)
