"""Tables and queries of a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import SourceError
from eulod.single_mapping import map_document
from eulod.sources.access.database import Database
from eulod.sources.access.retrieve import retrieve
from eulod.sources.logical_source import LogicalSource
from eulod.sources.open import open_source
from eulod.sources.survey import survey
from tests.sources.access.database_servers import PASSWORD, USER, Running, postgresql
from tests.sources.reading import source
from tests.staged import staging
from tests.tables import rows_of

TYPES = """CREATE TABLE "Types" (id int PRIMARY KEY, yes bool, day date, clock time, moment timestamp,
    zoned timestamptz, amount numeric(30,10), big bigint, ratio double precision, bytes bytea, fixed char(4),
    text text, list int[], doc json, span interval)"""
ROW = r"""INSERT INTO "Types" VALUES (1, true, '2026-11-20', '09:30', '2026-11-20 09:30:00.5', '2026-11-20 09:30+02',
    12345678901234567890.5, 9007199254740993, 0.1, '\xdeadBEEF', 'ab', E'Łódź, "x"\r\n;', '{1,2}', '{"a": 1.50}',
    '1 day')"""
VALUES = {
    "id": "1",
    "yes": "true",
    "day": "2026-11-20",
    "clock": "09:30:00",
    "moment": "2026-11-20T09:30:00.5",
    "zoned": "2026-11-20T07:30:00Z",
    "amount": "12345678901234567890.5000000000",
    "big": "9007199254740993",
    "ratio": "0.1",
    "bytes": "DEADBEEF",
    "fixed": "ab  ",
    "text": 'Łódź, "x"\r\n;',
    "list": "{1,2}",
    "doc": '{"a": 1.50}',
    "span": "P1D",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """A server with a table of every type, and one of many rows."""
    with postgresql() as running:
        running.run(
            TYPES,
            "INSERT INTO \"Types\" (id, ratio) VALUES (2, '-Infinity')",
            ROW,
            "CREATE TABLE many AS SELECT n, 'row ' || n AS text FROM generate_series(1, 200000) n ORDER BY n DESC",
            "CREATE SCHEMA other",
            "CREATE TABLE other.notes (doc json)",
        )
        yield running


def declared(server: Running, *, table: str = "", query: str = "", password: str = PASSWORD) -> LogicalSource:
    """A table or a query of the server as a mapping declares it."""
    address = f"jdbc:postgresql://127.0.0.1:{server.port}/projects"
    database = Database(address, "", USER, password, table, query)
    return replace(source(database.shown), database=database)


def read(engine: DuckDBEngine, of: LogicalSource) -> list[dict[str, str | None]]:
    """The records."""
    found = retrieve(of, Path("nowhere"), staging())
    assert survey(engine, found, Path("nowhere")).problems == ()
    return rows_of(open_source(engine, found, Path("nowhere")).table, engine)


def test_values_have_their_natural_forms(engine: DuckDBEngine, server: Running) -> None:
    first, second = read(engine, declared(server, table='"Types"'))
    assert first == VALUES
    assert second == {**dict.fromkeys(VALUES), "id": "2", "ratio": "-INF"}


def test_a_query_keeps_its_order_and_a_table_has_one(engine: DuckDBEngine, server: Running) -> None:
    query = 'SELECT n AS "the number" FROM many WHERE n > 3 ORDER BY n % 2, n DESC; \n'
    numbers = [int(row["the number"] or 0) for row in read(engine, declared(server, query=query))]
    assert numbers == sorted(range(4, 200_001), key=lambda n: (n % 2, -n))
    assert [row["n"] for row in read(engine, declared(server, table="many"))][:3] == ["1", "2", "3"]


def test_an_empty_table_has_columns(engine: DuckDBEngine, server: Running) -> None:
    found = retrieve(declared(server, table="other.notes"), Path("nowhere"), staging())
    assert open_source(engine, found, Path("nowhere")).columns == ("doc",)


def test_a_socket_and_variables(engine: DuckDBEngine, server: Running) -> None:
    database = Database(f"postgresql:///projects?host={server.socket}", "", "${ME}", "${KEY}", "many")
    found = replace(staging(), environment={"ME": USER, "KEY": PASSWORD})
    # On a socket the port still tells one server from another.
    database = replace(database, address=database.address.replace(":///", f"://:{server.port}/"))
    assert retrieve(replace(source("x"), database=database), Path("nowhere"), found).files


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"query": "SELECT nothing FROM many"}, "S043 postgresql://127.0.0.1:PORT/projects#query-7782cd38 cannot"),
        ({"query": "SELECT 1; DROP TABLE many"}, "S043"),
        ({"query": "WITH gone AS (DELETE FROM many RETURNING n) SELECT n FROM gone"}, "S043"),
        ({"table": "nowhere"}, 'projects#nowhere cannot be read: relation "nowhere" does not exist'),
        ({"table": "many", "password": "wrong-secret"}, "S041 there is no connection to the database 'projects': "),
    ],
    ids=["column", "two-queries", "deletes", "table", "password"],
)
def test_what_the_server_refuses(server: Running, changes: dict[str, str], problem: str) -> None:
    with pytest.raises(SourceError) as raised:
        retrieve(declared(server, **changes), Path("nowhere"), staging())
    told = str(raised.value).replace(str(server.port), "PORT")
    assert told.startswith("mapping.yml:3: S04")
    assert problem in told
    assert "secret" not in told


def test_a_mapping_reads_a_query(server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROJECTS_KEY", PASSWORD)
    (tmp_path / "mapping.yml").write_text(
        f"""prefixes: {{ex: https://example.org/}}
sources:
  rows:
    access: http://127.0.0.1:{server.port}/projects
    type: postgresql
    credentials: {{username: {USER}, password: "${{PROJECTS_KEY}}"}}
    queryFormulation: sql2008
    query: SELECT n, text FROM many WHERE n < 3
mappings:
  row: {{sources: [rows], subjects: ex:$(n), po: [[ex:text, $(text)]]}}
"""
    )
    map_document(tmp_path / "mapping.yml", tmp_path / "out.nt")
    assert (tmp_path / "out.nt").read_text().splitlines() == [
        '<https://example.org/1> <https://example.org/text> "row 1" .',
        '<https://example.org/2> <https://example.org/text> "row 2" .',
    ]


def test_lineage_names_the_table(engine: DuckDBEngine, server: Running) -> None:
    found = retrieve(declared(server, query="SELECT 1 AS n"), Path("nowhere"), staging())
    (row,) = rows_of(open_source(engine, found, Path("nowhere"), lineage=True).table, engine)
    name = f"postgresql://127.0.0.1:{server.port}/projects#query-4531145a"
    assert (row["eulod:file"], row["eulod:record"], found.retrieved[0].name) == (name, 1, name)
