"""Blocks of lines hold what the table of statements holds: each once, sorted."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.map_source import MappedSource
from eulod.mapping.statements import statements
from eulod.mapping.subject_blocks import blocks
from tests.mapping.running import mapped_source, written
from tests.shared import ROOT

FOLDERS = sorted(
    path.parent
    for path in (ROOT / "tests" / "cases" / "mapping").glob("*/mapping.yml")
    if not path.parent.name.startswith("error")
)


def lines(mapped: MappedSource, engine: DuckDBEngine, *, graphs: bool, ordered: bool = True) -> list[str]:
    """The lines of all blocks."""
    tables = blocks(mapped.maps, engine=engine, graphs=graphs, ordered=ordered)
    texts = (text for table in tables for batch in engine.batches(table) for text in batch.column(0).to_pylist())
    return "\n".join(texts).split("\n")


def expected(mapped: MappedSource, engine: DuckDBEngine, *, graphs: bool) -> list[str]:
    """The lines of the table of statements, sorted."""
    rows = (row for batch in engine.batches(statements(mapped.maps)) for row in batch.to_pylist())
    ends = ((row, f"{row['graph']} ." if row["graph"] and graphs else ".") for row in rows)
    return sorted({f"{row['subject']} {row['predicate']} {row['object']} {end}" for row, end in ends})


@pytest.mark.parametrize("graphs", [True, False])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_blocks_hold_the_statements_in_order(folder: Path, graphs: bool, engine: DuckDBEngine) -> None:
    mapped = mapped_source(folder, engine)
    assert lines(mapped, engine, graphs=graphs) == expected(mapped, engine, graphs=graphs)


MAPPING = """
prefixes: {ex: "https://example.org/"}
sources: {rows: {access: rows.csv}, more: {access: more.csv}}
mappings:
  row:
    sources: rows
    subjects: ex:$(id)
    predicateobjects: [[a, ex:Row], [a, ex:A], [ex:name, $(name)], [ex:$(name), $(id)]]
  one:
    sources: rows
    subjects: ex:1
    predicateobjects: [[ex:name, $(name)]]
  more:
    sources: more
    subjects: ex:$(id)
    predicateobjects: [[ex:name, $(name)], [ex:other, $(name)]]
  elsewhere:
    sources: more
    subjects: urn:$(id)
    predicateobjects: [[ex:name, $(name)]]
"""


@pytest.mark.parametrize("ordered", [True, False])
def test_subjects_of_several_records_and_maps_are_merged(tmp_path: Path, engine: DuckDBEngine, ordered: bool) -> None:
    rows = {"rows.csv": "id,name\n1,b\n1,a\n1,a\n2,\n3,c\n,d\n", "more.csv": "id,name\n1,a\n1,z\n4,e\n"}
    mapped = mapped_source(written(tmp_path, {"mapping.yml": MAPPING, **rows}), engine)
    found = lines(mapped, engine, graphs=False, ordered=ordered)
    assert (found if ordered else sorted(found)) == expected(mapped, engine, graphs=False)
    assert len(found) == len(set(found)) == 22
