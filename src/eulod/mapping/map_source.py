"""One dataset source mapped: surveyed, checked record by record, compiled; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.errors import Place
from eulod.mapping.compile import CompiledMap, Compiler
from eulod.mapping.doubtful_texts import doubtful_texts
from eulod.mapping.errors import MappingSyntax, UnknownReference, nearest
from eulod.mapping.problems import find_problems, rejected_records
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.retrieve_sources import retrieve_sources
from eulod.mapping.triples_map import Mapping
from eulod.mapping.unknown_paths import refuse_unknown_paths
from eulod.sources.access.staging import Retrieved, Staging
from eulod.sources.problem import Problem
from eulod.sources.records import DOCUMENT, Records
from eulod.sources.survey import survey

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

MAPPING_FILE = "mapping.yml"


@dataclass(frozen=True, slots=True)
class MappedSource:
    """A source ready to be run: its records counted, its problems known.

    `maps` leave out the records that problems reject. `files` are the
    input files by logical source, as they were retrieved; `lineage` compiles the same mapping so that origins can be
    found.
    """

    mapping: Mapping
    files: Map[str, tuple[Retrieved, ...]]
    records: int
    problems: tuple[Problem, ...]
    maps: tuple[CompiledMap, ...]
    lineage: Compiler

    @property
    def rejected(self) -> tuple[Problem, ...]:
        """The problems that reject their record."""
        return tuple(problem for problem in self.problems if problem.rejects)

    @property
    def rejected_records(self) -> int:
        """How many records are left out."""
        return len({(problem.file, problem.record or f"line {problem.line}") for problem in self.rejected})

    def column_values(self, references: tuple[str, ...], *, place: Place) -> list[str]:
        """The distinct values of columns, or of paths into JSON and YAML records, over all files, sorted.

        Raises UnknownReference at `place` when every file has columns and none has that one.
        """
        found = set[str]()
        for reference in references:
            for values in self._columns(reference, place):
                table = values.name("value").as_table().distinct()
                for batch in self.lineage.engine.batches(table):
                    found.update(value for value in batch.column(0).to_pylist() if value)
        return sorted(found)

    def _columns(self, reference: str, place: Place) -> list[ibis.Value]:
        every = list(self.lineage.records.values())
        found = [_column(self.lineage.engine, records, reference, place) for records in every]
        if all(column is None for column in found):
            known = sorted({column for records in every for column in records.columns or ()})
            problem = f"no file of the source has the column '{reference}'"
            raise UnknownReference(problem, place=place, help=nearest(reference, known))
        return [column for column in found if column is not None]


def _column(engine: Engine, records: Records, reference: str, place: Place) -> ibis.Value | None:
    if records.paths is None:
        return records.table[reference] if reference in (records.columns or ()) else None
    path = records.paths.reference(reference, place)
    text = engine.json_text(records.table[DOCUMENT], path)
    return text.unnest() if engine.finds_several(path) else text


def mapping_file(path: Path) -> Path:
    """The mapping document: `path` itself, or mapping.yml in the folder `path`. Raises MappingSyntax if not there."""
    file = path / MAPPING_FILE if path.is_dir() else path
    if not file.is_file():
        folder = file.parent
        there = sorted(other.name for other in folder.iterdir()) if folder.is_dir() else ["no such folder"]
        problem = f"there is no such mapping; in its folder there is: {', '.join(there[:12]) or 'nothing'}"
        raise MappingSyntax(problem, place=Place(str(file)), help="correct the mapping's path")
    return file


def map_source(
    engine: Engine,
    mapping: Path,
    *,
    input: Path,
    externals: Map[str, str],
    base: str,
    staging: Staging,
    strict: bool = True,
) -> MappedSource:
    """Survey, check and compile the source that the mapping document `mapping` describes, from files below `input`.

    What is unpacked, decoded or fetched for it stays below the scratch folder of `staging`, and is read from there.

    Raises MappingError and SourceError subclasses; what is wrong with single records is in `problems`.
    """
    document = retrieve_sources(read_mapping(mapping_file(mapping), externals=externals), input, staging)
    surveys = [survey(engine, source, input) for source in document.sources.values()]
    broken = tuple(problem for one in surveys for problem in one.problems)

    lineage = Compiler(engine, document, input, base=base, strict=strict, lineage=True, skip=bool(broken))
    maps = tuple(lineage.compiled())
    refuse_unknown_paths(lineage)
    problems = tuple(sorted({*broken, *find_problems(lineage, maps), *doubtful_texts(lineage)}))
    rejected = rejected_records(engine, problems)
    if rejected:
        maps = tuple(replace(lineage, rejected=rejected, records={}, rows={}).compiled())
    files = {name: source.retrieved for name, source in document.sources.items()}
    records = sum(one.records for one in surveys)
    return MappedSource(document, files, records, problems, maps, lineage)
