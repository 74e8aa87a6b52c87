"""What a mapping reads: files, their format and how records are found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from eulod.errors import Place, SourceError

FORMATS = ("csv", "jsonlines", "jsonpath", "parquet", "xlsx", "xpath", "yaml")
"""The reference formulations that can be read, by the names YARRRML gives them."""


JSON = ("jsonlines", "jsonpath")
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

    `options` holds what the format of its files takes, such as the delimiter of CSV; null may be several texts.
    `namespaces` are the prefixes of XPath.
    Source: https://kg-construct.github.io/rml-io/spec/docs/
    """

    name: str
    access: str
    formulation: str
    place: Place
    iterator: str | None = None
    options: Mapping[str, str | tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    namespaces: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


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
    """The files that `source` names below `folder`, sorted; `access` may hold the wildcards `*` and `?`.

    Raises MissingSource when there is none.
    """
    named = folder / source.access
    found = [named] if named.is_file() else folder.glob(source.access) if _is_pattern(source.access) else []
    files = tuple(sorted(path for path in found if path.is_file()))
    if not files:
        raise _missing(source, folder)
    return files


def _is_pattern(access: str) -> bool:
    return any(mark in access for mark in "*?[") and not Path(access).is_absolute()


def _missing(source: LogicalSource, folder: Path) -> MissingSource:
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else ["no such folder"]
    there = ", ".join(names[:12]) or "nothing"
    return MissingSource(
        f"source '{source.name}' reads '{source.access}', which is not in {folder}; there is: {there}",
        place=source.place,
        help="correct the access path, or put the file there",
    )
