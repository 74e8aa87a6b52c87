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


SCALAR_MARK = "\x01"
"""What stands before a number or a boolean of JSON that was no text."""
CONTAINER_MARK = "\x01\x02"
"""What stands before the JSON of a list or an object; no text and no scalar begins so."""


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

    def write_lines(self, lines: ibis.Table, path: Path) -> None:
        """Write the only column of `lines`, text, to `path`: UTF-8, LF, in the order of the expression, unquoted."""


class Files(Protocol):
    """Files opened as tables of text."""

    def read_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect, skip: bool = ...) -> ibis.Table:
        """Open one CSV file; every column is text, the header line is skipped, empty and null texts are null.

        With `skip`, records that break the dialect are passed over.
        """

    def survey_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect) -> tuple[int, list[BrokenRecord]]:
        """Read every value of a CSV file once: how many records there are, and those that break the dialect."""

    def read_json(self, path: Path, *, array: bool) -> ibis.Table:
        """Open one JSON file as a text column `eulod:document`, every number and boolean in it written as a string.

        Such a string is SCALAR_MARK and the scalar's own text, so that 1.50 stays 1.50 and is still known as a number;
        a string that begins with SCALAR_MARK itself has it twice. What is read of the document has no mark but from
        `json_marked`. One row for the document (or for each line of JSON Lines), or for each element with `array`.
        """

    def read_lines(self, path: Path) -> ibis.Table:
        """Open a UTF-8 file as a text column `line`, one row per line without its LF; no line is empty."""


class Functions(Protocol):
    """What Ibis has no expression for, on columns."""

    def json_text(self, document: ir.StringValue, path: str) -> ir.StringValue:
        """What `path` finds in each document: a text, or an array of texts where the path has a wildcard."""

    def json_marked(self, document: ir.StringValue, path: str) -> ir.StringValue:
        """As `json_text`, with SCALAR_MARK before numbers and booleans, CONTAINER_MARK before lists and objects.

        A text that begins with SCALAR_MARK itself has it twice.
        """

    def refused(self, problem: ir.StringValue) -> ir.StringValue:
        """No value: a run that comes to it ends with NoSingleValue.

        `problem` is the file and the line of the mapping and what is wrong, with U+001F between them.
        """

    def finds_several(self, path: str) -> bool:
        """Say whether a path has a wildcard, outside of its quoted names."""

    def json_list(self, document: ir.StringValue, path: str) -> ir.ArrayValue:
        """The JSON texts that `path`, which has a wildcard, finds in each document; they are documents themselves."""

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
