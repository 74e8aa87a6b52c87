"""What eulod asks of an engine; everything else is said in Ibis.

Stages know this interface only. An engine is made by `engines.duckdb` or `engines.spark`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
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
    """Rows run, kept and given back.

    `keeps_order` says that rows that are kept come back in the order in which they were run.
    """

    keeps_order: bool

    def keep(self, table: ibis.Table) -> ibis.Table:
        """Run `table` once and keep its rows until the engine is closed."""

    def drop(self, kept: ibis.Table) -> None:
        """Forget rows that were kept."""

    def materialise(self, name: str, table: ibis.Table, *, order: Sequence[str] = ()) -> ibis.Table:
        """Run `table` once and keep its rows under `name`, replacing what stood there.

        `order` names columns that its rows come sorted by: an engine that keeps them so need not sort them again.
        """

    def table(self, name: str) -> ibis.Table:
        """The rows kept under `name`."""

    def in_order(self, table: ibis.Table, order: Sequence[str]) -> ibis.Table:
        """`table` sorted by the columns `order`; as it is where it shows rows that are kept so."""

    def append(self, name: str, table: ibis.Table) -> None:
        """Run `table` and add its rows to those kept under `name`."""

    def from_batches(
        self, identity: Hashable, names: Sequence[str], batches: Callable[[], Iterable[pa.RecordBatch]]
    ) -> ibis.Table:
        """Rows that Python reads as a stream, run once, in their order, and kept until the engine is closed.

        `batches` gives Arrow batches with the text columns `names`; no two of them are in memory together, as far as
        the engine is concerned. `identity` tells what is read (a file and how): asked for again, the rows that were
        kept are given back and `batches` is not called. What it raises passes through, and nothing is kept then.
        """

    def from_columns(self, columns: Mapping[str, Sequence[str | None]]) -> ibis.Table:
        """A small table of text columns given as Python values."""

    def count(self, table: ibis.Table) -> int:
        """The number of rows of `table`."""

    def batches(self, table: ibis.Table, *, rows: int = ...) -> Iterator[pa.RecordBatch]:
        """Stream `table` as Arrow record batches of at most about `rows` rows."""

    def one_thread(self) -> AbstractContextManager[None]:
        """Leave queries to one thread meanwhile: of those that stream rows in order, more would wait and take time."""

    def sql(self, table: ibis.Table) -> str:
        """What the engine would run for `table`, as text to read; nothing is run."""

    def write_unordered(self, texts: Sequence[ibis.Table], path: Path) -> None:
        """Write the only column of each table to `path`, in any order: UTF-8, each text with LF after it, none null."""

    def write_parts(self, pieces: ibis.Table, folder: Path, *, end: str = ...) -> Sequence[Path] | None:
        """Have executors write the texts in the only column of `pieces`, in order, into files below `folder`.

        With `end` LF, each text ends with it or is empty; one after the other, the files hold the texts with nothing in
        between. With another character, which no text holds, the files have it after each text.
        None where there are no executors, and `batches` serves.
        """

    def with_runs(self, table: ibis.Table, *, order: Sequence[str], runs: Mapping[str, Sequence[str]]) -> ibis.Table:
        """Sort `table` by the columns `order`, and say where runs of equal rows begin and end.

        `runs` gives names to columns that stay the same within a run: each of its entries adds the boolean columns
        `begins_NAME` and `ends_NAME`, true in the first and the last row of each run; of no columns, of the table.
        The columns of a run, in any turn, begin `order` or depend on columns that do.
        """


class Files(Protocol):
    """Files opened as tables of text."""

    def read_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect, skip: bool = ...) -> ibis.Table:
        """Open one CSV file; every column is text, the header line is skipped, empty and null texts are null.

        With `skip`, records that break the dialect are passed over.
        """

    def survey_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect) -> tuple[int, list[BrokenRecord]]:
        """Read every value of a CSV file once: how many records there are, and those that break the dialect."""

    def read_json(self, path: Path, *, array: bool, lines: bool = ...) -> ibis.Table:
        """Open one JSON file as a text column `eulod:document`, every number and boolean in it written as a string.

        Such a string is SCALAR_MARK and the scalar's own text, so that 1.50 stays 1.50 and is still known as a number;
        a string that begins with SCALAR_MARK itself has it twice. What is read of the document has no mark but from
        `json_marked`. One row for each document in the file, or for each element of the only one with `array`, or for
        each line that is not blank with `lines`. Elements and lines have at most 16,000,000 bytes; documents as many as
        the file.
        """

    def json_paths(self, documents: ibis.Table) -> tuple[str, ...]:
        """The paths to values that occur in any of the JSON texts of the only column of `documents`, sorted.

        Written as references are: names parted by points, `[*]` for the items of a list, `['a b']` for other names.
        What is a value here and an object there is one path.
        """

    def padded_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect) -> ibis.Table:
        """Open one CSV file as `read_csv` does, but records with fewer cells end in nulls, and only they have nulls."""

    def read_parquet(self, path: Path) -> ibis.Table:
        """Open one Parquet file as text columns; those of lists, structures and bytes are left out.

        A number has its own decimals, a binary one the fewest digits that tell it from others; a moment has its T and,
        if it has a zone, is in UTC.
        """

    def numbered(self, records: ibis.Table, name: str) -> ibis.Table:
        """`records`, which one file was opened as, with their numbers from 1 in their order as column `name`."""

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

    def json_deeper_than(self, document: ir.StringValue, levels: int) -> ir.BooleanValue:
        """Say in which documents arrays and objects stand in each other to more than `levels` levels."""

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

    def sha1(self, text: ir.StringValue) -> ir.StringValue:
        """The SHA-1 of the UTF-8 text as 40 lower-case hexadecimal digits."""

    def split(self, text: ir.StringValue, separator: str) -> ir.ArrayValue:
        """The parts of each text between the plain text `separator`, which is no regular expression and not empty.

        One more than there are separators, empty ones included wherever they stand; an empty text is one empty part.
        """


class Engine(Rows, Files, Functions, Protocol):
    """One database or cluster session that compiled expressions run on."""

    def close(self) -> None:
        """Release what the engine holds."""
