"""JSON: the text of numbers, the paths that are evaluated, and documents that are none."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.duckdb_errors import BrokenSource
from eulod.engines.engine import SCALAR_MARK as MARK
from eulod.errors import Place
from eulod.sources.json import UnsupportedPath, json_path
from eulod.sources.logical_source import EmptyIterator, format_of
from eulod.sources.problem import UnreadableRecord
from tests.sources.reading import documents, source, surveyed


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("$", "$"),
        ("", "$"),
        ("a", '$."a"'),
        ("$.a.b", '$."a"."b"'),
        ("$.a[0].b[*]", '$."a"[0]."b"[*]'),
        ("$[*]", "$[*]"),
        ("a.*", '$."a".*'),
        ("['a b'].c", '$."a b"."c"'),
        ("$['a.b']['c*d']", '$."a.b"."c*d"'),
        ('["it\'s"]', '$."it\'s"'),
        ("['a\"b\\c']", '$."a\\"b\\\\c"'),
        ("országok-1", '$."országok-1"'),
    ],
)
def test_paths(written: str, path: str) -> None:
    assert json_path(written, Place("mapping.yml", 3)) == path


UNSUPPORTED = ["$..a", "a[1:2]", "a[?(@.b)]", "a[0,1]", "a b", "$.a[-1]", "a['']", "$a..b", "a['*']"]


@pytest.mark.parametrize("path", UNSUPPORTED)
def test_paths_that_are_not_evaluated_are_named(path: str) -> None:
    with pytest.raises(UnsupportedPath, match=r"mapping\.yml:3: M010 the JSONPath") as raised:
        json_path(path, Place("mapping.yml", 3))
    assert path in raised.value.problem


class Number(str):
    """The text of a number."""

    __slots__ = ()


def marked(value: Any) -> Any:
    """A value of JSON, its numbers kept as text, as it stands in a document."""
    if isinstance(value, Number):
        return MARK + value
    if isinstance(value, bool):
        return f"{MARK}{json.dumps(value)}"
    if isinstance(value, str):
        return MARK + value if value.startswith(MARK) else value
    if isinstance(value, list):
        return [marked(item) for item in value]
    return {key: marked(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("number", ["1.50", "12345678901234567890123", "1E-7", "-0.0", "0", "1e400", "9" * 5000])
def test_numbers_keep_their_text(engine: DuckDBEngine, tmp_path: Path, number: str) -> None:
    (tmp_path / "rows.json").write_text(f'[{{"a": {number}, "b": [{number}], "c": "{number} \\" {number}"}}, {number}]')
    first, second = documents(engine, tmp_path, source("rows.json", "jsonpath", iterator="$[*]"))
    marked = MARK + number
    assert json.loads(first) == {"a": marked, "b": [marked], "c": f'{number} " {number}'}
    assert json.loads(second) == marked


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False).map(float)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.text('\x01a"\\', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"\\1-.é', max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@given(value=VALUES, indent=st.sampled_from([None, 1]), ascii=st.booleans())
def test_any_document_is_read_with_its_numbers_as_texts(
    engine: DuckDBEngine, value: Any, indent: int | None, ascii: bool
) -> None:
    text = json.dumps({"value": value}, indent=indent, ensure_ascii=ascii)
    with TemporaryDirectory() as folder:
        (Path(folder) / "rows.json").write_text(text, encoding="utf-8", newline="\n")
        (found,) = documents(engine, Path(folder), source("rows.json", "jsonpath"))
    assert json.loads(found) == marked(json.loads(text, parse_int=Number, parse_float=Number))


@pytest.mark.parametrize(
    ("content", "iterator", "records"),
    [
        ('{"a": 1}\n{"a": 2}\n', None, ['{"a": "\\u00011"}', '{"a": "\\u00012"}']),
        ('[{"a": 1}, {"a": "2"}]', "$[*]", ['{"a": "\\u00011"}', '{"a": "2"}']),
        ('{"p": {"q": [1, "x", null, true]}}', "$.p.q[*]", ['"\\u00011"', '"x"', "null", '"\\u0001true"']),
        ('{"p": {"x": 1, "y": false}}', "$.p.*", ['"\\u00011"', '"\\u0001false"']),
        ('\ufeff{"a": 1}', None, ['{"a": "\\u00011"}']),
        ("[]", "$[*]", []),
        ('{"p": []}', "$.p[*]", []),
    ],
)
def test_records(engine: DuckDBEngine, tmp_path: Path, content: str, iterator: str | None, records: list[str]) -> None:
    declared = source("rows.json", "jsonpath", iterator=iterator)
    found = surveyed(engine, tmp_path / "rows.json", content, declared)
    assert (found.records, found.problems) == (len(records), ())
    assert documents(engine, tmp_path, declared) == records


@pytest.mark.parametrize("iterator", ["$.projects[*]", "$.data.rows[*]"])
def test_an_iterator_that_finds_nothing_is_an_error(engine: DuckDBEngine, tmp_path: Path, iterator: str) -> None:
    declared = source("rows.json", "jsonpath", iterator=iterator)
    with pytest.raises(EmptyIterator) as raised:
        surveyed(engine, tmp_path / "rows.json", '{"Projects": [1], "data": {}}', declared)
    problem = f"the iterator '{iterator}' of the source 'rows' finds nothing in rows.json"
    assert str(raised.value).startswith(f"mapping.yml:3: S009 {problem}")


@pytest.mark.parametrize(
    ("content", "iterator", "place", "problem"),
    [
        ('{"a": 1', None, ": record 1", "this is no JSON: unexpected end of data at byte 8 of the record"),
        (
            '[{"a": 1},\n {"a" 2}]',
            "$[*]",
            ": record 2",
            "this is no JSON: unexpected character at byte 6 of the record",
        ),
        ('[{"a": 1}', "$[*]", ": record 2", "this is no JSON"),
        ('{"a": "\\ud800"}', None, ": record 1", "this is no JSON: no low surrogate in string"),
        ('{"a": "é"}'.encode("latin-1"), None, ":1", "the byte 0xE9 at offset 7 is not utf-8"),
        ('{"a": 1}', "$[*]", "", "the document is no array, but the iterator is $[*]"),
    ],
)
def test_what_is_no_json(
    engine: DuckDBEngine, tmp_path: Path, content: str | bytes, iterator: str | None, place: str, problem: str
) -> None:
    declared = source("rows.json", "jsonpath", iterator=iterator)
    with pytest.raises(BrokenSource) as raised:
        surveyed(engine, tmp_path / "rows.json", content, declared)
    assert str(raised.value).startswith(f"{tmp_path / 'rows.json'}{place}: S008 {problem}")


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ('{"a": 1, "a": 2}', "S005"),
        ('{"b": [{"a": 1, "a": 2}]}', "S005"),
        ('{"a": NaN}', "S005"),
        ('{"a": [1, -Infinity]}', "S005"),
        ('{"a": "x\\u0000"}', "S007"),
        ('{"a": "\\\\\\ufffd"}', "S007"),
        ('{"a": "\ufffd"}', "S007"),
        ('{"a": [1, 2, ]}', "S005"),
        ('{"a": 1 \n, }', "S005"),
        ("[" * 100 + "1" + "]" * 100, ""),
        ("[" * 101 + "1" + "]" * 101, "S005"),
        ('{"b": 1, "a": ' * 60 + "[" * 41 + '"[{"' + "]" * 41 + "}" * 60, "S005"),
        ('{"a": ",] NaN ' + "[{" * 200 + '"}', ""),
        ('{"a": "NaN, Infinity and \\\\u0000", "A": {"a": 1}}', ""),
    ],
)
def test_records_that_no_json_should_hold(engine: DuckDBEngine, tmp_path: Path, record: str, code: str) -> None:
    declared = source("rows.json", "jsonpath", iterator="$[*]")
    found = surveyed(engine, tmp_path / "rows.json", f'[{{"a": 0}}, {record}]', declared)
    assert [(problem.record, problem.code) for problem in found.problems] == ([(2, code)] if code else [])


def test_decimals_are_exact(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text('{"sum": 0.1000000000000000055511151231257827}')
    (found,) = documents(engine, tmp_path, source("rows.json", "jsonpath"))
    assert Decimal(json.loads(found)["sum"].removeprefix(MARK)) == Decimal("0.1000000000000000055511151231257827")


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        ('{"p": [\n{"a": 1},\n{"a": 2},\n]}', ":3:9", "a comma stands before a closing bracket"),
        ('{"p": [{"a": ",]"}, {"a": -Infinity}]}', ":1:27", "the record holds NaN or Infinity"),
        ('{"p": [\n' + "[" * 100 + "]" * 100 + "]}", ":2:99", "the record has more than 100 levels"),
        ('{"p": [{"a": 1, "a": 2}]}', "", "the record has a key twice"),
    ],
)
def test_a_document_that_is_no_json_is_refused_before_an_iterator_goes_into_it(
    engine: DuckDBEngine, tmp_path: Path, content: str, place: str, problem: str
) -> None:
    declared = source("rows.json", "jsonpath", iterator="$.p[*]")
    with pytest.raises(UnreadableRecord) as raised:
        surveyed(engine, tmp_path / "rows.json", content, declared)
    assert str(raised.value).startswith(f"{tmp_path / 'rows.json'}{place}: S005 {problem}")


def test_a_file_without_a_document_is_no_json(engine: DuckDBEngine, tmp_path: Path) -> None:
    with pytest.raises(UnreadableRecord, match=r"rows\.json:1: S005 the file is empty"):
        surveyed(engine, tmp_path / "rows.json", " \n", source("rows.json", "jsonpath", iterator="$[*]"))
    assert surveyed(engine, tmp_path / "rows.jsonl", "\n", source("rows.jsonl", "jsonlines")).records == 0


@pytest.mark.parametrize(
    ("content", "iterator", "records"),
    [
        ('{"a": 1.50}\r\n\n{"b": NULL}\n'.replace("NULL", "null"), None, ['{"a": "1.50"}', '{"b": null}']),
        ('{"a": 1}\n["x", 2]\n3', None, ['{"a": "1"}', '["x", "2"]', '"3"']),
        ('{"p": [{"a": 1}, {"b": 2}]}\n{"p": []}\n{"q": 3}', "$.p[*]", ['{"a":"1"}', '{"b":"2"}']),
        ('[{"a": 1}, {"a": 2}]\n', "$[*]", ['{"a":"1"}', '{"a":"2"}']),
    ],
)
def test_json_lines(
    engine: DuckDBEngine, tmp_path: Path, content: str, iterator: str | None, records: list[str]
) -> None:
    declared = source("rows.jsonl", "jsonlines", iterator=iterator)
    found = surveyed(engine, tmp_path / "rows.jsonl", content, declared)
    assert (found.records, found.problems) == (len(records), ())
    assert [text.replace("\\u0001", "") for text in documents(engine, tmp_path, declared)] == records


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"a": 1} {"a": 2}', "this is no JSON: unexpected content after document"),
        ('{"a": 1', "this is no JSON: unexpected end of data"),
        ('{"a": "' + "x" * 36_000_000 + '"}', "a record is longer than 16,777,216 bytes"),
    ],
    ids=["two", "half", "long"],
)
def test_lines_that_are_no_json(engine: DuckDBEngine, tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(BrokenSource) as raised:
        surveyed(engine, tmp_path / "a.jsonl", f'{{"a": 0}}\n{line}\n', source("a.jsonl", "jsonlines"))
    assert str(raised.value).startswith(f"{tmp_path / 'a.jsonl'}")
    assert problem in raised.value.problem


@pytest.mark.parametrize(
    ("formulation", "access", "format"),
    [
        ("jsonpath", "a.JSONL", "jsonlines"),
        ("jsonpath", "a.ndjson.gz", "jsonlines"),
        ("jsonpath", "a.json", "jsonpath"),
        ("csv", "a.xlsx", "xlsx"),
        ("csv", "a.jsonl", "csv"),
    ],
)
def test_formats_by_extension(formulation: str, access: str, format: str) -> None:
    assert format_of(formulation, access) == format
