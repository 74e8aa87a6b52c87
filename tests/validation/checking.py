"""Data checked by both layers."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rdflib import Graph

from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import Engine
from eulod.validation.data_table import read_table
from eulod.validation.set_wise import Outcome, validate_table


@functools.cache
def engine() -> Engine:
    """One engine for all tests, which keep nothing in it."""
    return DuckDBEngine(threads=1)


def set_wise(paths: Sequence[Path], shapes: Graph, *, ontology: Graph | None = None) -> Outcome:
    """What the set-wise layer finds in some files."""
    with TemporaryDirectory() as scratch:
        table = read_table(paths, engine=engine(), scratch=Path(scratch), ontology=ontology)
        try:
            return validate_table(engine(), table, shapes, small=0)
        finally:
            engine().drop(table)
