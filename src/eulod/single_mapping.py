"""One mapping run alone: records in, one file of RDF out, to the letter of RML."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO

from eulod.engines.engine import Engine
from eulod.engines.start import Cluster, start_engine
from eulod.errors import NotEnoughMemory, RecordError
from eulod.mapping.compile import CompiledMap, Compiler
from eulod.mapping.map_source import mapping_file
from eulod.mapping.problems import find_problems
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.retrieve_sources import retrieve_sources
from eulod.mapping.statements import statements
from eulod.mapping.subject_blocks import blocks
from eulod.mapping.triples_map import Mapping
from eulod.mapping.unknown_paths import refuse_unknown_paths
from eulod.serialisation.formats import Format, format_named, format_of, writable
from eulod.serialisation.part_files import placed_parts, write_parts
from eulod.serialisation.text_output import write_lines
from eulod.serialisation.write import write
from eulod.sources.access.staging import Staging
from eulod.sources.logical_source import source_files
from eulod.sources.problem import Problem, listed
from eulod.sources.survey import refuse_damaged
from eulod.terms.prefixes import PREFIXES

_IN_LINES = ("nq", "nt")
_BYTES_PER_THREAD = 100_000_000
"""Input that keeps a thread busy: DuckDB shares out work by some 100,000 records, and a thread without work spins."""
_MEGABYTES = {True: (160, 100), False: (100, 50)}
"""What DuckDB may hold at first, sorted or not, and what more for each thread. Beyond it, what grows spills to disk."""


class RecordsRejected(RecordError):
    """Records hold values that the mapping cannot map."""

    code = "V010"


def map_document(
    mapping: Path,
    target: Path | IO[bytes],
    *,
    input: Path | None = None,
    base: str = "",
    format: str | None = None,
    ordered: bool = True,
    threads: int | None = None,
    memory_limit: str | None = None,
    cluster: Cluster | None = None,
) -> tuple[Problem, ...]:
    """Run the mapping document `mapping` on the files below `input`, by default its own folder, and write `target`.

    Relative IRIs are resolved against `base`. The format is that of the target's extension unless stated. Statements
    are distinct, and sorted; N-Triples and N-Quads only if `ordered`. The target appears whole or not at all.
    `threads` are by default as many as the machine has and the input keeps busy; `memory_limit` is text such as 2GB, by
    default little, more where that is not enough, and in the end all that the machine has.
    With `cluster`, its executors read and write, and the target becomes a folder of parts, `part-00000.nq` and so on,
    that give the same bytes one after the other.
    Returns what lookups did not find, sorted.
    Raises RecordsRejected naming the first records that cannot be mapped; MappingError, SourceError, UnknownFormat,
    UnwritableFormat and, with a cluster, the errors E010 to E019.
    """
    form = _format(target, format)
    with _scratch_folder(target, cluster) as scratch, _placed(target, cluster) as file:
        path = mapping_file(mapping)
        folder = input or path.parent
        document = retrieve_sources(read_mapping(path), folder, Staging(Path(scratch)))
        threads = threads or _useful_threads(document, folder)
        run = partial(_run, document, folder, file, form, base=base, ordered=ordered)
        for limit in _memory_limits(memory_limit, threads, cluster, ordered=ordered):
            engine = start_engine(Path(scratch), cluster=cluster, threads=threads, memory_limit=limit)
            try:
                return run(engine, parts=cluster is not None)
            except NotEnoughMemory:
                if limit == memory_limit:
                    raise
            finally:
                engine.close()
    raise AssertionError("the last limit is the one that was asked for")


def _memory_limits(
    asked: str | None, threads: int, cluster: Cluster | None, *, ordered: bool
) -> tuple[str | None, ...]:
    """What DuckDB may hold, to be tried in turn: little at first, and in the end all that there is."""
    whole, each = _MEGABYTES[ordered]
    return (asked,) if asked or cluster else (*(f"{times * (whole + each * threads)}MB" for times in (1, 2, 4)), None)


def _run(
    document: Mapping, folder: Path, file: Path, form: Format, engine: Engine, *, base: str, ordered: bool, parts: bool
) -> tuple[Problem, ...]:
    """Check and write everything once."""
    compiler = Compiler(engine, document, folder, base=base)
    maps = tuple(compiler.compiled())
    for name in sorted({document.base_source(one.source) for one in document.triples_maps}):
        refuse_damaged(engine, document.sources[name], folder)
    refuse_unknown_paths(compiler)
    findings = _checked(compiler, maps)
    _write(maps, file, engine, form, ordered=ordered, parts=parts)
    return findings


@contextmanager
def _scratch_folder(target: Path | IO[bytes], cluster: Cluster | None) -> Iterator[str]:
    """A folder for what is kept for a while; beside the target and as open as its folder where a cluster shares it."""
    beside = target.absolute().parent if cluster and isinstance(target, Path) else None
    with tempfile.TemporaryDirectory(dir=beside, prefix=".eulod-", ignore_cleanup_errors=True) as folder:
        if beside:
            shutil.copymode(beside, folder)
        yield folder


def _useful_threads(document: Mapping, folder: Path) -> int:
    files = {file for source in document.sources.values() for file in source_files(source, folder)}
    size = sum(file.stat().st_size for file in files)
    return min(os.cpu_count() or 1, max(1, round(size / _BYTES_PER_THREAD)))


def _format(target: Path | IO[bytes], name: str | None) -> Format:
    if name is None and isinstance(target, Path):
        return writable(format_of(target))
    return writable(format_named(name or "-"))


def _placed(target: Path | IO[bytes], cluster: Cluster | None) -> AbstractContextManager[Path]:
    return placed_parts(target) if cluster else _placed_file(target)


@contextmanager
def _placed_file(target: Path | IO[bytes]) -> Iterator[Path]:
    """A file to write, moved or copied to `target` when everything is in it."""
    beside = target.parent if isinstance(target, Path) else None
    with tempfile.TemporaryDirectory(dir=beside, prefix=".eulod-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / (target.name if isinstance(target, Path) else "stdout")
        yield file
        if isinstance(target, Path):
            file.replace(target)
            return
        with file.open("rb") as written:
            shutil.copyfileobj(written, target)
        target.flush()


def _checked(compiler: Compiler, maps: tuple[CompiledMap, ...]) -> tuple[Problem, ...]:
    """The findings about the records of `maps`; only where something is to be checked are they read for it."""
    if not any(rows.checked for rows in (*compiler.rows.values(), *(one.rows for one in maps))):
        return ()
    lineage = replace(compiler, lineage=True, records={}, rows={})
    problems = find_problems(lineage, tuple(lineage.compiled()))
    rejected = [problem for problem in problems if problem.rejects]
    if rejected:
        raise _rejected(rejected)
    return problems


def _rejected(problems: list[Problem]) -> RecordsRejected:
    first = problems[0]
    what = "a value cannot be mapped" if len(problems) == 1 else f"{len(problems)} values cannot be mapped"
    help = f"correct the records, or line {first.mapping_line} of {first.mapping_file}"
    return RecordsRejected("\n".join([what, *listed(problems)]), place=first.place, help=help)


def _write(
    maps: tuple[CompiledMap, ...], file: Path, engine: Engine, form: Format, *, ordered: bool, parts: bool
) -> None:
    if form.name in _IN_LINES:
        lines = blocks(maps, engine=engine, graphs=form.holds_graphs, ordered=ordered)
        if parts:
            write_parts(lines, file, engine=engine)
        else:
            write_lines(lines, file, engine=engine, ordered=ordered)
    else:
        whole = engine.keep(statements(maps))
        only = file / f"part-00000.{form.name}" if parts else file
        write(whole, only, engine=engine, prefixes=PREFIXES, format=form.name)
