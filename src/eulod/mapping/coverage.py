"""Which columns and paths of its sources a mapping reads, where, and which it passes over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eulod.mapping.references import Read, references
from eulod.mapping.triples_map import Mapping
from eulod.sources.json import json_path
from eulod.sources.logical_source import LogicalSource
from eulod.sources.open import open_source
from eulod.sources.records import DOCUMENT, Records

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_LINES = ("@line", "#line")
_TEXT = '."#text"'
_ANY = ".*"
_NAME = re.compile(r"""([^\s.\[\]'"$?()*,:]+)(?=\.|\[|$)|\[(?:'([^']+)'|"[^"]+")\]""")
_STEP = re.compile(r"""\.\*|\."(?:[^"\\]|\\.)*"|\[[^\]]*\]""")
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
    Raises SourceError and MappingError subclasses.
    """
    every = list(references(mapping))
    covered: list[Covered] = []
    unanswered: list[Read] = []
    for source in mapping.sources.values():
        records = open_source(engine, source, folder)
        reads = [read for read in every if read.source == source.name]
        there = _there(engine, source, records)
        asked = [(read, _asked(read, records)) for read in reads]
        for name, steps in there.items():
            lines = sorted({read.place.line or 0 for read, path in asked if _overlap(path, steps)})
            covered.append(Covered(source.name, source.access, name, tuple(lines)))
        if records.paths is not None and there:
            unanswered += [read for read, path in asked if not any(_overlap(path, steps) for steps in there.values())]
    return Coverage(tuple(covered), tuple(unanswered))


Steps = tuple[str, ...]
"""The steps of a path into a document, all items of a list being one; a column is one step."""


def _there(engine: Engine, source: LogicalSource, records: Records) -> dict[str, Steps]:
    """The columns of a source, or the paths that occur in its records, as references may write them."""
    if records.paths is None:
        return {name: (name,) for name in records.columns or ()}
    found = engine.json_paths(records.table.select(DOCUMENT))
    steps = {path: _steps(json_path(path, source.place)) for path in found if not path.endswith(_LINES)}
    if source.formulation != "xpath":
        return steps
    inner = {path[:-1] for path in steps.values() if path[-1] == _TEXT}
    above = {path[:n] for path in steps.values() if path[-1] == _TEXT for n in range(len(path) - 1)}
    told = {_as_xpath(name): path for name, path in steps.items() if path[-1] != _TEXT or path[:-1] in inner - above}
    return dict(sorted(told.items()))


def _asked(read: Read, records: Records) -> Steps:
    """The steps of what a reference reads."""
    if records.paths is None:
        return (read.name,)
    iterators = [records.paths.iterator(iterator, read.place) for iterator in read.iterators]
    reference = records.paths.reference(read.reference, read.place)
    return _steps("$" + "".join(path.removeprefix("$") for path in (*iterators, reference)))


def _overlap(asked: Steps, there: Steps) -> bool:
    """Say whether a read takes a value, or something that it is part of, or something below it."""
    length = min(len(asked), len(there))
    return all(_ANY in (left, right) or left == right for left, right in zip(asked[:length], there, strict=False))


def _steps(path: str) -> Steps:
    return tuple(_ITEM.sub("[*]", step) for step in _STEP.findall(path))


def _as_xpath(name: str) -> str:
    """A path into the JSON text of an element as the XPath that finds the same."""
    names = [plain or quoted for plain, quoted in _NAME.findall(name)]
    return "/".join(names[:-1] if len(names) > 1 and names[-1] == "#text" else names)
