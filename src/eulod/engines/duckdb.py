"""DuckDB, embedded: the default engine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from eulod.engines import duckdb_functions as functions
from eulod.engines.csv_lines import lines_at
from eulod.engines.duckdb_errors import located
from eulod.engines.duckdb_json import json_macros
from eulod.engines.duckdb_memory import SPARING, Memory
from eulod.engines.duckdb_order import sorted_by
from eulod.engines.duckdb_sql import csv_file, identifier, json_documents, macros, quoted
from eulod.engines.engine import BrokenRecord, Engine
from eulod.engines.json_structure import value_paths
from eulod.engines.typed_text import as_texts

if TYPE_CHECKING:
    import pyarrow as pa

    from eulod.engines.csv_dialect import Dialect

_QUOTED_NAME = re.compile(r'"(?:[^"\\]|\\.)*"')


class DuckDBEngine(Engine):
    """One DuckDB database and what eulod asks of an engine.

    The database is in memory, and spills to the folder `temporary` when that runs short. `memory_limit` is text such as
    `2GB`; with `first_limit` it holds no more than that until something needs more.
    """

    keeps_order = True

    def __init__(
        self,
        *,
        temporary: Path | None = None,
        threads: int | None = None,
        memory_limit: str | None = None,
        first_limit: str | None = None,
    ) -> None:
        settings: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        if threads is not None:
            settings["threads"] = threads
        if temporary is not None:
            settings["temp_directory"] = str(temporary)
        with located():
            self.connection: Backend = ibis.duckdb.connect(":memory:", **settings)
        self._memory = Memory(self._run_once, limit=memory_limit, first=first_limit)
        for setting, value in SPARING.items():
            self._run(f"SET {setting} = {quoted(value)}")
        self._run("SET enable_progress_bar = false")
        self._named = 0
        self._orders: dict[str, tuple[str, ...]] = {}
        self._streamed: dict[Hashable, str] = {}
        for macro in (*macros(), *json_macros()):
            self._run(f"CREATE TEMP MACRO {macro}")

    def _run(self, sql: str) -> list[tuple[Any, ...]]:
        """Run one statement to its end, and give its rows."""
        return self._memory.enough_for(partial(self._run_once, sql))

    def _run_once(self, sql: str) -> list[tuple[Any, ...]]:
        with located():
            rows: list[tuple[Any, ...]] = self.connection.raw_sql(sql).fetchall()
        return rows

    def _sql(self, table: ibis.Table) -> str:
        """The query for `table`; on one line, since to lay it out takes as long as to write it."""
        return str(self.connection.compile(table))

    def close(self) -> None:
        """Release the database."""
        self.connection.disconnect()

    def materialise(self, name: str, table: ibis.Table, *, order: Sequence[str] = ()) -> ibis.Table:
        """Run `table` once and keep its rows under `name`, replacing what stood there; they come sorted by `order`."""
        sql = self._sql(table)
        self._run(f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS {sql}")
        self._orders[name] = tuple(order)
        return self.table(name)

    def in_order(self, table: ibis.Table, order: Sequence[str]) -> ibis.Table:
        """`table` sorted by the columns `order`; as it is where it shows rows that are kept so."""
        return sorted_by(table, order, self._orders)

    def keep(self, table: ibis.Table) -> ibis.Table:
        """Run `table` once and keep its rows until the engine is closed."""
        return self.materialise(self._name(), table)

    def drop(self, kept: ibis.Table) -> None:
        """Forget rows that were kept."""
        self._orders.pop(kept.get_name(), None)
        self._run(f"DROP TABLE {identifier(kept.get_name())}")

    def table(self, name: str) -> ibis.Table:
        """The rows kept under `name`."""
        with located():
            return self.connection.table(name)

    def append(self, name: str, table: ibis.Table) -> None:
        """Run `table` and add its rows to those kept under `name`."""
        self._orders.pop(name, None)
        sql = self._sql(table)
        self._run(f"INSERT INTO {identifier(name)} {sql}")

    def from_batches(
        self, identity: Hashable, names: Sequence[str], batches: Callable[[], Iterable[pa.RecordBatch]]
    ) -> ibis.Table:
        """Rows that Python reads as a stream, run once, in their order, and kept until the engine is closed."""
        if identity not in self._streamed:
            name = self._name()
            columns = ", ".join(f"{identifier(column)} VARCHAR" for column in names)
            self.connection.raw_sql(f'CREATE TEMP TABLE "{name}" ({columns})').fetchall()
            try:
                for batch in batches():
                    self._insert(name, batch)
            except BaseException:
                self.connection.raw_sql(f'DROP TABLE "{name}"').fetchall()
                raise
            self._streamed[identity] = name
        return self.connection.table(self._streamed[identity])

    def _insert(self, name: str, batch: pa.RecordBatch) -> None:
        import pyarrow as pa

        self.connection.con.register("incoming", pa.Table.from_batches([batch]))
        try:
            with located():
                self.connection.raw_sql(f'INSERT INTO "{name}" SELECT * FROM incoming').fetchall()
        finally:
            self.connection.con.unregister("incoming")

    def from_columns(self, columns: Mapping[str, Sequence[str | None]]) -> ibis.Table:
        """A small table of text columns given as Python values."""
        import pyarrow as pa

        arrays = {name: _text_array(values) for name, values in columns.items()}
        name = self._name()
        stream = pa.table(
            arrays
        ).__arrow_c_stream__()  # for a table itself DuckDB would import pyarrow.dataset and pandas
        self.connection.con.register("incoming", stream)
        self._run(f'CREATE TEMP TABLE "{name}" AS SELECT * FROM incoming')
        self.connection.con.unregister("incoming")
        return self.table(name)

    def read_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect, skip: bool = False) -> ibis.Table:
        """Open one CSV file; every column is text, the header line is skipped, empty and null texts are null.

        With `skip`, records that break the dialect are passed over.
        """
        more = {"ignore_errors": "true"} if skip else {}
        return self._view(f"SELECT * FROM {csv_file(path, columns, dialect, more)}")

    def survey_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect) -> tuple[int, list[BrokenRecord]]:
        """Read every value of a CSV file once: how many records there are, and those that break the dialect."""
        name = self._name()
        more = {
            "store_rejects": "true",
            "rejects_table": quoted(f"{name}_rejects"),
            "rejects_scan": quoted(f"{name}_scans"),
        }
        counted = ", ".join(f"count({identifier(column)})" for column in columns)
        found = self._run(f"SELECT count(*), {counted} FROM {csv_file(path, columns, dialect, more)}")
        broken = self._run(
            f"SELECT line_byte_position, coalesce(column_name, ''), error_type::VARCHAR, coalesce(error_message, '') "
            f'FROM "{name}_rejects" ORDER BY line_byte_position, column_idx'
        )
        lines = lines_at(path, (row[0] for row in broken), encoding=dialect.encoding)
        return found[0][0], [BrokenRecord(lines[position], *rest) for position, *rest in broken]

    def padded_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect) -> ibis.Table:
        """Open one CSV file as `read_csv` does, but records with fewer cells end in nulls, and only they have nulls."""
        more = {"null_padding": "true", "parallel": "false", "nullstr": "[E'\\x02']"}
        return self._view(f"SELECT * FROM {csv_file(path, columns, dialect, more)}")

    def read_json(self, path: Path, *, array: bool, lines: bool = False) -> ibis.Table:
        """Open one JSON file as a text column `eulod:document`, every number and boolean in it written as a string.

        Such a string begins with SCALAR_MARK. One row for each document in the file, or for each element of the only
        one with `array`, or for each line that is not blank with `lines`. Elements and lines have at most 16,000,000
        bytes; documents as many as the file.
        """
        return self._view(json_documents(path, array=array, lines=lines))

    def read_parquet(self, path: Path) -> ibis.Table:
        """Open one Parquet file as text columns."""
        return as_texts(self, self._view(f"SELECT * FROM read_parquet({quoted(str(path))})"))

    def numbered(self, records: ibis.Table, name: str) -> ibis.Table:
        """`records`, which one file was opened as, with their numbers from 1 in their order as column `name`."""
        return records.mutate(**{name: ibis.row_number() + 1})

    def _view(self, sql: str) -> ibis.Table:
        name = self._name()
        self._run(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {sql}')
        return self.table(name)

    def _name(self) -> str:
        self._named += 1
        return f"source_{self._named}"

    def json_text(self, document: ir.StringValue, path: str) -> ir.StringValue:
        """What `path` finds in each document: a text, or an array of texts where the path has a wildcard."""
        value: ir.StringValue = (functions.json_texts if self.finds_several(path) else functions.json_text)(
            document, path
        )
        return value

    def json_marked(self, document: ir.StringValue, path: str) -> ir.StringValue:
        """As `json_text`, with SCALAR_MARK before numbers and booleans, CONTAINER_MARK before lists and objects.

        A text that begins with SCALAR_MARK itself has it twice.
        """
        several = self.finds_several(path)
        value: ir.StringValue = (functions.json_all_marked if several else functions.json_marked)(document, path)
        return value

    def refused(self, problem: ir.StringValue) -> ir.StringValue:
        """No value: a run that comes to it ends with NoSingleValue.

        `problem` is the file and the line of the mapping and what is wrong, with U+001F between them.
        """
        nothing: ir.StringValue = functions.refused(problem)
        return nothing

    def finds_several(self, path: str) -> bool:
        """Say whether a path has a wildcard, outside of its quoted names."""
        return "*" in _QUOTED_NAME.sub("", path)

    def json_list(self, document: ir.StringValue, path: str) -> ir.ArrayValue:
        """The JSON texts that `path`, which has a wildcard, finds in each document."""
        found: ir.ArrayValue = functions.json_list(document, path)
        return found

    def json_repeats_key(self, document: ir.StringValue) -> ir.BooleanValue:
        """Say in which documents an object has a key twice."""
        found: ir.BooleanValue = functions.json_repeats(document)
        return found

    def json_deeper_than(self, document: ir.StringValue, levels: int) -> ir.BooleanValue:
        """Say in which documents arrays and objects stand in each other to more than `levels` levels."""
        found: ir.BooleanValue = functions.json_deeper(document, levels)
        return found

    def escaped(self, text: ir.StringValue) -> ir.StringValue:
        """Texts as bodies of N-Quads literals; those that need no escape are left alone."""
        written: ir.StringValue = functions.escaped(text)
        return written

    def iri_safe(self, text: ir.StringValue) -> ir.StringValue:
        """Texts with every character encoded that may not stand in an IRI; those that need nothing are left alone.

        Source: https://www.w3.org/TR/r2rml/#from-template
        """
        written: ir.StringValue = functions.iri_safe(text)
        return written

    def uri_safe(self, text: ir.StringValue) -> ir.StringValue:
        """Texts with every character encoded but letters, digits and `-._~` of ASCII."""
        written: ir.StringValue = functions.uri_safe(text)
        return written

    def sorted_items(self, texts: ir.ArrayValue) -> ir.ArrayValue:
        """The texts of each array once each, nulls left out, in code-point order; null where the array is."""
        items: ir.ArrayValue = functions.sorted_items(texts)
        return items

    def nfc(self, text: ir.StringValue) -> ir.StringValue:
        """Unicode normalisation form C."""
        normalised: ir.StringValue = functions.nfc(text)
        return normalised

    def without_marks(self, text: ir.StringValue) -> ir.StringValue:
        """Letters without their diacritical marks."""
        stripped: ir.StringValue = functions.strip_accents(text)
        return stripped

    def local_time(self, moment: ir.TimestampValue, zone: str) -> ir.TimestampValue:
        """What the clocks of a time zone show at each moment, whatever the session's own zone is."""
        shown: ir.TimestampValue = functions.local_time(zone, moment)
        return shown

    def sha256(self, text: ir.StringValue) -> ir.StringValue:
        """The SHA-256 of the UTF-8 text as 64 lower-case hexadecimal digits."""
        digest: ir.StringValue = functions.sha256(text)
        return digest

    def sha1(self, text: ir.StringValue) -> ir.StringValue:
        """The SHA-1 of the UTF-8 text as 40 lower-case hexadecimal digits."""
        digits: ir.StringValue = functions.sha1(text)
        return digits

    def split(self, text: ir.StringValue, separator: str) -> ir.ArrayValue:
        """The parts of each text between the plain text `separator`; one more than there are separators."""
        return text.split(separator)

    def with_runs(self, table: ibis.Table, *, order: Sequence[str], runs: Mapping[str, Sequence[str]]) -> ibis.Table:
        """Sort `table` by the columns `order`, and say where runs of equal rows begin and end.

        `runs` gives names to columns that stay the same within a run: each of its entries adds the boolean columns
        `begins_NAME` and `ends_NAME`. A window without an order of its own streams over sorted rows.
        """
        rows, bounds = self.in_order(table, order), {}
        for name, same in runs.items():
            bounds[f"begins_{name}"] = _differs(rows, [rows[column].lag() for column in same or order[:1]], same)
            bounds[f"ends_{name}"] = _differs(rows, [rows[column].lead() for column in same or order[:1]], same)
        return rows.mutate(**bounds)

    def write_parts(self, pieces: ibis.Table, folder: Path, *, end: str = "\n") -> None:
        """There are no executors."""

    def write_unordered(self, texts: Sequence[ibis.Table], path: Path) -> None:
        """Write the only column of each table to `path`, in any order: UTF-8, each text with LF after it, none null."""
        whole = " UNION ALL ".join(f"({self._sql(table)})" for table in texts)
        form = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\\x01'"
        with self._meanwhile("preserve_insertion_order", "false"), self._memory.left_to_streams():
            self._run(f"COPY ({whole}) TO {quoted(str(path))} ({form})")

    def one_thread(self) -> AbstractContextManager[None]:
        """Leave queries to one thread meanwhile: of those that stream rows in order, more would wait and take time."""
        return self._meanwhile("threads", "1")

    @contextmanager
    def _meanwhile(self, setting: str, value: str) -> Iterator[None]:
        ((before,),) = self._run(f"SELECT current_setting('{setting}')")
        self._run(f"SET {setting} = {value}")
        try:
            yield
        finally:
            self._run(f"SET {setting} = {before}")

    def count(self, table: ibis.Table) -> int:
        """The number of rows of `table`."""
        sql = self._sql(table.count())
        return int(self._run(sql)[0][0])

    def sql(self, table: ibis.Table) -> str:
        """What the engine would run for `table`, as text to read; nothing is run."""
        return str(ibis.to_sql(table, dialect="duckdb"))

    def json_paths(self, documents: ibis.Table) -> tuple[str, ...]:
        """The paths to values that occur in any of the JSON texts of the only column of `documents`, sorted."""
        sql = self._sql(documents.rename(document=documents.columns[0]))
        with located():
            found = self.connection.raw_sql(f"SELECT json_group_structure(document::JSON) FROM ({sql})").fetchone()
        return tuple(sorted(value_paths(json.loads(found[0] or "null"))))

    def batches(self, table: ibis.Table, *, rows: int = 50_000) -> Iterator[pa.RecordBatch]:
        """Stream `table` as Arrow record batches of at most about `rows` rows."""
        reader = self._memory.enough_for(partial(self._begun, self._sql(table), rows))
        with located():
            yield from reader

    def _begun(self, sql: str, rows: int) -> Iterator[pa.RecordBatch]:
        """A stream that has given its first batch: what an order or a group needs in memory is there by then."""
        with located():
            reader = self.connection.raw_sql(sql).to_arrow_reader(rows)
            first = next(reader, None)
        return iter(()) if first is None else chain([first], reader)

    def read_lines(self, path: Path) -> ibis.Table:
        """Open a UTF-8 file as a text column `line`, one row per line without its LF; no line is empty."""
        options = (
            "columns = {line: 'VARCHAR'}, auto_detect = false, header = false, delim = E'\\x01', quote = '', "
            "escape = '', new_line = '\\n', nullstr = E'\\x02', max_line_size = 16000000, buffer_size = 32000000"
        )
        return self._view(f"SELECT * FROM read_csv({quoted(str(path))}, {options})")


def _differs(rows: ibis.Table, neighbours: Sequence[ir.Value], same: Sequence[str]) -> ir.BooleanValue:
    """Where the neighbour of a row has other values in the columns `same`; of none, where there is no neighbour."""
    if not same:
        return neighbours[0].isnull()
    pairs = zip(neighbours, same, strict=True)
    return ~ibis.and_(*(neighbour.identical_to(rows[column]) for neighbour, column in pairs))


def _text_array(values: Sequence[str | None]) -> pa.StringArray:
    """An Arrow array of texts, built without `pa.array`, which imports pandas for a look at what it is given."""
    import pyarrow as pa

    builder = pa.lib.StringBuilder()
    builder.append_values(list(values))
    return builder.finish()
