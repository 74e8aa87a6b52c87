"""The parts of an XLSX file, which is a zip archive; what a bomb would need is refused before anything is unpacked."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from eulod.errors import Place, SourceError
from eulod.sources.limits import too_large
from eulod.sources.xml_stream import CHUNK, End, Start, Text, XmlStream

PARTS = 10_000
BYTES = 2_000_000_000
RATIO = 200
_SMALL = 10_000_000
_OLD = b"\xd0\xcf\x11\xe0"


class NoWorkbook(SourceError):
    """A file is no XLSX workbook, or a damaged one."""

    code = "S012"


class Archive:
    """An open XLSX file."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self.archive = archive
        entries = archive.infolist()
        place = Place(str(path))
        if len(entries) > PARTS:
            raise too_large("the workbook has", PARTS, "parts", place)
        if sum(entry.file_size for entry in entries) > BYTES:
            raise too_large("the workbook unpacks to", BYTES, "bytes", place)
        for entry in entries:
            if entry.file_size > max(_SMALL, RATIO * entry.compress_size):
                raise too_large(f"'{entry.filename}' unpacks to", RATIO, "times its size", place)

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name."""
        return name in self.archive.NameToInfo

    def parse(self, name: str, *, start: Start, end: End, text: Text) -> Generator[XmlStream, None, None]:
        """Feed an XML part to the handlers, piece by piece; never more of it than the archive says it has.

        Raises NoWorkbook, XmlSyntax, DoctypeRefused and TooLarge.
        """
        if not self.has(name):
            raise no_workbook(f"it has no part '{name}'", self.path)
        stream = XmlStream(f"{self.path}/{name}", start=start, end=end, text=text)
        with unpacked(self.path), self.archive.open(name) as part:
            while chunk := part.read(CHUNK):
                stream.feed(chunk)
                yield stream
            stream.feed(b"", last=True)
            yield stream


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open an XLSX file. Raises NoWorkbook and TooLarge."""
    with path.open("rb") as file:
        if file.read(4) == _OLD:
            raise no_workbook("it is an old .xls file, or one with a password", path)
    with unpacked(path), zipfile.ZipFile(path) as archive:
        yield Archive(path, archive)


@contextmanager
def unpacked(path: Path) -> Iterator[None]:
    """Say of damaged archives which file they are."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise no_workbook(f"it cannot be unpacked: {error}", path) from None


def no_workbook(problem: str, path: Path) -> NoWorkbook:
    """The error that says why a file is no workbook."""
    help = "open it in a spreadsheet program and save it as .xlsx, without a password"
    return NoWorkbook(f"this is no XLSX workbook: {problem}", place=Place(str(path)), help=help)


def part_name(base: str, target: str) -> str:
    """The name of the part that a relation of the part `base` targets.

    >>> part_name("xl/workbook.xml", "worksheets/sheet1.xml")
    'xl/worksheets/sheet1.xml'
    """
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
    return posixpath.normpath(joined).lstrip("/")
