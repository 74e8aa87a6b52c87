"""The sorted table of statements holds what the mappings state, each once, in an order that the engine keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.map_source import MappedSource
from eulod.mapping.statements import ORDER, sorted_statements, statements
from tests.mapping.running import mapped_source, written
from tests.mapping.test_subject_blocks import FOLDERS, MAPPING
from tests.tables import rows_of

Statement = tuple[str, ...]
COLUMNS = ("graph", "subject", "predicate", "object")
NAME = "<https://example.org/name>"
GRAPHS = (
    MAPPING
    + """
  named:
    sources: rows
    subjects: ex:$(id)
    graphs: ex:g$(name)
    predicateobjects: [[ex:name, $(name)], [ex:name, $(id)]]
"""
)


@pytest.fixture
def engines() -> Iterator[tuple[DuckDBEngine, ...]]:
    """DuckDB with one thread, and with four."""
    engines = DuckDBEngine(threads=1), DuckDBEngine(threads=4)
    yield engines
    for engine in engines:
        engine.close()


def kept(mapped: MappedSource, engine: DuckDBEngine, others: list[Statement]) -> list[Statement]:
    columns = {name: [row[place] for row in others] for place, name in enumerate(COLUMNS)}
    table = sorted_statements(mapped.maps, engine.from_columns(columns), engine=engine, name="statements")
    assert engine.in_order(table, ORDER) is table
    return [tuple(row[name] for name in ORDER) for row in rows_of(table, engine)]


def stated(mapped: MappedSource, engine: DuckDBEngine) -> set[Statement]:
    return {tuple(row[name] for name in ORDER) for row in rows_of(statements(mapped.maps), engine)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_statement_stands_once_in_order(folder: Path, engine: DuckDBEngine) -> None:
    mapped = mapped_source(folder, engine)
    assert kept(mapped, engine, []) == sorted(stated(mapped, engine))


@pytest.mark.parametrize("mapping", [MAPPING, GRAPHS])
def test_rows_maps_graphs_and_others_are_merged(
    mapping: str, tmp_path: Path, engines: tuple[DuckDBEngine, ...]
) -> None:
    rows = {"rows.csv": "id,name\n1,b\n1,a\n1,a\n2,\n3,c\n,d\n", "more.csv": "id,name\n1,a\n1,z\n4,e\n"}
    folder = written(tmp_path, {"mapping.yml": mapping, **rows})
    others: list[Statement] = [
        ("", "<https://example.org/3>", NAME, '"c"'),
        ("<https://example.org/g>", "<https://example.org/3>", NAME, '"c"'),
        ("", "<https://example.org/0>", NAME, '"c"@en'),
        ("", "<https://example.org/0>", NAME, '"c"'),
    ]
    more = {(*triple, graph) for graph, *triple in others}
    for engine in engines:
        mapped = mapped_source(folder, engine)
        assert kept(mapped, engine, others) == sorted(stated(mapped, engine) | more)


def test_many_subjects_stay_in_order(tmp_path: Path, engines: tuple[DuckDBEngine, ...]) -> None:
    rows = "".join(f"{number * 7919 % 60_000},name {number}\n" for number in range(150_000))
    folder = written(tmp_path, {"mapping.yml": MAPPING, "rows.csv": f"id,name\n{rows}", "more.csv": "id,name\n1,a\n"})
    first, second = (kept(mapped_source(folder, engine), engine, []) for engine in engines)
    assert len(first) > 400_000
    assert first == sorted(set(first))
    assert second == first
