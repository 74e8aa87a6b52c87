"""Which columns and paths of its sources a mapping reads, where, and which it passes over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.errors import Place
from eulod.mapping.references import Read, references
from eulod.mapping.triples_map import Mapping
from eulod.sources.json import json_path
from eulod.sources.open import open_source
from eulod.sources.records import DOCUMENT

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_LINE = "@line"
_STEP = re.compile(r"""\."(?:[^"\\]|\\.)*"|\[[^\]]*\]""")
_ITEM = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Covered:
    """A column, or a path that occurs in records, of a source, with the lines of the mapping that read it.

    `access` says which file or files the source reads.
    """

    source: str
    access: str
    name: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every column and path of the sources, in the order of the sources, and the reads that nothing answers."""

    covered: tuple[Covered, ...]
    unanswered: tuple[Read, ...]


def coverage(engine: Engine, mapping: Mapping, folder: Path) -> Coverage:
    """What `mapping` reads of its files below `folder`.

    Columns stand in the order of the header, paths in alphabetical order. Only documents are read, and those whole.
    Raises SourceError subclasses.
    """
    every = list(references(mapping))
    covered: list[Covered] = []
    unanswered: list[Read] = []
    for source in mapping.sources.values():
        records = open_source(engine, source, folder)
        reads = [read for read in every if read.source == source.name]
        names = records.columns or _paths(engine, records.table)
        answers = _same if records.columns is not None else _overlap
        for name in names:
            lines = sorted({read.place.line or 0 for read in reads if answers(read, name)})
            covered.append(Covered(source.name, source.access, name, tuple(lines)))
        if records.columns is None and names:
            unanswered += [read for read in reads if not any(_overlap(read, name) for name in names)]
    return Coverage(tuple(covered), tuple(unanswered))


def _paths(engine: Engine, table: ibis.Table) -> tuple[str, ...]:
    if DOCUMENT not in table.columns:
        return ()
    return tuple(path for path in engine.json_paths(table.select(DOCUMENT)) if not path.endswith(_LINE))


def _same(read: Read, name: str) -> bool:
    return read.name == name


def _overlap(read: Read, name: str) -> bool:
    """Say whether a read takes a value, or something that it is part of, or something below it."""
    asked, there = _steps(read.name), _steps(name)
    length = min(len(asked), len(there))
    return asked[:length] == there[:length]


@cache
def _steps(path: str) -> tuple[str, ...]:
    """The steps of a path, all items of a list being one."""
    whole = json_path(path, Place("")).replace(".*", "[*]")
    return tuple(_ITEM.sub("[*]", step) for step in _STEP.findall(whole))
