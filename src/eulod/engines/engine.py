"""What eulod asks of an engine; everything else is said in Ibis.

Stages know this interface only. An engine is made by `engines.duckdb` or `engines.spark`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import ibis
import ibis.expr.types as ir

if TYPE_CHECKING:
    import pyarrow as pa

    from eulod.engines.csv_dialect import Dialect


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A record of a CSV file that breaks the dialect: its line, the column if known, a word and a message."""

    line: int
    column: str
    kind: str
    message: str


class Rows(Protocol):
    """Rows run, kept and given back."""

    def keep(self, table: ibis.Table) -> ibis.Table:
        """Run `table` once and keep its rows until the engine is closed."""

    def drop(self, kept: ibis.Table) -> None:
        """Forget rows that were kept."""

    def materialise(self, name: str, table: ibis.Table) -> ibis.Table:
        """Run `table` once and keep its rows under `name`, replacing what stood there."""

    def table(self, name: str) -> ibis.Table:
        """The rows kept under `name`."""

    def append(self, name: str, table: ibis.Table) -> None:
        """Run `table` and add its rows to those kept under `name`."""

    def from_columns(self, columns: Mapping[str, Sequence[str | None]]) -> ibis.Table:
        """A small table of text columns given as Python values."""

    def count(self, table: ibis.Table) -> int:
        """The number of rows of `table`."""

    def batches(self, table: ibis.Table, *, rows: int = ...) -> Iterator[pa.RecordBatch]:
        """Stream `table` as Arrow record batches of at most about `rows` rows."""

    def write_unordered(self, texts: Sequence[ibis.Table], path: Path) -> None:
        """Write the only column of each table to `path`, in any order: UTF-8, each text with LF after it, none null."""


class Files(Protocol):
    """Files opened as tables of text."""

    def read_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect, skip: bool = ...) -> ibis.Table:
        """Open one CSV file; every column is text, the header line is skipped, empty and null texts are null.

        With `skip`, records that break the dialect are passed over.
        """

    def survey_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect) -> tuple[int, list[BrokenRecord]]:
        """Read every value of a CSV file once: how many records there are, and those that break the dialect."""

    def read_json(self, path: Path, *, array: bool) -> ibis.Table:
        """Open one JSON file as a text column `eulod:document` in which every number is written as a string.

        One row for the document (or for each line of JSON Lines), or for each element with `array`.
        """

    def read_lines(self, path: Path) -> ibis.Table:
        """Open a UTF-8 file as a text column `line`, one row per line without its LF; no line is empty."""


class Functions(Protocol):
    """What Ibis has no expression for, on columns."""

    def json_text(self, document: ir.StringValue, path: str) -> ir.StringValue:
        """What `path` finds in each document: a text, or an array of texts where the path has a wildcard."""

    def finds_several(self, path: str) -> bool:
        """Say whether a path has a wildcard, outside of its quoted names."""

    def json_list(self, document: ir.StringValue, path: str) -> ir.ArrayValue:
        """The JSON texts that `path`, which has a wildcard, finds in each document."""

    def json_repeats_key(self, document: ir.StringValue) -> ir.BooleanValue:
        """Say in which documents an object has a key twice."""

    def escaped(self, text: ir.StringValue) -> ir.StringValue:
        """Texts as bodies of N-Quads literals; those that need no escape are left alone."""

    def iri_safe(self, text: ir.StringValue) -> ir.StringValue:
        """Texts with every character encoded that may not stand in an IRI; those that need nothing are left alone.

        Source: https://www.w3.org/TR/r2rml/#from-template
        """

    def uri_safe(self, text: ir.StringValue) -> ir.StringValue:
        """Texts with every character encoded but letters, digits and `-._~` of ASCII."""

    def sorted_items(self, texts: ir.ArrayValue) -> ir.ArrayValue:
        """The texts of each array once each, nulls left out, in code-point order; null where the array is."""

    def nfc(self, text: ir.StringValue) -> ir.StringValue:
        """Unicode normalisation form C."""

    def without_marks(self, text: ir.StringValue) -> ir.StringValue:
        """Letters without their diacritical marks."""

    def local_time(self, moment: ir.TimestampValue, zone: str) -> ir.TimestampValue:
        """What the clocks of a time zone show at each moment, whatever the session's own zone is."""

    def sha256(self, text: ir.StringValue) -> ir.StringValue:
        """The SHA-256 of the UTF-8 text as 64 lower-case hexadecimal digits."""


class Engine(Rows, Files, Functions, Protocol):
    """One database or cluster session that compiled expressions run on."""

    def close(self) -> None:
        """Release what the engine holds."""
