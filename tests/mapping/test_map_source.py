"""A source mapped: what stops it, what only rejects a record, and what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import EulodError, Place
from eulod.linking.tables import UnknownTable
from eulod.mapping.errors import (
    FunctionParameters,
    MappingSyntax,
    UnknownFunction,
    UnknownReference,
    UnknownSource,
)
from eulod.mapping.map_source import mapping_file
from eulod.mapping.terms import ConstantIri
from eulod.sources.json import UnsupportedPath
from tests.mapping.running import mapped_source, run, written

ROWS = "id,name\n1,one\n2,two\n"


OTHER_SOURCE = "  more: {sources: more, s: ex:$(id), po: [[a, ex:More]]}\n"


MORE = "  more: {sources: more, s: ex:$(id), po: [[a, ex:More]]}\n"
VIEW = "views:\n  view: {source: rows, fields: {x: {iterator: 'a[*]'}}}\n"


def mapping(pair: str, *, subject: str = "ex:$(id)", source: str = "{access: rows.csv}") -> str:
    """A mapping whose only pair is on line 10."""
    return (
        'prefixes:\n  ex: "https://example.org/ns#"\n'
        f"sources:\n  rows: {source}\nmappings:\n  row:\n    sources: rows\n"
        f"    subjects: {subject}\n    po:\n      - {pair}\n"
    )


@pytest.mark.parametrize(
    ("text", "error", "line", "problem"),
    [
        (mapping("[ex:p, $(nmae)]"), UnknownReference, 10, "column 'nmae' is read; rows.csv has: id, name"),
        (mapping("[ex:p, $(Name)]"), UnknownReference, 10, "column 'Name' is read; rows.csv has: id, name"),
        (mapping("[ex:p, x]", subject="ex:$(Id)"), UnknownReference, 8, "column 'Id' is read"),
        (
            mapping("[ex:p, 'fn:slugg(value: $(name))']"),
            UnknownFunction,
            10,
            "unknown function 'slugg'; there are: abc, all,",
        ),
        (
            mapping("[ex:p, 'ex:slug(value: $(name))']"),
            UnknownFunction,
            10,
            "unknown function 'https://example.org/ns#slug'",
        ),
        (mapping("[ex:p, 'fn:slug(text: $(name))']"), FunctionParameters, 10, "'slug' has no parameter 'text'"),
        (mapping("[ex:p, 'fn:date(value: $(name))']"), FunctionParameters, 10, "'date' needs the parameter 'format'"),
        (
            mapping("[ex:p, 'fn:date(value: $(name), format: $(id))']"),
            FunctionParameters,
            10,
            "the parameter 'format' must",
        ),
        (
            mapping("[ex:p, 'fn:date(value: $(name), format: dd.MM)']"),
            FunctionParameters,
            10,
            "'date' cannot be called so",
        ),
        (
            mapping("[ex:p, 'fn:lookup(value: $(name), table: countries)']"),
            UnknownTable,
            10,
            "no lookup table 'countries'",
        ),
        (
            mapping("[ex:p, 'fn:lookup(value: $(name), table: country, column: x)']"),
            FunctionParameters,
            10,
            "column is 'x'",
        ),
        (
            mapping("[ex:p, 'fn:lookup(value: $(name))']"),
            FunctionParameters,
            10,
            "lookup takes value, table, column and",
        ),
        (mapping("{p: ex:p, o: {mapping: rwo}}"), UnknownSource, 10, "no triples map 'rwo'"),
        (mapping("{p: ex:p, o: {mapping: more}}") + MORE, MappingSyntax, 10, "'more' reads another source"),
        (
            mapping("[ex:p, x]").replace("sources: rows", "sources: view") + VIEW,
            MappingSyntax,
            12,
            "'a[*]' iterates in records of a table",
        ),
        (mapping("[ex:p, x]").replace("sources: rows", "sources: row"), UnknownSource, 6, "no source or view 'row'"),
        (mapping("[ex:p, x, en_US~lang]"), MappingSyntax, 10, "'en_US' is no language tag"),
        (mapping("[ex:p, 'https://example.org/a b~iri']"), ConstantIri, 10, "'https://example.org/a b' is no IRI"),
        (
            mapping("[ex:p, $..x]", source="{access: rows.json, referenceFormulation: json}").replace(
                "$..x", "$(a..b)"
            ),
            UnsupportedPath,
            10,
            "the JSONPath 'a..b' is not supported",
        ),
    ],
)
def test_what_stops_a_mapping_is_named_with_its_line(
    engine: DuckDBEngine, tmp_path: Path, text: str, error: type[EulodError], line: int, problem: str
) -> None:
    written(tmp_path, {"mapping.yml": text, "rows.csv": ROWS, "rows.json": "{}"})
    with pytest.raises(error) as raised:
        mapped_source(tmp_path, engine)
    assert str(raised.value).startswith(f"{tmp_path / 'mapping.yml'}:{line}: {error.code} {problem}")


def test_records_and_rejected_records_are_counted_once(engine: DuckDBEngine, tmp_path: Path) -> None:
    pairs = mapping("[ex:n, 'fn:amount(value: $(name))']") + "      - [ex:r, 'fn:rate(value: $(name))']\n"
    written(tmp_path, {"mapping.yml": pairs, "rows.csv": "id,name\n1,1\n2,x\n3,0.5\n"})
    mapped = mapped_source(tmp_path, engine)
    assert (mapped.records, mapped.rejected_records, len(mapped.rejected)) == (3, 1, 2)
    assert [Path(file.name).name for file in mapped.files["rows"]] == ["rows.csv"]


def test_a_record_that_one_triples_map_rejects_is_left_out_of_all(engine: DuckDBEngine, tmp_path: Path) -> None:
    more = '  more:\n    sources: [rows]\n    subjects: ex:more/$(id)\n    po: [[ex:n, "fn:amount(value: $(name))"]]\n'
    written(tmp_path, {"mapping.yml": mapping("[ex:p, $(name)]") + more, "rows.csv": "id,name\n1,1\n2,x\n"})
    found = run(tmp_path, engine)
    assert "ns#2>" not in found.statements
    assert "ns#1>" in found.statements


def test_a_check_counts_only_where_the_condition_holds(engine: DuckDBEngine, tmp_path: Path) -> None:
    pair = "{p: ex:n, o: 'fn:amount(value: $(name))', condition: 'fn:equal(value: $(id), to: \"1\")'}"
    written(tmp_path, {"mapping.yml": mapping(pair), "rows.csv": "id,name\n1,1\n2,x\n"})
    found = run(tmp_path, engine)
    assert (found.problems, found.mapped.rejected_records) == ("", 0)


def test_what_a_condition_cannot_read_rejects_the_record(engine: DuckDBEngine, tmp_path: Path) -> None:
    condition = "    condition: 'fn:equal(value: fn:amount(value: $(name)), to: \"1\")'\n"
    text = mapping("[ex:p, $(name)]") + condition
    written(tmp_path, {"mapping.yml": text, "rows.csv": "id,name\n1,1\n2,x\n3,2\n"})
    found = run(tmp_path, engine)
    assert found.problems.startswith("rows.csv: record 2, column 'name': V001 rejected: 'x' is no amount")
    assert len(found.statements.splitlines()) == 1


@pytest.mark.parametrize(
    "parent",
    ["{mapping: named}", "{mapping: named, condition: {parameters: [[str1, $(id)], [str2, $(id)]]}}"],
    ids=["same-row", "joined"],
)
def test_what_no_condition_holds_for_is_no_parent(engine: DuckDBEngine, tmp_path: Path, parent: str) -> None:
    named = (
        '  named:\n    sources: rows\n    s: ex:named/$(id)\n    condition: "fn:is_not_null(value: $(name))"\n'
        "    po: [[ex:name, $(name)]]\n"
    )
    text = mapping(f"{{p: ex:named, o: {parent}}}") + named
    written(tmp_path, {"mapping.yml": text, "rows.csv": "id,name\n1,one\n2,\n"})
    statements = run(tmp_path, engine).statements
    assert "<https://example.org/ns#1> <https://example.org/ns#named> <https://example.org/ns#named/1>" in statements
    assert "named/2" not in statements


def test_a_mapping_is_a_file_or_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "mapping.yml").write_text("")
    assert mapping_file(tmp_path) == mapping_file(tmp_path / "mapping.yml") == tmp_path / "mapping.yml"
    with pytest.raises(MappingSyntax, match="no such mapping"):
        mapping_file(tmp_path / "other.yml")


def test_the_values_of_contact_columns_are_found(engine: DuckDBEngine, tmp_path: Path) -> None:
    written(tmp_path, {"mapping.yml": mapping("[ex:p, $(name)]"), "rows.csv": "id,name\n1,b\n2,a\n3,\n4,b\n"})
    mapped = mapped_source(tmp_path, engine)
    assert mapped.column_values(("name",), place=Place("eulod.toml")) == ["a", "b"]
    with pytest.raises(UnknownReference):
        mapped.column_values(("nmae",), place=Place("eulod.toml"))
