"""PostgreSQL: the server writes the rows as CSV itself, so that nothing is done to them one by one here.

Values are in the natural lexical forms of R2RML: true and false, dates and moments of ISO 8601 with T and in UTC, hex
digits for bytes, every digit of a number; null is an empty cell.
Source: https://www.w3.org/TR/r2rml/#natural-mapping and https://www.postgresql.org/docs/current/sql-copy.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from eulod.errors import Place
from eulod.sources.access.database import (
    Connection,
    Database,
    DatabaseUnreachable,
    MissingDriver,
    QueryRefused,
    first_line,
    single_query,
)

if TYPE_CHECKING:
    import psycopg

_WAIT = 10
_SETTINGS = (
    "SET TIME ZONE 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    "SET intervalstyle = 'iso_8601'",
    "SET max_parallel_workers_per_gather = 0",  # several workers would mix up the order
)
_BOOLEAN, _BYTES, _FLOAT, _DOUBLE, _TIMESTAMP, _TIMESTAMP_IN_ZONE = 16, 17, 700, 701, 1114, 1184
_WRITTEN = {
    _BOOLEAN: "{}::text",
    _BYTES: "upper(encode({}, 'hex'))",
    _FLOAT: "replace({}::text, 'Infinity', 'INF')",
    _DOUBLE: "replace({}::text, 'Infinity', 'INF')",
    _TIMESTAMP: "replace({}::text, ' ', 'T')",
    _TIMESTAMP_IN_ZONE: "replace(replace({}::text, ' ', 'T'), '+00', 'Z')",
}
"""How a column of a type is written where the server's own way is another; types by their number in the catalogue."""
_ORDERED = (_BOOLEAN, 20, 21, 23, _FLOAT, _DOUBLE, 1700, 1082, _TIMESTAMP, _TIMESTAMP_IN_ZONE)


def postgresql_csv(database: Database, to: Connection, place: Place) -> Iterator[bytes]:
    """A table, in the order of its columns, or a query, in its own order, as CSV in UTF-8 with a header, in blocks.

    Raises MissingDriver, DatabaseUnreachable and QueryRefused.
    """
    try:
        import psycopg
    except ImportError:
        help = 'install it: pip install "eulod[postgresql]"'
        raise MissingDriver("psycopg, which reads from PostgreSQL, is not installed", place=place, help=help) from None
    with _connected(psycopg, to, place) as server:
        try:
            with server.cursor() as cursor:
                for setting in _SETTINGS:
                    cursor.execute(setting)
                with cursor.copy(_copy(cursor, database).encode()) as rows:
                    yield from (bytes(row) for row in rows)
        except psycopg.Error as error:
            problem = f"{database.shown} cannot be read: {first_line(error, to.password)}"
            raise QueryRefused(problem, place=place, help="correct the query or the table's name") from None


def _connected(driver: Any, to: Connection, place: Place) -> psycopg.Connection[Any]:
    try:
        server: psycopg.Connection[Any] = driver.connect(
            host=to.socket or to.host,
            port=to.port,
            dbname=to.name,
            user=to.username or None,
            password=to.password or None,
            connect_timeout=_WAIT,
            client_encoding="utf8",
            application_name="eulod",
            **to.options,
        )
    except driver.Error as error:
        problem = f"there is no connection to the database '{to.name}': {first_line(error, to.password)}"
        help = "see that the server runs, and correct address, username or password"
        raise DatabaseUnreachable(problem, place=place, help=help) from None
    server.read_only = True
    return server


def _copy(cursor: psycopg.Cursor[Any], database: Database) -> str:
    inner = f"SELECT * FROM {database.table}" if database.table else single_query(database.query)
    cursor.execute(f"SELECT * FROM (\n{inner}\n) AS rows LIMIT 0".encode())
    columns = [(_quoted(column.name), column.type_code) for column in cursor.description or ()]
    written = ", ".join(f"{_WRITTEN.get(type, '{}').format(name)} AS {name}" for name, type in columns)
    order = ", ".join(name if type in _ORDERED else f'{name}::text COLLATE "C"' for name, type in columns)
    whole = f"SELECT {written} FROM (\n{inner}\n) AS rows" + (
        f" ORDER BY {order}" if database.table and columns else ""
    )
    return f"COPY ({whole}) TO STDOUT (FORMAT csv, HEADER true)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
