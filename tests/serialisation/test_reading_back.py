"""A dump that is not what was to be written is found, whatever is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.serialisation.formats import WRITTEN, format_of
from eulod.serialisation.reading_back import DumpDiffers, read_back
from eulod.serialisation.small_graphs import difference_in_rdflib
from eulod.serialisation.write import write
from tests.serialisation.rdf_statements import PREFIXES, Statement, table_of
from tests.serialisation.test_dumps import SMALL

FILES = [f"dump.{format}" for format in WRITTEN] + ["dump.nq.gz", "dump.jsonld.gz"]


def test_every_dump_reads_back_as_written(tmp_path: Path) -> None:
    engine = DuckDBEngine()
    dumps = [written(tmp_path / name, SMALL, engine) for name in FILES]
    counts = read_back(dumps, table_of(SMALL, engine), engine=engine, scratch=tmp_path)
    assert {dump.name for dump, count in counts.items() if count == 13} == {"dump.nq", "dump.nq.gz", "dump.trig"}
    assert {count for dump, count in counts.items() if not format_of(dump).holds_graphs} == {12}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("format", WRITTEN)
@pytest.mark.parametrize(
    ("old", "new"), [("BETTER", "WORSE"), ("project-1", "project-3"), ('(@|"@language": ")hu', r"\1de")]
)
def test_a_changed_statement_is_named(format: str, old: str, new: str, tmp_path: Path) -> None:
    engine = DuckDBEngine()
    dump = written(tmp_path / f"dump.{format}", SMALL, engine)
    changed, times = re.subn(old, new, dump.read_text(encoding="utf-8"))
    assert times
    dump.write_text(changed, encoding="utf-8", newline="\n")
    with pytest.raises(
        DumpDiffers, match=rf"dump\.{format}: R011 pyoxigraph (does not find|also finds) <https://e.org/"
    ):
        read_back([dump], table_of(SMALL, engine), engine=engine)


@pytest.mark.parametrize("format", WRITTEN)
def test_a_cut_dump_is_found(format: str, tmp_path: Path) -> None:
    engine = DuckDBEngine()
    dump = written(tmp_path / f"dump.{format}", SMALL, engine)
    dump.write_bytes(dump.read_bytes()[:-30])
    with pytest.raises(DumpDiffers, match=f"dump.{format}: R011 pyoxigraph"):
        read_back([dump], table_of(SMALL, engine), engine=engine)


def test_a_cut_compressed_dump_is_found(tmp_path: Path) -> None:
    engine = DuckDBEngine()
    dump = written(tmp_path / "dump.nq.gz", SMALL, engine)
    dump.write_bytes(dump.read_bytes()[:-12])
    with pytest.raises(DumpDiffers, match=r"dump\.nq\.gz: R011 pyoxigraph"):
        read_back([dump], table_of(SMALL, engine), engine=engine)


def test_a_statement_that_stands_twice_is_found(tmp_path: Path) -> None:
    engine = DuckDBEngine()
    dump = written(tmp_path / "dump.nt", SMALL, engine)
    dump.write_bytes(dump.read_bytes() + dump.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(DumpDiffers, match="more or less than once"):
        read_back([dump], table_of(SMALL, engine), engine=engine)


@pytest.mark.parametrize(
    "bad",
    [
        "<https://e.org/a b>",
        '"line\nbreak"',
        "<no-scheme>",
        '"x"@en_US',
        '"a" . <https://e.org/s> <https://e.org/p> "b"',
    ],
)
def test_terms_that_no_parser_takes_are_found(bad: str, tmp_path: Path) -> None:
    engine = DuckDBEngine()
    statements = [*SMALL, ("", "<https://e.org/s>", "<https://e.org/p>", bad)]
    for name in FILES:
        dump = written(tmp_path / name, statements, engine)
        with pytest.raises(DumpDiffers):
            read_back([dump], table_of(statements, engine), engine=engine)


def test_rdflib_is_asked_too(tmp_path: Path) -> None:
    engine = DuckDBEngine()
    wanted = written(tmp_path / "wanted.nt", SMALL, engine)
    for format in ("nt", "ttl", "jsonld"):
        dump = written(tmp_path / f"dump.{format}", SMALL[:-1], engine)
        assert difference_in_rdflib(wanted, dump, format_of(dump)).startswith("does not find https://e.org/a/project")
        dump.write_bytes(b"{<")
        assert difference_in_rdflib(wanted, dump, format_of(dump)).startswith("cannot read it: ")


def written(path: Path, statements: list[Statement], engine: DuckDBEngine) -> Path:
    write(table_of(statements, engine), path, engine=engine, prefixes=PREFIXES)
    return path
