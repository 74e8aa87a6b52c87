"""CSV files that Spark's executors read in shares: those in which every line is one whole record.

Everything else is left to DuckDB's reader, which knows what is broken and where.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eulod.engines.csv_dialect import Dialect
from eulod.engines.spark_address import address

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def read_csv(session: SparkSession, path: Path, columns: Sequence[str], dialect: Dialect) -> DataFrame:
    """The records of a file whose lines are whole records, as text columns; empty and null texts are null."""
    from pyspark.sql import functions as F

    names = [f"c{number}" for number in range(len(columns))]
    reader = session.read.schema(", ".join(f"{name} STRING" for name in names)).options(
        sep=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.quote,
        header=bool(dialect.header),
        mode="FAILFAST",
        maxColumns=max(len(columns) + 1, 20480),
        maxCharsPerColumn=-1,
    )
    nulls = ["", *dialect.null]
    cells = (F.when(~F.col(one).isin(nulls), F.col(one)).alias(name) for one, name in zip(names, columns, strict=True))
    return reader.csv(address(path)).select(*cells)


def is_one_record_a_line(session: SparkSession, path: Path, columns: int, dialect: Dialect) -> bool:
    """Say whether every line of a UTF-8 file is text and one record of so many cells, strictly quoted.

    False for other encodings, for files of one column, whose empty lines are records, for lines before the header, and
    where line ends differ.
    """
    from pyspark.sql import functions as F

    if dialect.encoding != "utf-8" or columns == 1 or dialect.header > 1:
        return False
    lines = session.read.text(address(path), lineSep="\n").select(
        (F.expr("is_valid_utf8(value)") & F.col("value").rlike(_record(columns, dialect))).alias("whole"),
        F.col("value").endswith("\r").alias("returned"),
    )
    found = lines.agg(F.every("whole"), F.every("returned"), F.some("returned")).collect()[0]
    every_whole, every_returned, some_returned = found
    return bool(every_whole) and every_returned == some_returned


def _record(columns: int, dialect: Dialect) -> str:
    """An empty line, or one that is a whole record; possessive, so that Java's matcher does not recurse."""
    quote, mark = rf"\x{{{ord(dialect.quote):X}}}", rf"\x{{{ord(dialect.delimiter):X}}}"
    quoted = rf"{quote}[^{quote}\r\x{{0}}]*+(?:{quote}{quote}[^{quote}\r\x{{0}}]*+)*+{quote}"
    cell = rf"(?:{quoted}|[^{quote}{mark}\r\x{{0}}]*+)"
    return rf"\A\x{{FEFF}}?(?:{cell}(?:{mark}{cell}){{{columns - 1}}}+)?\r?\z"
