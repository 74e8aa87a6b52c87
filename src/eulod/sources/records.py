"""Records of a logical source as one Ibis table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.errors import Place
from eulod.staged_name import shown_name

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

FILE = "eulod:file"
RECORD = "eulod:record"
LINE = "eulod:line"
DOCUMENT = "eulod:document"


PathReader = Callable[[str, Place], str]
"""A path as a mapping writes it, with its place, as a path into the JSON text of a record; raises UnsupportedPath."""


@dataclass(frozen=True, slots=True)
class Paths:
    """How references and nested iterators of a format are read, and the path of a record's line where it tells one."""

    reference: PathReader
    iterator: PathReader
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one logical source.

    `table` has one text column per column of a table or, for JSON, XML and YAML, the JSON text of each record in
    DOCUMENT, where every number is written as a string; `typed` says that those of JSON are marked there, so that they
    have a datatype. With lineage it also has FILE, as users know it, and RECORD (from 1, per file). `columns` are the
    names that references may use, or None where a reference is read by `paths`.
    """

    name: str
    table: ibis.Table
    columns: tuple[str, ...] | None
    files: tuple[Path, ...]
    paths: Paths | None = None
    typed: bool = False


def gathered(
    engine: Engine, files: Sequence[Path], opened: Callable[[Path], ibis.Table], *, lineage: bool
) -> ibis.Table:
    """The records of all `files` in order, with FILE and RECORD where lineage is wanted."""
    return ibis.union(*(_placed(engine, opened(path), path, lineage) for path in files), distinct=False)


def _placed(engine: Engine, table: ibis.Table, path: Path, lineage: bool) -> ibis.Table:
    if not lineage:
        return table
    return engine.numbered(table, RECORD).mutate(**{FILE: ibis.literal(shown_name(str(path)))})
