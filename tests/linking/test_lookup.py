"""Lookup tables as the engine compares their keys."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import Place
from eulod.linking.tables import FOLDER, find_lookup, normalised

TABLES = sorted(path.stem for path in FOLDER.glob("*.csv"))


@pytest.mark.parametrize("name", TABLES)
def test_the_engine_finds_every_alias_and_tells_them_apart(name: str) -> None:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        aliases = [row[0] for row in csv.reader(lines)][1:]
    engine = DuckDBEngine(threads=1)
    try:
        table = find_lookup(name, Path(), Place("mapping.yml")).table(engine)
        keys = table.to_pyarrow()["key"].to_pylist()
        asked = engine.from_columns({"alias": [f" {alias} " for alias in aliases]})
        found = asked.select(key=normalised(engine, asked["alias"])).to_pyarrow()["key"].to_pylist()
    finally:
        engine.close()
    assert len(set(keys)) == len(keys) == len(aliases)
    assert set(found) == set(keys)
