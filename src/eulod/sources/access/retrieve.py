"""Logical sources with their files at hand: found, fetched, unpacked and decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from eulod.sources.access.addresses import address, is_address
from eulod.sources.access.database import POSTGRESQL, Database, connection
from eulod.sources.access.encodings import decoded, encoding_named
from eulod.sources.access.gzip_files import is_gzip, unpacked
from eulod.sources.access.header_breaks import evened
from eulod.sources.access.local_files import local_files
from eulod.sources.access.mysql import mysql_csv
from eulod.sources.access.postgresql import postgresql_csv
from eulod.sources.access.staging import Opened, Retrieved, Staging
from eulod.sources.access.zip_archives import MEMBER, is_zip, members
from eulod.sources.logical_source import LogicalSource, missing_source

_TEXTS = ("csv", "jsonlines", "jsonpath", "yaml")
"""Formats whose files say nothing of their encoding."""


def retrieve(source: LogicalSource, folder: Path, staging: Staging) -> LogicalSource:
    """`source` with its files at hand, in UTF-8 where its encoding was declared.

    Files are named below `folder`, which may also be a zip archive. What is not a plain file already is made below the
    scratch folder of `staging`, and is good as long as that is. Every message, and every record, names it by what it
    came from: `dump.zip!project.csv`, `list.csv.gz`.
    Raises MissingSource, MissingMember, BrokenArchive, TooMuch, UnknownEncoding, UndecodableText, and the errors of
    downloads and databases.
    """
    if source.database is not None:
        return _from_database(source, source.database, staging)
    found = tuple(_found(source, folder, staging))
    opened = [file for one in found for file in _unpacked(one, source, folder, staging)]
    options = dict(source.options)
    if source.formulation in _TEXTS and "encoding" in options:
        encoding = encoding_named(str(options.pop("encoding")), source.place)
        opened = [decoded(file, encoding, staging) for file in opened]
    if source.formulation == "csv" and str(options.get("header", "")).lower() != "none":
        opened = [evened(file, str(options.get("quote") or '"'), staging) for file in opened]
    files = tuple(file.path for file in opened)
    return replace(source, options=options, files=files, retrieved=tuple(sorted(set(found))))


def _from_database(source: LogicalSource, database: Database, staging: Staging) -> LogicalSource:
    """A table or a query as a CSV file."""
    to = connection(database, source.place, staging.environment)
    rows = postgresql_csv if to.kind == POSTGRESQL else mysql_csv
    blocks, name = rows(database, to, source.place), database.shown
    path = staging.made(f"{to.kind} {database.query}", Path(f"{to.host}{to.socket}"), name, "rows.csv", blocks)
    file = evened(Opened(name, path), '"', staging)
    at_hand = (Retrieved(name, path),)
    return replace(source, formulation="csv", iterator=None, options={}, files=(file.path,), retrieved=at_hand)


def _found(source: LogicalSource, folder: Path, staging: Staging) -> Iterator[Retrieved]:
    """What the access of a source names, as it is found: packed, and in any encoding."""
    if is_address(source.access):
        from eulod.sources.access.download import downloaded

        yield downloaded(address(_parts(source, folder)[0], source.place, staging.environment), source.place, staging)
        return
    if is_zip(folder.name) and folder.is_file():
        yield Retrieved(str(folder), folder)
        return
    outer = _parts(source, folder)[0]
    files = local_files(outer, folder, source.formulation)
    if not files:
        raise missing_source(source, folder)
    yield from (Retrieved(str(path), path) for path in files)


def _unpacked(found: Retrieved, source: LogicalSource, folder: Path, staging: Staging) -> Iterator[Opened]:
    """The files that formats can read of one that was found."""
    member = source.access if found.path == folder else _parts(source, folder)[1]
    file = Opened(found.name, found.path)
    if member or _is_packed(found, "zip", source):
        for one in members(file, member, source.formulation, source.place, staging):
            yield unpacked(one, staging) if is_gzip(one.name) else one
    else:
        yield unpacked(file, staging) if _is_packed(found, "gzip", source) else file


def _parts(source: LogicalSource, folder: Path) -> tuple[str, str]:
    """What is named outside of archives, and what is named inside of one; a file may have the mark in its own name."""
    outer, mark, member = source.access.partition(MEMBER)
    if is_address(outer) and not (is_zip(outer.partition("?")[0]) or source.compression == "zip"):
        return source.access, ""
    return (source.access, "") if not mark or (folder / source.access).is_file() else (outer, member)


def _is_packed(found: Retrieved, kind: str, source: LogicalSource) -> bool:
    """Say whether a file is packed in a way: as the source declares, else by its name."""
    if source.compression:
        return source.compression == kind
    return (is_zip if kind == "zip" else is_gzip)(found.path.name)
