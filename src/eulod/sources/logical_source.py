"""What a mapping reads: files, their format and how records are found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from eulod.errors import Place, SourceError
from eulod.sources.access.addresses import is_address
from eulod.sources.access.database import Database
from eulod.sources.access.local_files import local_files
from eulod.sources.access.staging import Retrieved

FORMATS = ("csv", "jsonlines", "jsonpath", "parquet", "xlsx", "xpath", "yaml")
"""The reference formulations that can be read, by the names YARRRML gives them."""
JSON = ("jsonlines", "jsonpath")
COMPRESSIONS = ("gzip", "none", "zip")
"""How a source may declare that its files are packed."""
_BY_EXTENSION = {
    ("csv", ".parquet"): "parquet",
    ("csv", ".xlsx"): "xlsx",
    ("csv", ".xlsm"): "xlsx",
    ("jsonpath", ".jl"): "jsonlines",
    ("jsonpath", ".jsonl"): "jsonlines",
    ("jsonpath", ".ndjson"): "jsonlines",
}


def format_of(formulation: str, access: str) -> str:
    """The format of a file whose references are columns, or paths, by the extension of its name.

    >>> format_of("jsonpath", "projects.jsonl.gz")
    'jsonlines'
    """
    suffix = Path(access.lower().removesuffix(".gz")).suffix
    return _BY_EXTENSION.get((formulation, suffix), formulation)


class MissingSource(SourceError):
    """The file of a logical source is not there."""

    code = "S001"


class SourceOption(SourceError):
    """An option of a source is unknown for its format, or cannot be used."""

    code = "S004"


class EmptyIterator(SourceError):
    """The iterator of a source finds nothing in its files."""

    code = "S009"


@dataclass(frozen=True, slots=True)
class LogicalSource:
    """One logical source as its mapping declares it.

    `access` names files, a folder, a file in an archive (`dump.zip!project.csv`) or an address; with a `database` it is
    just what that is called. `options` holds what the format of its files takes, such as the delimiter of CSV; null may
    be several texts. `namespaces` are the prefixes of XPath. `compression` is gzip, zip or none, or empty where the
    name tells it. `files` are at hand to be read, once sources.access retrieved them, and `retrieved` is what they came
    from.
    Source: https://kg-construct.github.io/rml-io/spec/docs/
    """

    name: str
    access: str
    formulation: str
    place: Place
    iterator: str | None = None
    options: Mapping[str, str | tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    namespaces: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    compression: str = ""
    database: Database | None = None
    files: tuple[Path, ...] | None = None
    retrieved: tuple[Retrieved, ...] = ()

    @property
    def is_remote(self) -> bool:
        """Whether the source lies elsewhere: at an address, or in a database."""
        return self.database is not None or is_address(self.access)


def refuse_options(source: LogicalSource, known: tuple[str, ...]) -> None:
    """Raise SourceOption for an option of `source` that is not among the `known` ones."""
    unknown = sorted(set(source.options) - set(known))
    if unknown:
        there = f"there are: {', '.join(known)}" if known else "there are none"
        problem = f"unknown option '{unknown[0]}' of {source.formulation}; {there}"
        raise SourceOption(problem, place=source.place, help="correct the option's name or remove it")


def header_row(source: LogicalSource) -> int:
    """The row of the header that a source declares, from 1. Raises SourceOption."""
    stated = str(source.options.get("header", "1"))
    if stated.isdecimal() and 0 < int(stated) < 1_000_000:
        return int(stated)
    help = "write the number of the row with the column names, from 1"
    raise SourceOption(f"the header is '{stated}'", place=source.place, help=help)


def source_files(source: LogicalSource, folder: Path) -> tuple[Path, ...]:
    """The files of `source` to be read, sorted: those at hand, else the plain ones that it names below `folder`.

    Raises MissingSource when there is none.
    """
    if source.files is not None:
        return source.files
    files = local_files(source.access, folder, source.formulation)
    if not files:
        raise missing_source(source, folder)
    return files


def missing_source(source: LogicalSource, folder: Path) -> MissingSource:
    """The error that says what is there instead of the files that `source` names."""
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else ["no such folder"]
    there = ", ".join(names[:12]) or "nothing"
    return MissingSource(
        f"source '{source.name}' reads '{source.access}', which is not in {folder}; there is: {there}",
        place=source.place,
        help="correct the access path, or put the file there",
    )
