"""A mapping run on the files beside it, as text to compare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ibis

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.map_source import MappedSource, map_source
from eulod.mapping.statements import statements
from eulod.sources.problem import Problem
from tests.staged import staging

BASE = "https://example.org/"
MAPPING = "mapping.yml"
RML = "mapping.ttl"


@dataclass(frozen=True)
class Run:
    """What a mapping made of a folder: the statements as sorted N-Quads, and the problems, one line each."""

    mapped: MappedSource
    statements: str
    problems: str


def run(folder: Path, engine: DuckDBEngine) -> Run:
    """Map the files of `folder` with its mapping."""
    mapped = mapped_source(folder, engine)
    lines = nquads(statements(mapped.maps), engine)
    return Run(mapped, lines, "".join(f"{described(problem, folder)}\n" for problem in mapped.problems))


def mapped_source(folder: Path, engine: DuckDBEngine) -> MappedSource:
    """Survey, check and compile the mapping of `folder`: mapping.yml, or mapping.ttl to the letter of RML."""
    externals = {"base": BASE, "source": folder.name, "retrieved": "2026-11-20"}
    name = RML if (folder / RML).exists() else MAPPING
    return map_source(
        engine,
        folder / name,
        input=folder,
        externals=externals,
        base=BASE,
        staging=staging(),
        strict=name == MAPPING,
    )


def nquads(table: ibis.Table, engine: DuckDBEngine) -> str:
    """The statements of a table as sorted N-Quads."""
    rows = (row for batch in engine.batches(table) for row in batch.to_pylist())
    return "".join(sorted(_line(row) for row in rows))


def described(problem: Problem, folder: Path) -> str:
    """A problem with its places, the files relative to `folder`."""
    severity = "rejected" if problem.rejects else "finding"
    at = f"{problem.mapping_file}:{problem.mapping_line}"
    value = f"{problem.value!r} is " if problem.value else ""
    return shown(f"{problem.place}: {problem.code} {severity}: {value}{problem.reason} ({at})", folder)


def shown(text: str, folder: Path) -> str:
    """A text with the files relative to `folder`, and written the same on every system."""
    return text.replace(f"{folder}/", "").replace(f"{folder}\\", "").replace(str(folder), ".")


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    """`folder` with the files written into it, UTF-8 and LF."""
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def _line(row: dict[str, str]) -> str:
    graph = f"{row['graph']} " if row["graph"] else ""
    return f"{row['subject']} {row['predicate']} {row['object']} {graph}.\n"
