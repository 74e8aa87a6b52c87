"""Where a statement comes from: file, record, line, column and value, and the line of the mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.lineage import Origin, origins
from tests.mapping.running import mapped_source, written

HEAD = 'prefixes: {ex: "https://example.org/ns#"}\n'
EX = "https://example.org/ns#"


def found(engine: DuckDBEngine, folder: Path, subject: str) -> dict[str, Origin]:
    """The origins of the statements about `ex:subject`, by the local name of the predicate and the object."""
    compiler = mapped_source(folder, engine).lineage
    listed = origins(compiler, [f"<{EX}{subject}>"])
    assert list(listed) == sorted(listed)
    return {f"{one.predicate.removeprefix('<' + EX)[:-1]} {one.object} {one.file[-5]}": one for one in listed}


def test_of_csv(engine: DuckDBEngine, tmp_path: Path) -> None:
    mapping = f"""{HEAD}
sources:
  rows: {{access: "?.csv"}}
mappings:
  row:
    sources: rows
    subjects: ex:$(id)
    graphs: ex:graph
    po:
      - [ex:kind, constant]
      - [ex:name, "fn:upper(value: $(name))"]
      - [ex:both, "$(name) ($(country))"]
"""
    files = {"a.csv": 'id,name,country\n1,"x\ny",HU\n2,two,\n', "b.csv": "id,name,country\n2,two,FR\n"}
    one = found(engine, written(tmp_path, {"mapping.yml": mapping, **files}), "1")
    name = one['name "X\\nY" a']
    assert (Path(name.file).name, name.record, name.line, name.values) == ("a.csv", 1, 0, (("name", "x\ny"),))
    assert (name.source, name.triples_map, name.graph) == ("rows", "row", f"<{EX}graph>")
    assert (name.mapping_file, name.mapping_line) == (str(tmp_path / "mapping.yml"), 12)
    assert str(name.place) == f"{tmp_path / 'a.csv'}: record 1, column 'name'"
    assert str(name.mapping_place) == f"{tmp_path / 'mapping.yml'}:12"
    assert one['kind "constant" a'].values == (("id", "1"),)
    both = one['both "x\\ny (HU)" a']
    assert both.values == (("country", "HU"), ("name", "x\ny"))
    assert both.place.column is None

    two = found(engine, tmp_path, "2")
    assert {key: origin.record for key, origin in two.items()} == {
        **{'kind "constant" a': 2, 'name "TWO" a': 2},
        **{'kind "constant" b': 1, 'name "TWO" b': 1, 'both "two (FR)" b': 1},
    }


def test_of_nested_yaml_with_lines(engine: DuckDBEngine, tmp_path: Path) -> None:
    mapping = f"""{HEAD}
sources:
  records: {{access: a.yml, referenceFormulation: yaml, iterator: "$.projects[*]"}}
views:
  events:
    source: records
    fields:
      key: $(key)
      event: {{iterator: "events[*]", fields: {{day: "fn:last_day(value: $(on))"}}}}
mappings:
  event:
    sources: events
    subjects: ex:$(key)
    po:
      - [ex:day, $(event.day)]
"""
    records = "projects:\n  - key: p\n    events:\n      - on: 2020-01\n      - on: 2020-02\n"
    one = found(engine, written(tmp_path, {"mapping.yml": mapping, "a.yml": records}), "p")
    places = {key: (origin.record, origin.line, origin.values) for key, origin in one.items()}
    assert places == {
        'day "2020-01-31" a': (1, 4, (("events[*].on", "2020-01"),)),
        'day "2020-02-29" a': (1, 5, (("events[*].on", "2020-02"),)),
    }


def test_of_several_values_lookups_and_joins(engine: DuckDBEngine, tmp_path: Path) -> None:
    mapping = f"""{HEAD}
sources:
  rows: {{access: a.csv}}
mappings:
  row:
    sources: rows
    subjects: ex:$(id)
    po:
      - [ex:tag, 'fn:split(value: $(tags), separator: ";")']
      - [ex:country, 'fn:lookup(value: $(country), table: country, column: code)']
      - {{p: ex:boss, o: {{mapping: row, condition: {{parameters: [[str1, $(boss)], [str2, $(id)]]}}}}}}
      - {{p: ex:hidden, o: $(id), condition: "fn:equal(value: $(tags), to: x)"}}
      - {{p: ex:nowhere, o: $(id), graphs: ex:$(boss)}}
"""
    rows = "id,tags,country,boss\n1,a;b,hu,2\n2,,,\n"
    folder = written(tmp_path, {"mapping.yml": mapping, "a.csv": rows})
    values = {key: origin.values for key, origin in found(engine, folder, "1").items()}
    assert values == {
        'tag "a" a': (("tags", "a;b"),),
        'tag "b" a': (("tags", "a;b"),),
        'country "HUN" a': (("country", "hu"),),
        f"boss <{EX}2> a": (("boss", "2"),),
        'nowhere "1" a': (("id", "1"),),
    }
    assert found(engine, folder, "2") == {}


@pytest.mark.parametrize("subject", ["3", ""])
def test_of_what_nobody_states(engine: DuckDBEngine, tmp_path: Path, subject: str) -> None:
    row = "{sources: rows, s: ex:$(id), po: [[ex:p, $(id)]]}"
    mapping = f"{HEAD}sources:\n  rows: {{access: a.csv}}\nmappings:\n  row: {row}\n"
    assert found(engine, written(tmp_path, {"mapping.yml": mapping, "a.csv": "id\n1\n"}), subject) == {}
