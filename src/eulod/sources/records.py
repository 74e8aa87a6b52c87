"""Records of a logical source as one Ibis table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

FILE = "eulod:file"
RECORD = "eulod:record"
LINE = "eulod:line"
DOCUMENT = "eulod:document"


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one logical source.

    `table` has one text column per CSV column or, for JSON and YAML, the text of each record in DOCUMENT, where every
    number is written as a string. With lineage it also has FILE and RECORD (from 1, per file). `columns` are the
    names that references may use, or None where a reference is a path into the document.
    """

    name: str
    table: ibis.Table
    columns: tuple[str, ...] | None
    files: tuple[Path, ...]


def gathered(
    engine: Engine, files: Sequence[Path], opened: Callable[[Path], ibis.Table], *, lineage: bool
) -> ibis.Table:
    """The records of all `files` in order, with FILE and RECORD where lineage is wanted."""
    return ibis.union(*(_placed(engine, opened(path), path, lineage) for path in files), distinct=False)


def _placed(engine: Engine, table: ibis.Table, path: Path, lineage: bool) -> ibis.Table:
    if not lineage:
        return table
    return engine.numbered(table, RECORD).mutate(**{FILE: ibis.literal(str(path))})
