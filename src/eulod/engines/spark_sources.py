"""Files opened for Spark: shared out among the executors where that is safe, else put into Parquet by DuckDB's reader.

DuckDB's reader streams a file through the driver and holds none of it; whatever it refuses, it refuses here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import BrokenRecord
from eulod.engines.spark_address import address
from eulod.engines.spark_csv import is_one_record_a_line, read_csv
from eulod.engines.spark_json import read_json_lines

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from eulod.engines.csv_dialect import Dialect

_DOCUMENT = "eulod:document"


class SparkSources:
    """The files that one Spark engine has opened; `scratch` is a folder that executors share with the driver."""

    def __init__(self, session: SparkSession, scratch: Path) -> None:
        self._session, self._scratch = session, scratch
        self._reader = DuckDBEngine(temporary=scratch, threads=1, memory_limit="1GB")
        self._one_a_line: dict[tuple[Path, int, Dialect], bool] = {}
        self._written = 0
        self._converted: dict[tuple[object, ...], Path] = {}
        self._shared_out: dict[tuple[object, ...], Callable[[], ibis.Table]] = {}

    def close(self) -> None:
        """Release DuckDB's reader."""
        self._reader.close()

    def csv(self, path: Path, columns: Sequence[str], dialect: Dialect, *, skip: bool) -> DataFrame:
        """The records of a CSV file as text columns."""

        def opened() -> ibis.Table:
            return self._reader.read_csv(path, columns=columns, dialect=dialect, skip=skip)

        if not skip and self._is_one_record_a_line(path, columns, dialect):
            return read_csv(self._session, path, columns, dialect)
        return self.through_duckdb(("csv", path, dialect, skip), opened)

    def survey_csv(self, path: Path, columns: Sequence[str], dialect: Dialect) -> tuple[int, list[BrokenRecord]]:
        """How many records there are, and those that break the dialect."""
        if self._is_one_record_a_line(path, columns, dialect):
            return read_csv(self._session, path, columns, dialect).count(), []
        return self._reader.survey_csv(path, columns=columns, dialect=dialect)

    def padded_csv(self, path: Path, columns: Sequence[str], dialect: Dialect) -> DataFrame:
        """The records of a CSV file, those with fewer cells padded with nulls."""

        def opened() -> ibis.Table:
            return self._reader.padded_csv(path, columns=columns, dialect=dialect)

        return self.through_duckdb(("padded", path, dialect, *columns), opened)

    def json(self, path: Path, *, array: bool, lines: bool) -> DataFrame:
        """The documents of a JSON file, the elements of its array, or its lines, as one text column."""

        def opened() -> ibis.Table:
            return self._reader.read_json(path, array=array, lines=lines)

        if lines and not _begins_with_mark(path):
            self._shared_out["json", path] = opened
            return read_json_lines(self._session, path, _DOCUMENT)
        return self.through_duckdb(("json", path, array, lines), opened)

    def json_paths(self, folder: Path) -> tuple[str, ...]:
        """The paths in the JSON texts of a folder of Parquet, which the driver reads as a stream."""
        parts = folder / "*.parquet"
        return self._reader.json_paths(self._reader.read_parquet(parts)) if any(folder.glob(parts.name)) else ()

    def parquet(self, path: Path) -> DataFrame:
        """The columns of a Parquet file as text."""
        return self.through_duckdb(("parquet", path), lambda: self._reader.read_parquet(path))

    def look_closer(self) -> None:
        """Read again, with DuckDB's reader, what executors read in shares: it names the place of what is broken."""
        for opened in self._shared_out.values():
            self._reader.count(opened().mutate(read=ibis._[_DOCUMENT].length()).filter(ibis._.read < 0))

    def _is_one_record_a_line(self, path: Path, columns: Sequence[str], dialect: Dialect) -> bool:
        key = (path, len(columns), dialect)
        if key not in self._one_a_line:
            self._one_a_line[key] = is_one_record_a_line(self._session, path, len(columns), dialect)
        return self._one_a_line[key]

    def through_duckdb(self, key: tuple[object, ...], opened: Callable[[], ibis.Table]) -> DataFrame:
        """The rows of a table of DuckDB's reader, which it puts into Parquet when `key` is first asked for."""
        if key not in self._converted:
            table = opened()
            self._converted[key] = self.in_parquet(table.schema().to_pyarrow(), self._reader.batches(table))
        return self._session.read.parquet(address(self._converted[key]))

    def streamed(
        self, identity: Hashable, names: Sequence[str], batches: Callable[[], Iterable[pa.RecordBatch]]
    ) -> DataFrame:
        """The rows of a stream of text columns, which is put into Parquet when `identity` is first asked for."""
        import pyarrow as pa

        key = ("stream", identity)
        if key not in self._converted:
            self._converted[key] = self.in_parquet(pa.schema([(name, pa.string()) for name in names]), batches())
        return self._session.read.parquet(address(self._converted[key]))

    def in_parquet(self, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Path:
        """A new folder on the shared storage with the rows of a stream, in their order."""
        from pyarrow import parquet

        self._written += 1
        folder = self._scratch / f"read-{self._written}"
        folder.mkdir()
        try:
            with parquet.ParquetWriter(folder / "part-0.parquet", schema) as writer:
                for batch in batches:
                    writer.write_batch(batch.cast(schema))
        except BaseException:
            shutil.rmtree(folder)
            raise
        return folder


def _begins_with_mark(path: Path) -> bool:
    """Say whether a file begins with a byte order mark."""
    with path.open("rb") as file:
        return file.read(3) == b"\xef\xbb\xbf"
