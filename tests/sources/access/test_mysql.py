"""Tables and queries of a real MariaDB."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import SourceError
from eulod.sources.access.database import Database
from eulod.sources.access.retrieve import retrieve
from eulod.sources.logical_source import LogicalSource
from eulod.sources.open import open_source
from eulod.sources.survey import survey
from tests.sources.access.database_servers import PASSWORD, USER, Running, mariadb
from tests.sources.reading import source
from tests.staged import staging
from tests.tables import rows_of

TYPES = """CREATE TABLE `Types` (id int PRIMARY KEY, yes boolean, day date, clock time, moment datetime(1),
    zoned timestamp NULL, amount decimal(30,10), big bigint, ratio double, bytes varbinary(9), bits bit(9),
    text text, doc json)"""
ROW = r"""INSERT INTO `Types` VALUES (1, true, '2026-11-20', '09:30', '2026-11-20 09:30:00.5', '2026-11-20 09:30:00',
    12345678901234567890.5, 9007199254740993, 0.1, x'deadBEEF', b'100000001', 'Łódź 𝄞, "x"\r\n;', '{"a": 1.50}')"""
VALUES = {
    "id": "1",
    "yes": "1",
    "day": "2026-11-20",
    "clock": "09:30:00",
    "moment": "2026-11-20T09:30:00.5",
    "zoned": "2026-11-20T09:30:00",
    "amount": "12345678901234567890.5000000000",
    "big": "9007199254740993",
    "ratio": "0.1",
    "bytes": "DEADBEEF",
    "bits": "257",
    "text": 'Łódź 𝄞, "x"\r\n;',
    "doc": '{"a": 1.50}',
}


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """A server with a table of every type, and one of many rows."""
    with mariadb() as running:
        running.run(
            "SET time_zone = '+00:00'",
            TYPES,
            "INSERT INTO `Types` (id) VALUES (2)",
            ROW,
            "CREATE TABLE many AS SELECT 30001 - seq AS n, concat('row ', seq) AS text FROM seq_1_to_30000",
            "CREATE TABLE ties (text varchar(9))",
            "INSERT INTO ties VALUES ('b'), ('A'), ('a'), ('B')",
        )
        yield running


def declared(server: Running, *, table: str = "", query: str = "", password: str = PASSWORD) -> LogicalSource:
    """A table or a query of the server as a mapping declares it."""
    database = Database(f"mysql://127.0.0.1:{server.port}/projects", "", USER, password, table, query)
    return replace(source(database.shown), database=database)


def read(engine: DuckDBEngine, of: LogicalSource) -> list[dict[str, str | None]]:
    """The records."""
    found = retrieve(of, Path("nowhere"), staging())
    assert survey(engine, found, Path("nowhere")).problems == ()
    return rows_of(open_source(engine, found, Path("nowhere")).table, engine)


def test_values_have_their_natural_forms(engine: DuckDBEngine, server: Running) -> None:
    first, second = read(engine, declared(server, table="`Types`"))
    assert first == VALUES
    assert second == {**dict.fromkeys(VALUES), "id": "2"}


def test_a_query_keeps_its_order_and_a_table_has_one(engine: DuckDBEngine, server: Running) -> None:
    query = "SELECT n AS `the number` FROM many WHERE n > 3 ORDER BY n % 2, n DESC; \n"
    numbers = [int(row["the number"] or 0) for row in read(engine, declared(server, query=query))]
    assert numbers == sorted(range(4, 30_001), key=lambda n: (n % 2, -n))
    assert [row["text"] for row in read(engine, declared(server, table="projects.ties"))] == ["A", "a", "B", "b"]


def test_a_socket_and_variables(server: Running) -> None:
    address = f"http:///projects?socket={server.socket}"
    database = Database(address, "mysql", "${ME}", "${KEY}", "many")
    found = replace(staging(), environment={"ME": USER, "KEY": PASSWORD})
    assert retrieve(replace(source("x"), database=database), Path("nowhere"), found).files


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"query": "SELECT nothing FROM many"}, "cannot be read: Unknown column 'nothing' in"),
        ({"query": "SELECT 1; DROP TABLE many"}, "S043"),
        ({"query": "DELETE FROM many"}, "S043"),
        ({"table": "nowhere"}, "projects#nowhere cannot be read: Table 'projects.nowhere' doesn't exist"),
        ({"table": "many", "password": "wrong-secret"}, "S041 there is no connection to the database 'projects': "),
    ],
    ids=["column", "two-queries", "deletes", "table", "password"],
)
def test_what_the_server_refuses(server: Running, changes: dict[str, str], problem: str) -> None:
    with pytest.raises(SourceError) as raised:
        retrieve(declared(server, **changes), Path("nowhere"), staging())
    told = str(raised.value)
    assert told.startswith("mapping.yml:3: S04")
    assert problem in told
    assert "secret" not in told
