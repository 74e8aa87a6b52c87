"""A mapping looked into instead of run: what the engine would do, and what of its sources it reads."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import ibis

from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import Engine
from eulod.mapping.compile import CompiledMap, Compiler
from eulod.mapping.coverage import Covered, coverage
from eulod.mapping.map_source import mapping_file
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.retrieve_sources import retrieve_sources
from eulod.mapping.triples_map import Mapping
from eulod.sources.access.staging import Staging

_NOTHING = "nothing"
_NAMED_AT_RANDOM = re.compile(r"\b(ibis_[a-z_]+?)_[a-z0-9]{26}\b")


def explained(mapping: Path, *, input: Path | None = None, base: str = "") -> str:
    """For each triples map of `mapping` what the engine would run to make its statements; no record is mapped.

    Raises MappingError and SourceError subclasses.
    """
    with _opened(mapping, input, base) as (engine, document, folder):
        compiler = Compiler(cast("Engine", _Unrun(engine)), document, folder, base=base)
        return "\n\n".join(_query(one, compiler) for one in compiler.compiled()) + "\n"


def covered(mapping: Path, *, input: Path | None = None, form: str = "text") -> str:
    """Every column and path of the sources of `mapping` with the lines that read it, as a text table or as JSON.

    Columns stand in the order of the header, paths in alphabetical order.
    Raises MappingError and SourceError subclasses.
    """
    with _opened(mapping, input) as (engine, document, folder):
        found = coverage(engine, document, folder).covered
    return _as_json(found) if form == "json" else _as_text(found)


@contextmanager
def _opened(mapping: Path, input: Path | None, base: str = "") -> Iterator[tuple[Engine, Mapping, Path]]:
    """An engine, the mapping with its files at hand, and their folder.

    What eulod.toml would say for `$(_base)` and its like is `base`, the folder's name, and nothing.
    """
    path = mapping_file(mapping)
    folder = input or path.parent
    document = read_mapping(path, externals={"base": base, "source": path.parent.name, "retrieved": ""})
    engine = DuckDBEngine(threads=1)
    try:
        with tempfile.TemporaryDirectory(prefix="eulod-", ignore_cleanup_errors=True) as scratch:
            yield engine, retrieve_sources(document, folder, Staging(Path(scratch))), folder
    finally:
        engine.close()


class _Unrun:
    """An engine that runs nothing while a mapping is compiled: what it is to keep is taken as it was written."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def keep(self, table: ibis.Table) -> ibis.Table:
        return table

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)


def _query(compiled: CompiledMap, compiler: Compiler) -> str:
    triples_map = compiled.triples_map
    name, place = triples_map.name.rpartition("#")[2], triples_map.place
    source = compiler.mapping.sources[compiler.mapping.base_source(triples_map.source)]
    title = f"-- {name} (line {place.line}), from {source.access}"
    query = compiler.engine.sql(compiled.statements())
    return f"{title}\n{_numbered(query.replace(compiler.mapping.file, Path(compiler.mapping.file).name))}"


def _numbered(query: str) -> str:
    """A query with numbers in the names that are made anew at each run."""
    names = dict.fromkeys(found[0] for found in _NAMED_AT_RANDOM.finditer(query))
    numbers = {name: str(number) for number, name in enumerate(names, 1)}
    return _NAMED_AT_RANDOM.sub(lambda found: f"{found[1]}_{numbers[found[0]]}", query)


def _as_text(found: tuple[Covered, ...]) -> str:
    rows = [("source", "column or path", "read by")]
    for number, one in enumerate(found):
        repeated = number > 0 and found[number - 1].source == one.source
        rows.append(("" if repeated else one.source, one.name, _lines(one)))
    widths = [max(len(row[place]) for row in rows) for place in (0, 1)]
    lines = (f"{first.ljust(widths[0])}  {name.ljust(widths[1])}  {read}" for first, name, read in rows)
    return "".join(f"{line}\n" for line in lines)


def _lines(one: Covered) -> str:
    if not one.lines:
        return _NOTHING
    return f"line{'s' if len(one.lines) > 1 else ''} {', '.join(map(str, one.lines))}"


def _as_json(found: tuple[Covered, ...]) -> str:
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in found]
    return "[\n" + ",\n".join(lines) + "\n]\n"
