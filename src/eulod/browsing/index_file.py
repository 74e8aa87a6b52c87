"""The SQLite file that a release is indexed in: its tables, and how they are filled from Arrow batches."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from eulod.errors import EulodError, Place
from eulod.publication.manifest import release_id

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "2"
"""Raised when the tables change, so that an older file is built again."""
INDEX = "index.sqlite"
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE resource (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE statement (
  id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, predicate INTEGER NOT NULL, object INTEGER, literal TEXT,
  withheld TEXT NOT NULL
);
CREATE TABLE stated (statement INTEGER, graph INTEGER, PRIMARY KEY (statement, graph)) WITHOUT ROWID;
CREATE TABLE label (resource INTEGER NOT NULL, kind INTEGER NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE quoted (statement INTEGER NOT NULL, claim INTEGER NOT NULL, status INTEGER, quote TEXT NOT NULL);
CREATE TABLE arm (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL, triples_map TEXT NOT NULL, mapping_file TEXT NOT NULL,
  mapping_line INTEGER NOT NULL, columns TEXT NOT NULL
);
CREATE TABLE origin (
  statement INTEGER NOT NULL, arm INTEGER NOT NULL, file TEXT NOT NULL, record INTEGER NOT NULL, line INTEGER NOT NULL,
  cells TEXT NOT NULL
);
CREATE TABLE facet (facet TEXT NOT NULL, value INTEGER NOT NULL, resource INTEGER NOT NULL);
CREATE TABLE searched (resource INTEGER PRIMARY KEY, kind TEXT NOT NULL, rank INTEGER NOT NULL);
CREATE TABLE programme (programme INTEGER PRIMARY KEY, period INTEGER, projects INTEGER NOT NULL);
CREATE TABLE programme_sum (
  programme INTEGER NOT NULL, amount_kind INTEGER NOT NULL, currency INTEGER NOT NULL, amount TEXT NOT NULL,
  projects INTEGER NOT NULL
);
CREATE TABLE place (
  place INTEGER PRIMARY KEY, latitude REAL, longitude REAL, country INTEGER, projects INTEGER NOT NULL
);
CREATE VIRTUAL TABLE text USING fts5 (names, body, content='', tokenize='unicode61 remove_diacritics 2');
"""
_INDEXES = """
CREATE UNIQUE INDEX resource_iri ON resource (iri);
CREATE INDEX resource_kind ON resource (kind);
CREATE INDEX statement_subject ON statement (subject, predicate);
CREATE INDEX statement_object ON statement (object, predicate) WHERE object IS NOT NULL;
CREATE INDEX label_resource ON label (resource);
CREATE INDEX quoted_statement ON quoted (statement);
CREATE INDEX origin_statement ON origin (statement);
CREATE INDEX facet_resource ON facet (resource);
CREATE INDEX facet_value ON facet (facet, value, resource);
CREATE INDEX searched_rank ON searched (rank, resource);
"""


class NoFullTextSearch(EulodError):
    """The SQLite that Python was built with cannot search texts."""

    code = "E030"


def create(path: Path) -> sqlite3.Connection:
    """Open a new file at `path` with empty tables. Raises NoFullTextSearch."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
    try:
        connection.executescript(_TABLES)
    except sqlite3.OperationalError as error:
        connection.close()
        if "fts5" not in str(error):
            raise
        problem = f"SQLite {sqlite3.sqlite_version} of this Python has no FTS5, which the search of pages needs"
        raise NoFullTextSearch(
            problem, help="use a Python from python.org or your system", place=Place(str(path))
        ) from None
    connection.execute("BEGIN")
    return connection


def fill(connection: sqlite3.Connection, table: str, batches: Iterable[pa.RecordBatch]) -> None:
    """Insert the rows of `batches` into the columns of `table` that have the names of theirs."""
    for batch in batches:
        names = batch.schema.names
        places = ", ".join("?" * len(names))
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)


def finish(connection: sqlite3.Connection, path: Path) -> None:
    """Make the indexes, write down the digest of all that is in the file at `path`, and close it."""
    connection.execute("COMMIT")
    connection.executescript(_INDEXES)
    connection.execute("ANALYZE")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    connection.execute("INSERT INTO meta VALUES ('digest', ?)", (digest,))
    connection.close()


def fits(path: Path, release: Path, *, lineage: bool) -> bool:
    """Whether the file at `path` is the index of `release`, of this format, with lineage if that is asked for."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            meta = dict(connection.execute("SELECT name, value FROM meta"))
    except sqlite3.Error:
        return False
    whole = meta.get("format") == FORMAT and meta.get("release") == release_id(release)
    return whole and (meta.get("lineage") == "yes" or not lineage)
