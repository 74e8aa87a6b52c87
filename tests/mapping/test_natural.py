"""Natural datatypes: what a value of JSON is without a stated datatype, its text unchanged, however it is reached."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import EulodError, NoSingleValue, Place
from eulod.single_mapping import map_document
from eulod.sources.json import json_path
from tests.mapping.rml import COMMON, CORE
from tests.mapping.running import MAPPING, run, written
from tests.tables import rows_of

XSD = "http://www.w3.org/2001/XMLSchema#"
YARRRML = """prefixes: {ex: "https://example.org/ns#"}
sources: {rows: {access: rows.json, referenceFormulation: jsonpath, iterator: "$[*]"}}
views:
  kept: {source: rows, fields: {value: $(value)}}
  items: {source: rows, fields: {item: {iterator: "list[*]", fields: {value: $($)}}}}
mappings:
  direct: {sources: rows, s: ex:$(id), po: [[ex:direct, $(value)], [ex:listed, "$(list[*])"]]}
  field: {sources: kept, s: ex:$(id), po: [[ex:field, $(value)]]}
  item: {sources: items, s: ex:$(id), po: [[ex:item, $(item.value)]]}
"""
DAMAGE = "".join(map(chr, [0, *range(2, 9), 11, 12, *range(14, 32), 0xFFFD, 0xFFFE, 0xFFFF]))
"""Characters for which a record is refused."""
SCALARS = (
    st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters=DAMAGE), min_size=1)
    | st.sampled_from(["\x01", "\x011", "\x01\x01true", "\x01[", "[1]", '{"a": 1}', "1", "true", "-"])
)


def natural(value: object) -> ox.Literal:
    """The literal that a value of JSON is."""
    text = value if isinstance(value, str) else json.dumps(value)
    kinds = {bool: "boolean", int: "integer", float: "double", str: "string"}
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kinds[type(value)]))


@settings(max_examples=10)
@given(values=st.lists(SCALARS, min_size=1, max_size=6), ascii=st.booleans())
def test_every_scalar_keeps_its_text_and_its_kind(engine: DuckDBEngine, values: list[object], ascii: bool) -> None:
    records = [{"id": str(number), "value": value, "list": [value]} for number, value in enumerate(values)]
    with TemporaryDirectory() as folder:
        rows = json.dumps(records, ensure_ascii=ascii)
        found = run(written(Path(folder), {MAPPING: YARRRML, "rows.json": rows}), engine).statements
    made = [(quad.subject, quad.object) for quad in ox.parse(found, format=ox.RdfFormat.N_QUADS)]
    subjects = [ox.NamedNode(f"https://example.org/ns#{number}") for number in range(len(values))]
    expected = [(subject, natural(value)) for subject, value in zip(subjects, values, strict=True)] * 4
    assert sorted(map(str, made)) == sorted(map(str, expected))


@pytest.mark.parametrize("term", ['rml:reference "$.x"', 'rml:template "a{$.x}"', 'rml:reference "$.y[*]"'])
@pytest.mark.parametrize("kind", ["rml:Literal", "rml:IRI", "rml:BlankNode"])
def test_a_list_or_an_object_is_no_value(tmp_path: Path, term: str, kind: str) -> None:
    mapping = f"""{CORE}{COMMON}<#Row> rml:logicalSource [
  rml:source "rows.json" ; rml:referenceFormulation rml:JSONPath ] ; rml:subject ex:it ;
  rml:predicateObjectMap [ rml:predicate ex:p ;
    rml:objectMap [ {term} ; rml:termType {kind} ] ] ."""
    written(tmp_path, {"m.ttl": mapping, "rows.json": '{"x": [1, true], "y": ["{", {"a": 1.50}]}'})
    with pytest.raises(EulodError) as error:
        map_document(tmp_path / "m.ttl", tmp_path / "out.nt", base="https://example.org/")
    assert "a list or an object, where one value belongs" in str(error.value)
    if isinstance(error.value, NoSingleValue):
        assert error.value.place is not None
        assert error.value.place.line == 8
        assert '["1","true"]' in error.value.problem or '{"a":"1.50"}' in error.value.problem
    assert not (tmp_path / "out.nt").exists()


def test_marks_tell_what_a_text_alone_does_not(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text('{"a": [1.50, "\\u00012", {"b": true}, "\\u0002"], "c": false}')
    table = engine.read_json(tmp_path / "rows.json", array=False)
    paths = [json_path(path, Place("m.ttl")) for path in ("$.a[0]", "$.a[1]", "$.a[2]", "$.a[3]", "$.c")]
    document = table["eulod:document"]
    asked = {f"t{n}": engine.json_text(document, path) for n, path in enumerate(paths)}
    asked |= {f"m{n}": engine.json_marked(document, path) for n, path in enumerate(paths)}
    (row,) = rows_of(table.select(**asked), engine)
    texts = ["1.50", "\x012", '{"b":"true"}', "\x02", "false"]
    marked = ["\x011.50", "\x01\x012", '\x01\x02{"b":"true"}', "\x02", "\x01false"]
    assert list(row.values()) == texts + marked
