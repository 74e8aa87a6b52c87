"""Records and their values found in the lines of their files, however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import Place
from eulod.sources.logical_source import LogicalSource
from eulod.sources.open import open_source
from eulod.sources.record_lines import record_lines
from eulod.sources.records import FILE, RECORD

CSV = {
    "plain": "a,b\n1,2\n3,4\n",
    "values over lines": 'a,b\n"1\n2",3\n4,"5\n\n6"\n7,"8"\n',
    "lines without a record": "a,b\n1,2\n\n3,4\n\n\n5,6",
    "carriage returns": 'a,b\r\n1,2\r\n"3\r\n",4\r\n5,6\r\n',
    "a header over lines": '"a\nb",c\n1,2\n3,4\n',
    "one column, where an empty line is a record": 'a\n1\n\n3\n""\n5\n',
    "quotes in values": 'a,b\n"1 ""x"" 2",3\n"""",4\n',
    "a byte order mark": "\ufeffa,b\n1,2\n",
    "semicolons": "a;b\n1,2;3\n4;5\n",
}


def source(name: str, formulation: str, iterator: str | None = None, **options: str) -> LogicalSource:
    """A logical source in one file."""
    return LogicalSource("s", name, formulation, Place("m.yml"), iterator, options)


@pytest.mark.parametrize("text", CSV.values(), ids=CSV.keys())
def test_each_cell_of_csv_is_on_the_line_where_it_is_read(text: str, engine: DuckDBEngine, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(text.encode())
    declared = source("rows.csv", "csv", delimiter=";" if ";" in text else ",")
    rows = [
        row
        for batch in engine.batches(open_source(engine, declared, tmp_path, lineage=True).table)
        for row in batch.to_pylist()
    ]
    cells = {
        (row[RECORD], name, value or "") for row in rows for name, value in row.items() if name not in (FILE, RECORD)
    }
    found = record_lines(declared, path, cells)
    lines = text.removeprefix("\ufeff").split("\n")
    assert found.keys() == cells
    for (_, _, value), line in found.items():
        assert value.split("\n")[0].replace('"', '""').strip("\r") in lines[line - 1]
    starts = [
        min(line for (number, _, _), line in found.items() if number == record) for record in range(1, len(rows) + 1)
    ]
    assert starts == sorted(set(starts))


def test_records_that_are_passed_over_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("a,b\n1\n2,3\n4,5,6\n7,8\n", encoding="utf-8")
    cells = [(1, "a", "2"), (2, "b", "8"), (3, "a", "")]
    assert record_lines(source("rows.csv", "csv"), tmp_path / "rows.csv", cells) == {cells[0]: 3, cells[1]: 5}


JSON = """\
{"about": {"list": [1, 2]},
 "projects": [
  {"id": 1, "lead": {
    "name": "one"}, "partners": [
      {"country": "HU"},
      {"country": "FR"}]},

  {"id": 2, "lead": {"name": "a \\"quote\\", {brace}"},
   "odd.key": 1.50}
 ]}
"""


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ((1, "", ""), 3),
        ((1, "id", "1"), 3),
        ((1, "lead.name", "one"), 4),
        ((1, "partners[*].country", "FR"), 6),
        ((1, "partners[1].country", "FR"), 6),
        ((2, "lead.name", ""), 8),
        ((2, "['odd.key']", "1.50"), 9),
        ((2, "missing", ""), 8),
    ],
)
def test_a_value_of_json_is_found_by_its_path(tmp_path: Path, cell: tuple[int, str, str], line: int) -> None:
    path = tmp_path / "rows.json"
    path.write_text(JSON, encoding="utf-8")
    assert record_lines(source("rows.json", "jsonpath", "$.projects[*]"), path, [cell]) == {cell: line}


def test_json_lines_and_lists_are_documents_and_records(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"a": 1}\n\n{"a": 2}\n', encoding="utf-8")
    (tmp_path / "rows.json").write_text('[{"a": 1},\n{"a": 2}]', encoding="utf-8")
    second = (2, "a", "2")
    assert record_lines(source("rows.jsonl", "jsonpath", "$"), tmp_path / "rows.jsonl", [second]) == {second: 3}
    assert record_lines(source("rows.json", "jsonpath", "$[*]"), tmp_path / "rows.json", [second]) == {second: 2}


@pytest.mark.parametrize(
    ("name", "content"), [("rows.json", b"{"), ("rows.json", b"\xff"), ("rows.csv", b""), ("rows.csv", b"\x1f\x8b\0")]
)
def test_what_cannot_be_read_has_no_lines(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    declared = source(name, "csv" if name.endswith("csv") else "jsonpath", "$[*]")
    assert record_lines(declared, tmp_path / name, [(1, "a", "")]) == {}
    assert record_lines(declared, tmp_path / "missing", [(1, "a", "")]) == {}
    assert record_lines(source(name, "yaml"), tmp_path / name, [(1, "a", "")]) == {}
