"""MySQL and MariaDB: rows as the server writes them, streamed, in batches.

Values are in the natural lexical forms of R2RML: dates and moments of ISO 8601 with T, moments that the server keeps in
UTC in UTC, hex digits for bytes, every digit of a number; null is an empty cell. BOOLEAN is a number to the server, and
stays one.
Source: https://www.w3.org/TR/r2rml/#natural-mapping
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
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
    import pymysql
    import pymysql.cursors

_WAIT = 10
_ROWS = 10_000
_SETTINGS = ("SET time_zone = '+00:00'", "SET SESSION TRANSACTION READ ONLY", "START TRANSACTION READ ONLY")
_TIMESTAMP, _DATETIME, _BIT = 7, 12, 16

Row = Sequence[str | bytes | None]


def mysql_csv(database: Database, to: Connection, place: Place) -> Iterator[bytes]:
    """A table, in the order of its columns, or a query, in its own order, as CSV in UTF-8 with a header, in blocks.

    Raises MissingDriver, DatabaseUnreachable and QueryRefused.
    """
    try:
        import pymysql
        import pymysql.cursors
    except ImportError:
        help = 'install it: pip install "eulod[mysql]"'
        raise MissingDriver("PyMySQL, which reads from MySQL, is not installed", place=place, help=help) from None
    with _connected(pymysql, to, place) as server:
        try:
            with server.cursor(pymysql.cursors.SSCursor) as cursor:
                for setting in _SETTINGS:
                    cursor.execute(setting)
                cursor.execute(_query(cursor, database))
                yield from _written(cursor)
        except (pymysql.Error, UnicodeError) as error:
            problem = f"{database.shown} cannot be read: {_said(error, to.password)}"
            raise QueryRefused(problem, place=place, help="correct the query or the table's name") from None


def _connected(driver: Any, to: Connection, place: Place) -> pymysql.Connection[Any]:
    more: dict[str, Any] = {"unix_socket": to.socket} if to.socket else {"host": to.host, "port": to.port or 3306}
    if "ssl_ca" in to.options:
        more |= {"ssl_ca": to.options["ssl_ca"], "ssl_verify_cert": True, "ssl_verify_identity": True}
    try:
        server: pymysql.Connection[Any] = driver.connect(
            user=to.username or None,
            password=to.password,
            database=to.name,
            charset="utf8mb4",
            connect_timeout=_WAIT,
            conv=dict(driver.converters.encoders),  # no decoders: values stay as the server writes them
            **more,
        )
    except (driver.Error, OSError, RuntimeError) as error:
        problem = f"there is no connection to the database '{to.name}': {_said(error, to.password)}"
        help = "see that the server runs, and correct address, username or password"
        raise DatabaseUnreachable(problem, place=place, help=help) from None
    return server


def _query(cursor: pymysql.cursors.SSCursor, database: Database) -> str:
    if not database.table:
        return single_query(database.query)
    table = ".".join(_quoted(part.strip('`"')) for part in database.table.split("."))
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    names = [_quoted(column[0]) for column in cursor.description or ()]
    cursor.fetchall()
    return f"SELECT * FROM {table} ORDER BY {', '.join([*names, *(f'CAST({name} AS BINARY)' for name in names)])}"


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _written(cursor: pymysql.cursors.SSCursor) -> Iterator[bytes]:
    columns = cursor.description or ()
    changes = {place: change for place, column in enumerate(columns) if (change := _change(int(column[1]))) is not None}
    yield _csv([[column[0] for column in columns]])
    while rows := cursor.fetchmany(_ROWS):
        yield _csv([_lexical(row, changes) for row in rows])


def _change(type: int) -> Callable[[Any], str] | None:
    if type in (_TIMESTAMP, _DATETIME):
        return lambda moment: str(moment).replace(" ", "T")
    return (lambda bits: str(int.from_bytes(bits, "big"))) if type == _BIT else None


def _lexical(row: Row, changes: dict[int, Callable[[Any], str]]) -> list[str | None]:
    """The values of a row in their natural lexical forms."""
    values = list(row)
    for place, change in changes.items():
        if values[place] is not None:
            values[place] = change(values[place])
    return [value.hex().upper() if isinstance(value, bytes) else value for value in values]


def _csv(rows: Sequence[Sequence[str | None]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _said(error: Exception, password: str) -> str:
    """What the server says, without the number before it."""
    told = error.args[1] if len(error.args) == 2 and isinstance(error.args[0], int) else error
    return first_line(Exception(told), password)
