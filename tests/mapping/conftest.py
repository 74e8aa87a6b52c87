"""One engine for the tests of a module: each makes tables of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from eulod.engines.duckdb import DuckDBEngine


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    """A DuckDB database in memory."""
    engine = DuckDBEngine(threads=1)
    yield engine
    engine.close()
