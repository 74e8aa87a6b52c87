"""Spark: expressions run by the executors of a cluster, on storage that the driver shares with them.

The driver sends SQL; executors read the sources and write files, and no Python runs in them. What is kept lies as
Parquet in a scratch folder on the shared storage.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.engines import spark_functions as functions
from eulod.engines.duckdb_errors import REFUSED
from eulod.engines.engine import BrokenRecord, Engine
from eulod.engines.json_steps import steps
from eulod.engines.spark_address import address
from eulod.engines.spark_compiler import compiler
from eulod.engines.spark_errors import located
from eulod.engines.spark_runs import with_runs
from eulod.engines.spark_session import check_shared, start_session
from eulod.engines.spark_sources import SparkSources
from eulod.terms.iri import ENCODINGS, NEEDS_ENCODING, NEEDS_RARE_ENCODING
from eulod.terms.literal import ESCAPES, NEEDS_ESCAPE, NEEDS_LONG_ESCAPE, SHORT_ESCAPES

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from eulod.engines.csv_dialect import Dialect

_BEYOND_ASCII, _MAY_COMPOSE = r"[^\x00-\x7F]", r"[^\x00-\x{2FF}]"
"""What may have a mark, and what may have another normal form."""
_PARTITION = 33
"""Bits of a row's number from Spark that count within its partition; those above number the partition."""


class SparkEngine(Engine):
    """A Spark session, and a scratch folder that its executors share with the driver.

    `master` is a URL such as `spark://host:7077`, `settings` are properties of Spark. A session that this process has
    already is used and left running.
    Raises NoSpark, NoJava, WrongMaster, ClusterUnreachable or FolderNotShared.
    """

    keeps_order = False

    def __init__(self, *, scratch: Path, master: str | None, settings: Mapping[str, str] | None = None) -> None:
        self._scratch = scratch.absolute()
        self.session, self._started = start_session(master, settings or {})
        self._named = 0
        self._folders: dict[str, Path] = {}
        self._views: dict[str, ibis.Schema] = {}
        self._sources = SparkSources(self.session, self._scratch)
        try:
            check_shared(self.session, self._scratch)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Forget what was kept, and end the session if it was started here."""
        self._sources.close()
        for name in self._views:
            self.session.catalog.dropTempView(name)
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)
        if self._started:
            self.session.stop()

    def _name(self) -> str:
        self._named += 1
        return f"eulod_{self._scratch.name.strip('.').replace('-', '_')}_{self._named}"

    def _folder(self) -> Path:
        return self._scratch / self._name()

    def _frame(self, table: ir.Expr) -> DataFrame:
        return self.session.sql(compiler.sql(table))

    def _view(self, frame: DataFrame, schema: ibis.Schema, name: str) -> ibis.Table:
        frame.createOrReplaceTempView(name)
        self._views[name] = schema
        return ibis.table(schema, name=name)

    def _opened(self, frame: DataFrame) -> ibis.Table:
        return self._view(frame, ibis.schema(dict.fromkeys(frame.columns, "string")), self._name())

    def _write(self, table: ibis.Table, folder: Path, *, mode: str = "error") -> DataFrame:
        with located(self._sources.look_closer):
            frame = self._frame(table)
            frame.write.mode(mode).parquet(address(folder))
            return frame

    def materialise(self, name: str, table: ibis.Table, *, order: Sequence[str] = ()) -> ibis.Table:
        """Run `table` once and keep its rows under `name`, replacing what stood there, in parts that have no order."""
        folder, before = self._folder(), self._folders.get(name)
        schema = self._write(table, folder).schema
        self._folders[name] = folder
        kept = self._view(self.session.read.schema(schema).parquet(address(folder)), table.schema(), name)
        if before:
            shutil.rmtree(before)
        return kept

    def keep(self, table: ibis.Table) -> ibis.Table:
        """Run `table` once and keep its rows until the engine is closed."""
        return self.materialise(self._name(), table)

    def drop(self, kept: ibis.Table) -> None:
        """Forget rows that were kept."""
        self.session.catalog.dropTempView(kept.get_name())
        del self._views[kept.get_name()]
        shutil.rmtree(self._folders.pop(kept.get_name()))

    def table(self, name: str) -> ibis.Table:
        """The rows kept under `name`."""
        return ibis.table(self._views[name], name=name)

    def append(self, name: str, table: ibis.Table) -> None:
        """Run `table` and add its rows to those kept under `name`."""
        folder = self._folders[name]
        frame = self._write(table, folder, mode="append")
        self._view(self.session.read.schema(frame.schema).parquet(address(folder)), table.schema(), name)

    def from_batches(
        self, identity: Hashable, names: Sequence[str], batches: Callable[[], Iterable[pa.RecordBatch]]
    ) -> ibis.Table:
        """Rows that Python reads as a stream, run once, in their order, and kept until the engine is closed."""
        return self._opened(self._sources.streamed(identity, names, batches))

    def from_columns(self, columns: Mapping[str, Sequence[str | None]]) -> ibis.Table:
        """A small table of text columns given as Python values."""
        import pyarrow as pa

        rows = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
        folder = self._sources.in_parquet(rows.schema, rows.to_batches())
        names = ", ".join(f"`{name.replace('`', '``')}` STRING" for name in columns)
        return self._opened(self.session.read.schema(names).parquet(address(folder)))

    def numbered(self, records: ibis.Table, name: str) -> ibis.Table:
        """`records`, which one file was opened as, with their numbers from 1 in their order as column `name`."""
        from pyspark.sql import functions as F

        marked = self._frame(records).withColumn(name, F.monotonically_increasing_id())
        partition = F.shiftright(F.col(name), _PARTITION)
        with located(self._sources.look_closer):
            counts = marked.groupBy(partition.alias("partition")).count().collect()
        before, starts = 0, []
        for part, count in sorted((row["partition"], row["count"]) for row in counts):
            starts += [F.lit(part), F.lit(before - (part << _PARTITION) + 1)]
            before += count
        start = F.create_map(*starts)[partition] if starts else F.lit(0)
        frame = marked.withColumn(name, (F.col(name) + start).cast("bigint"))
        return self._view(frame, ibis.schema({**records.schema(), name: "int64"}), self._name())

    def read_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect, skip: bool = False) -> ibis.Table:
        """Open one CSV file; every column is text, the header line is skipped, empty and null texts are null.

        With `skip`, records that break the dialect are passed over.
        """
        return self._opened(self._sources.csv(path, columns, dialect, skip=skip))

    def survey_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect) -> tuple[int, list[BrokenRecord]]:
        """Read every value of a CSV file once: how many records there are, and those that break the dialect."""
        return self._sources.survey_csv(path, columns, dialect)

    def padded_csv(self, path: Path, *, columns: Sequence[str], dialect: Dialect) -> ibis.Table:
        """Open one CSV file as `read_csv` does, but records with fewer cells end in nulls, and only they have nulls."""
        return self._opened(self._sources.padded_csv(path, columns, dialect))

    def read_json(self, path: Path, *, array: bool, lines: bool = False) -> ibis.Table:
        """Open one JSON file as a text column `eulod:document`, every number and boolean in it written as a string.

        Such a string begins with SCALAR_MARK. One row for each document in the file, or for each element of the only
        one with `array`, or for each line that is not blank with `lines`, which executors read in shares.
        """
        return self._opened(self._sources.json(path, array=array, lines=lines))

    def json_paths(self, documents: ibis.Table) -> tuple[str, ...]:
        """The paths to values that occur in any of the JSON texts of the only column of `documents`, sorted."""
        folder = self._folder()
        self._write(documents.rename(document=documents.columns[0]), folder)
        found = self._sources.json_paths(folder)
        shutil.rmtree(folder)
        return found

    def read_parquet(self, path: Path) -> ibis.Table:
        """Open one Parquet file as text columns."""
        return self._opened(self._sources.parquet(path))

    def read_lines(self, path: Path) -> ibis.Table:
        """Open a UTF-8 file as a text column `line`, one row per line without its LF; no line is empty."""
        lines = self.session.read.text(address(path), lineSep="\n")
        return self._opened(lines.withColumnRenamed("value", "line"))

    def json_text(self, document: ir.StringValue, path: str) -> ir.StringValue:
        """What `path` finds in each document: a text, or an array of texts where the path has a wildcard."""
        read = functions.json_texts if self.finds_several(path) else functions.json_text
        found: ir.StringValue = read(document, path)
        return found

    def json_marked(self, document: ir.StringValue, path: str) -> ir.StringValue:
        """As `json_text`, with SCALAR_MARK before numbers and booleans, CONTAINER_MARK before lists and objects.

        A text that begins with SCALAR_MARK itself has it twice.
        """
        read = functions.json_all_marked if self.finds_several(path) else functions.json_marked
        found: ir.StringValue = read(document, path)
        return found

    def refused(self, problem: ir.StringValue) -> ir.StringValue:
        """No value: a run that comes to it ends with NoSingleValue.

        `problem` is the file and the line of the mapping and what is wrong, with U+001F between them.
        """
        nothing: ir.StringValue = functions.refused(ibis.literal(REFUSED) + problem + ibis.literal("\x1f"))
        return nothing

    def finds_several(self, path: str) -> bool:
        """Say whether a path has a wildcard, outside of its quoted names."""
        return any(step.every for step in steps(path))

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
        usual, every = _replaced(text, SHORT_ESCAPES), _replaced(text, ESCAPES)
        written = text.re_search(NEEDS_LONG_ESCAPE).ifelse(every, usual)
        return text.re_search(NEEDS_ESCAPE).ifelse(written, text)

    def iri_safe(self, text: ir.StringValue) -> ir.StringValue:
        """Texts with every character encoded that may not stand in an IRI; those that need nothing are left alone.

        Source: https://www.w3.org/TR/r2rml/#from-template
        """
        characters: ir.ArrayValue = functions.every_match(text, "(?s).", 0)
        one_by_one = characters.map(
            lambda character: character.re_search(NEEDS_ENCODING).ifelse(self.uri_safe(character), character)
        )
        written = text.re_search(NEEDS_RARE_ENCODING).ifelse(one_by_one.join(""), _replaced(text, ENCODINGS))
        return text.re_search(NEEDS_ENCODING).ifelse(written, text)

    def uri_safe(self, text: ir.StringValue) -> ir.StringValue:
        """Texts with every character encoded but letters, digits and `-._~` of ASCII."""
        encoded: ir.StringValue = functions.url_encode(text)
        return encoded.replace("+", "%20").replace("*", "%2A").replace("%7E", "~")

    def sorted_items(self, texts: ir.ArrayValue) -> ir.ArrayValue:
        """The texts of each array once each, nulls left out, in code-point order; null where the array is."""
        items: ir.ArrayValue = functions.sorted_list(functions.distinct_list(functions.without_nulls(texts)))
        return items

    def nfc(self, text: ir.StringValue) -> ir.StringValue:
        """Unicode normalisation form C."""
        return text.re_search(_MAY_COMPOSE).ifelse(_normalised(text, "compose"), text)

    def without_marks(self, text: ir.StringValue) -> ir.StringValue:
        """Letters without their diacritical marks."""
        stripped = _normalised(_normalised(text, "decompose").re_replace(r"\pM+", ""), "compose")
        return text.re_search(_BEYOND_ASCII).ifelse(stripped, text)

    def local_time(self, moment: ir.TimestampValue, zone: str) -> ir.TimestampValue:
        """What the clocks of a time zone show at each moment, whatever the session's own zone is."""
        shown: ir.TimestampValue = functions.local_time(moment, zone)
        return shown

    def sha256(self, text: ir.StringValue) -> ir.StringValue:
        """The SHA-256 of the UTF-8 text as 64 lower-case hexadecimal digits."""
        digest: ir.StringValue = functions.sha2(text, 256)
        return digest

    def sha1(self, text: ir.StringValue) -> ir.StringValue:
        """The SHA-1 of the UTF-8 text as 40 lower-case hexadecimal digits."""
        digits: ir.StringValue = functions.sha1(text)
        return digits

    def split(self, text: ir.StringValue, separator: str) -> ir.ArrayValue:
        """The parts of each text between the plain text `separator`; one more than there are separators."""
        return text.split(separator)

    def in_order(self, table: ibis.Table, order: Sequence[str]) -> ibis.Table:
        """`table` sorted by the columns `order`."""
        return table.order_by(list(order))

    def with_runs(self, table: ibis.Table, *, order: Sequence[str], runs: Mapping[str, Sequence[str]]) -> ibis.Table:
        """Sort `table` by the columns `order`, and say where runs of equal rows begin and end.

        `runs` gives names to columns that stay the same within a run: each of its entries adds the boolean columns
        `begins_NAME` and `ends_NAME`. Each executor works on whole subjects; a run longer than those begins and ends
        where its least and its greatest subject do.
        """
        return with_runs(table, order=order, runs=runs)

    def one_thread(self) -> AbstractContextManager[None]:
        """Nothing changes: executors write."""
        return nullcontext()

    def sql(self, table: ibis.Table) -> str:
        """What the engine would run for `table`, as text to read; nothing is run."""
        return compiler.sql(table)

    def write_unordered(self, texts: Sequence[ibis.Table], path: Path) -> None:
        """Write the only column of each table to `path`, in any order: UTF-8, each text with LF after it, none null."""
        with path.open("wb") as whole:
            for table in texts:
                for part in self.write_parts(table.select(text=table[table.columns[0]] + "\n"), path.parent):
                    with part.open("rb") as file:
                        shutil.copyfileobj(file, whole)
                    part.unlink()

    def write_parts(self, pieces: ibis.Table, folder: Path, *, end: str = "\n") -> Sequence[Path]:
        """Have executors write the texts in the only column of `pieces`, in order, into files below `folder`.

        With `end` LF, each text ends with it or is empty; one after the other, the files hold the texts with nothing in
        between. With another character, which no text holds, the files have it after each text. No file is empty.
        """
        text = pieces[pieces.columns[0]]
        written = folder.absolute() / self._name()
        if end == "\n":
            pieces = pieces.filter(text != "").select(line=text.substr(0, text.length() - 1))
        with located(self._sources.look_closer):
            self._frame(pieces).write.text(address(written), lineSep=end)
        return [part for part in sorted(written.glob("part-*")) if part.stat().st_size]

    def count(self, table: ibis.Table) -> int:
        """The number of rows of `table`."""
        with located(self._sources.look_closer):
            return int(self._frame(table.count()).collect()[0][0])

    def batches(self, table: ibis.Table, *, rows: int = 50_000) -> Iterator[pa.RecordBatch]:
        """Stream `table` as Arrow record batches of at most about `rows` rows."""
        from pyarrow import parquet

        folder = self._folder()
        self._write(table, folder)
        for part in sorted(folder.glob("part-*.parquet")):
            with parquet.ParquetFile(part) as file:
                yield from file.iter_batches(rows)
        shutil.rmtree(folder)


def _replaced(text: ir.StringValue, replacements: Mapping[str, str]) -> ir.StringValue:
    """Each character replaced, one after the other."""
    for character, replacement in replacements.items():
        text = text.replace(character, replacement)
    return text


def _normalised(text: ir.StringValue, form: str) -> ir.StringValue:
    written: ir.StringValue = functions.normalised(functions.NORMALIZER, form, text.fill_null(""), False)
    return written
