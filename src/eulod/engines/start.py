"""Starting the engine that a user chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import Engine


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Spark cluster: the URL of its master, and properties of Spark such as `spark.executor.memory`."""

    master: str | None
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def start_engine(
    scratch: Path,
    *,
    cluster: Cluster | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    first_limit: str | None = None,
) -> Engine:
    """DuckDB, or Spark on `cluster`; what does not fit in memory goes to `scratch`, which a cluster must share.

    Without `memory_limit` DuckDB may hold most of the memory that the machine has, with `first_limit` only when what it
    does needs more than that.

    Raises the errors of starting Spark, E010 to E014.
    """
    if cluster is None:
        return DuckDBEngine(temporary=scratch, threads=threads, memory_limit=memory_limit, first_limit=first_limit)
    from eulod.engines.spark import SparkEngine

    return SparkEngine(scratch=scratch, master=cluster.master, settings=cluster.settings)
