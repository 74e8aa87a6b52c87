"""Dumps as bytes: the expected files, and the same bytes for any order of rows and number of threads."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.serialisation.formats import WRITTEN
from eulod.serialisation.write import write
from tests.serialisation.rdf_statements import PREFIXES, RDF_TYPE, XSD, Statement, table_of

CASES = Path(__file__).parent.parent / "cases" / "serialisation"
GRAPH = "<https://e.org/graph/records>"
A, B = "<https://e.org/a/project-1>", "<https://e.org/a/project 2>".replace(" ", "%20")
SMALL: list[Statement] = [
    ("", A, RDF_TYPE, "<https://e.org/Project>"),
    (GRAPH, A, RDF_TYPE, "<https://e.org/Project>"),
    (GRAPH, A, RDF_TYPE, "<https://e.org/Activity>"),
    (GRAPH, A, "<https://e.org/title>", '"Városok és \\"klaszterek\\""@hu'),
    (GRAPH, A, "<https://e.org/title>", '"Cities and clusters\\n\\u0007"@en-GB'),
    (GRAPH, A, "<https://e.org/partner>", B),
    (GRAPH, A, "<https://e.org/partner>", "<https://other.example/x>"),
    (GRAPH, A, "<https://e.org/start>", f'"2010-04"^^<{XSD}gYearMonth>'),
    (GRAPH, A, "<https://e.org/amount>", f'"01.50"^^<{XSD}decimal>'),
    (GRAPH, A, "<https://e.org/place>", "<geo:47.5,19.0>"),
    ("<https://e.org/graph/links>", B, "<https://e.org/start>", f'"2010-04-01"^^<{XSD}date>'),
    ("<https://e.org/graph/links>", B, "<https://e.org/acronym>", '"BETTER 𝒳"'),
    ("<https://e.org/graph/links>", B, "<https://vocabulary.example/p>", "<https://e.org/a/x.y-z>"),
]


@pytest.mark.parametrize("format", WRITTEN)
def test_small_dumps_are_as_expected(format: str, tmp_path: Path, update_golden: bool) -> None:
    engine, expected = DuckDBEngine(), CASES / f"expected.{format}"
    path = expected if update_golden else tmp_path / expected.name
    write(table_of(SMALL, engine), path, engine=engine, prefixes=PREFIXES)
    assert path.read_text(encoding="utf-8") == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", WRITTEN)
def test_bytes_do_not_depend_on_rows_or_threads(format: str, tmp_path: Path) -> None:
    statements = many_statements()
    first = dump(statements, tmp_path / f"a.{format}", threads=1)
    random.Random(3).shuffle(statements)
    assert dump(statements, tmp_path / f"b.{format}", threads=2) == first


def test_compressed_dumps_hold_the_same_and_neither_name_nor_time(tmp_path: Path) -> None:
    plain = dump(SMALL, tmp_path / "a.ttl")
    compressed = dump(SMALL, tmp_path / "a.ttl.gz")
    assert gzip.decompress(compressed) == plain
    assert compressed[3:8] == b"\0\0\0\0\0"  # flags: no file name; time: none


@pytest.mark.parametrize("format", WRITTEN)
def test_no_statements_make_a_dump_too(format: str, tmp_path: Path) -> None:
    assert dump([], tmp_path / f"a.{format}") == dump([], tmp_path / f"b.{format}")


def test_lines_are_sorted_by_code_point(tmp_path: Path) -> None:
    for format in ("nq", "nt"):
        lines = dump(many_statements(), tmp_path / f"a.{format}").splitlines(keepends=True)
        assert lines == sorted(set(lines))


def test_one_node_object_stands_on_each_line(tmp_path: Path) -> None:
    statements = many_statements()
    text = dump(statements, tmp_path / "a.jsonld").decode()
    nodes = text.partition('"@graph": [\n')[2].splitlines()[:-1]
    assert len(nodes) == len({subject for _, subject, _, _ in statements})


def dump(statements: list[Statement], path: Path, *, threads: int | None = None) -> bytes:
    engine = DuckDBEngine(threads=threads)
    write(table_of(statements, engine), path, engine=engine, prefixes=PREFIXES)
    engine.close()
    return path.read_bytes()


def many_statements() -> list[Statement]:
    """Enough rows for several of the engine's vectors and row groups, with subjects that run across them."""
    return [
        (f"<https://e.org/g{n % 3}>", f"<https://e.org/a/{n % 997}>", f"<https://e.org/p{n % 7}>", f'"é𝒳{n % 3001}"@en')
        for n in range(150_000)
    ]
