"""What files of every format should not hold: each is refused with its code and place, and nothing is written.

Amounts, dates and language tags that cannot be read are in tests/mapping/functions and tests/terms, RDF/XML with a
document type in tests/test_rdf_document.py, values that are no IRI in tests/mapping/test_cases.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from eulod.cli import main
from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import EulodError
from tests.mapping.running import mapped_source, run, written
from tests.sources.test_xml import PAYLOADS
from tests.sources.workbook import number, parts, sheet, table, text, typed, write_workbook

MAPPING = """prefixes: {{ex: "https://example.org/"}}
sources:
  rows: {{{source}}}
mappings:
  row:
    sources: rows
    subjects: ex:$(key)
    predicateobjects: [[ex:value, "$({value})"]]
"""
SOURCES = {
    "csv": "access: rows.csv",
    "json": 'access: rows.json, referenceFormulation: jsonpath, iterator: "$[*]"',
    "nested": 'access: rows.json, referenceFormulation: jsonpath, iterator: "$.p[*]"',
    "jsonl": "access: rows.jsonl, referenceFormulation: jsonpath",
    "xml": "access: rows.xml, referenceFormulation: xpath, iterator: /rows/row",
    "xlsx": "access: rows.xlsx, referenceFormulation: xlsx",
    "parquet": "access: rows.parquet, referenceFormulation: parquet",
    "yaml": "access: rows.yaml, referenceFormulation: yaml",
}
Content = str | bytes | Callable[[Path], object]


@dataclass(frozen=True)
class Bad:
    """A file that is wrong: the code and place in `eulod map`, and the code in an export where that is another one.

    The place is what follows the folder, up to the code.
    """

    form: str
    content: Content
    code: str
    place: str
    export: str = ""
    value: str = "value"


def csv(*rows: str) -> str:
    """Rows below a header."""
    return "".join(f"{row}\n" for row in ("key,value", *rows))


def xml(*rows: str) -> str:
    """Rows as elements, each on its line."""
    return "<rows>\n" + "".join(f"{row}\n" for row in rows) + "</rows>"


def element(value: str) -> str:
    """A row with a value."""
    return f"<row><key>1</key><value>{value}</value></row>"


def workbook(cell: str, *, name: str = "value", part: dict[str, str] | None = None) -> Callable[[Path], Path]:
    """A workbook with a cell in its third row."""
    rows = [[text("key"), text(name)], [number("1"), text("a")], [number("2"), cell]]
    return lambda path: write_workbook(path, {**parts({"S": sheet(rows)}), **(part or {})})


def parquet(value: str, *, name: str = "value") -> Callable[[Path], None]:
    """A Parquet file with a value in its second record."""
    return lambda path: pq.write_table(pa.table({"key": ["1", "2"], name: ["a", value]}), path)


SURROGATE = b"\xed\xa0\x80"
CP1250 = "Łódź".encode("cp1250")
CASES = {
    "csv quote that does not end": Bad(
        "csv", csv('1,"a', *(f"{n},b" for n in range(10_000))), "S008", "rows.csv:2", "S006"
    ),
    "csv quote in a quoted cell": Bad("csv", csv("1,a", '2,"b"c'), "S008", "rows.csv:3", "S006"),
    "csv cell too many": Bad("csv", csv("1,a", "2,b,c"), "S008", "rows.csv:3", "S005"),
    "csv empty cell too many": Bad("csv", csv("1,a", "2,b,"), "S005", "rows.csv: record 2"),
    "csv cell missing": Bad("csv", csv("1,a", "2"), "S008", "rows.csv:3", "S005"),
    "csv column missing": Bad("csv", "key,other\n1,a\n", "M012", "mapping.yml:8"),
    "csv misspelt reference": Bad("csv", csv("1,a"), "M012", "mapping.yml:8", value="valeu"),
    "csv header of another case": Bad("csv", "key,Value\n1,a\n", "M012", "mapping.yml:8"),
    "csv NUL": Bad("csv", csv("1,a", "2,b\0c"), "S007", "rows.csv: record 2, column 'value'"),
    "csv control character": Bad("csv", csv("1,a", "2,b\x0bc"), "S007", "rows.csv: record 2, column 'value'"),
    "csv U+FFFD": Bad("csv", csv("1,a", "2,b\ufffd"), "S007", "rows.csv: record 2, column 'value'"),
    "csv surrogate": Bad("csv", b"key,value\n1,a\n2," + SURROGATE + b"\n", "S008", "rows.csv:3", "S005"),
    "csv row in cp1250": Bad("csv", b"key,value\n1,a\n2," + CP1250 + b"\n", "S008", "rows.csv:3", "S005"),
    "csv line ends mixed": Bad("csv", "key,value\r\n1,a\n2,b\r\n", "S008", "rows.csv"),
    "csv empty": Bad("csv", "", "S003", "rows.csv:1"),
    "json comma at the end": Bad("json", '[{"key": 1, "value": 2},\n]', "S008", "rows.json: record 2"),
    "json comma in a record": Bad("json", '[{"key": 1, "value": 2,}]', "S005", "rows.json: record 1"),
    "json comma in a document": Bad("nested", '{"p": [{"key": 1, "value": 2},\n]}', "S005", "rows.json:1:30"),
    "json NaN": Bad("json", '[{"key": 1, "value": NaN}]', "S005", "rows.json: record 1"),
    "json Infinity in a document": Bad("nested", '{"p": [{"key": 1,\n"value": -Infinity}]}', "S005", "rows.json:2:10"),
    "json key twice": Bad("json", '[{"key": 1, "value": 2, "value": 3}]', "S005", "rows.json: record 1"),
    "json too deep": Bad(
        "json", '[{"key": 1, "value": 2, "deep": ' + "[" * 100 + "]" * 100 + "}]", "S005", "rows.json: record 1"
    ),
    "json cut off": Bad("json", '[{"key": 1, "value": 2}, {"key"', "S008", "rows.json: record 2"),
    "json surrogate": Bad("json", '[{"key": 1, "value": "\\ud800"}]', "S008", "rows.json: record 1"),
    "json NUL": Bad("json", '[{"key": 1, "value": "a\\u0000"}]', "S007", "rows.json: record 1"),
    "json control character": Bad("json", '[{"key": 1, "value": "a\\u000b"}]', "S007", "rows.json: record 1"),
    "json U+FFFD": Bad("json", '[{"key": 1, "value": "\ufffd"}]', "S007", "rows.json: record 1"),
    "json cp1250": Bad("json", b'[{"key": 1, "value": "' + CP1250 + b'"}]', "S008", "rows.json:1"),
    "json empty": Bad("json", " ", "S005", "rows.json:1"),
    "json no array": Bad("json", '{"key": 1, "value": 2}', "S008", "rows.json"),
    "json misspelt iterator": Bad("nested", '{"P": [{"key": 1, "value": 2}]}', "S009", "mapping.yml:3"),
    "json misspelt reference": Bad("json", '[{"key": 1}, {"key": 2, "Value": 3}]', "M012", "mapping.yml:8"),
    "json filter": Bad("json", "[]", "M010", "mapping.yml:8", value="value[1:2]"),
    "json lines half a record": Bad("jsonl", '{"key": 1, "value": 2}\n{"key": 2\n', "S008", "rows.jsonl: record 2"),
    "json lines comma": Bad("jsonl", '{"key": 1, "value": 2,}\n', "S005", "rows.jsonl: record 1"),
    "json lines two on a line": Bad("jsonl", '{"key": 1} {"key": 2}\n', "S008", "rows.jsonl: record 1"),
    "json lines misspelt reference": Bad("jsonl", '{"key": 1, "valeu": 2}\n', "M012", "mapping.yml:8"),
    "xml tag that does not end": Bad("xml", "<rows>\n<row><key>1</row></rows>", "S010", "rows.xml:2:14"),
    "xml control character": Bad("xml", xml(element("a\x0bb")), "S010", "rows.xml:2:26"),
    "xml NUL": Bad("xml", xml(element("a\0b")), "S010", "rows.xml:2:26"),
    "xml surrogate": Bad("xml", xml(element("@")).encode().replace(b"@", SURROGATE), "S010", "rows.xml:2:25"),
    "xml row in cp1250": Bad("xml", xml(element("@")).encode().replace(b"@", CP1250), "S010", "rows.xml:2:25"),
    "xml U+FFFD": Bad("xml", xml(element("a"), element("\ufffd")), "S007", "rows.xml: record 2"),
    "xml too deep": Bad("xml", xml("<row>" + "<a>" * 100 + "</a>" * 100 + "</row>"), "S011", "rows.xml:2"),
    "xml misspelt iterator": Bad("xml", "<Rows><row/></Rows>", "S009", "mapping.yml:3"),
    "xml misspelt reference": Bad("xml", xml(element("a").replace("value", "valeu")), "M012", "mapping.yml:8"),
    "xml axis": Bad("xml", xml(), "M010", "mapping.yml:8", value="parent::value"),
    "xml prefix": Bad("xml", xml(), "M010", "mapping.yml:8", value="x:value"),
    **{f"xml {name}": Bad("xml", payload, "R004", "rows.xml:1") for name, payload in PAYLOADS.items()},
    "xlsx error": Bad("xlsx", workbook(typed("e", "#N/A")), "S014", "rows.xlsx:3, column 'value'"),
    "xlsx U+FFFD": Bad("xlsx", workbook(text("\ufffd")), "S007", "rows.xlsx: record 2, column 'value'"),
    "xlsx control character": Bad("xlsx", workbook(text("_x000B_")), "S007", "rows.xlsx: record 2, column 'value'"),
    "xlsx surrogate": Bad("xlsx", workbook(text("_xD800_")), "S014", "rows.xlsx:3, column 'value'"),
    "xlsx misspelt reference": Bad("xlsx", workbook(text("b"), name="valeu"), "M012", "mapping.yml:8"),
    "xlsx bomb": Bad("xlsx", workbook(text("b"), part={"x": "0" * 30_000_000}), "S011", "rows.xlsx"),
    "xlsx no header": Bad("xlsx", lambda path: table(path, []), "S003", "rows.xlsx:1"),
    "xlsx document type": Bad(
        "xlsx",
        workbook(text("b"), part={"xl/worksheets/sheet1.xml": PAYLOADS["a file"]}),
        "R004",
        "rows.xlsx/xl/worksheets/sheet1.xml:1",
    ),
    "xlsx that is CSV": Bad("xlsx", csv("1,a"), "S012", "rows.xlsx"),
    "parquet that is CSV": Bad("parquet", csv("1,a"), "S015", "rows.parquet"),
    "parquet U+FFFD": Bad("parquet", parquet("\ufffd"), "S007", "rows.parquet: record 2, column 'value'"),
    "parquet NUL": Bad("parquet", parquet("a\0"), "S007", "rows.parquet: record 2, column 'value'"),
    "parquet misspelt reference": Bad("parquet", parquet("b", name="valeu"), "M012", "mapping.yml:8"),
    "yaml alias": Bad("yaml", "key: &a 1\nvalue: *a\n", "S002", "rows.yaml:2"),
    "yaml tag": Bad("yaml", "key: 1\nvalue: !!python/object:os.system ls\n", "S002", "rows.yaml:2"),
    "yaml key twice": Bad("yaml", "key: 1\nvalue: 2\nvalue: 3\n", "S002", "rows.yaml:3"),
    "yaml too deep": Bad("yaml", "key: 1\nvalue: " + "[" * 101 + "]" * 101, "S002", "rows.yaml:2"),
    "yaml cp1250": Bad("yaml", b"key: 1\nvalue: " + CP1250, "S002", "rows.yaml:2"),
    "yaml control character": Bad("yaml", 'key: 1\nvalue: "a\\x0Bb"\n', "S007", "rows.yaml: record 1"),
    "yaml U+FFFD": Bad("yaml", "key: 1\nvalue: \ufffd\n", "S007", "rows.yaml: record 1"),
}


def folder_of(case: Bad, folder: Path) -> Path:
    """The mapping with its bad file."""
    written(folder, {"mapping.yml": MAPPING.format(source=SOURCES[case.form], value=case.value)})
    name = SOURCES[case.form].partition(",")[0].removeprefix("access: ")
    if callable(case.content):
        case.content(folder / name)
    else:
        written(folder, {name: case.content})
    return folder


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_is_refused_with_its_place_and_nothing_is_written(engine: DuckDBEngine, tmp_path: Path, case: Bad) -> None:
    folder = folder_of(case, tmp_path)
    before = sorted(folder.iterdir())
    found = CliRunner().invoke(
        main, ["map", str(folder), "-o", str(folder / "out.nt"), "--base", "https://example.org/"]
    )
    first = found.stderr.partition("\n")[0].replace(f"{folder}/", "")
    assert (found.exit_code, first.startswith(f"{case.place}: {case.code} ")) == (2, True), found.stderr
    assert sorted(folder.iterdir()) == before

    try:
        codes = {problem.code for problem in mapped_source(folder, engine).problems if problem.rejects}
    except EulodError as error:
        codes = {error.code}
    assert codes == {case.export or case.code}


def test_a_row_of_another_encoding_is_found_by_its_byte(tmp_path: Path) -> None:
    content = b"key,value\n" + b"1,a\n" * 1000 + b"2," + CP1250 + b"\n"
    folder = folder_of(Bad("csv", content, "S008", ""), tmp_path)
    found = CliRunner().invoke(main, ["map", str(folder), "-o", str(folder / "out.nt")])
    assert "rows.csv:1002: S008 the byte 0x" in found.stderr
    assert "at offset 4,012 is not utf-8" in found.stderr


TEXTS = ["NA", "NULL", "None", "nan", 'a\n"b"', " 012 ", "NO", "{}", "[1]"]
RECORDS: list[dict[str, str]] = [{"key": str(n), "value": value} for n, value in enumerate(TEXTS, 1)]
SIBLINGS = [{"key": "0", "other": "x"}, *RECORDS, {"key": "99"}]
SURVIVING: dict[str, Content] = {
    "csv": csv(*(f'{row["key"]},"{row["value"].replace(chr(34), chr(34) * 2)}"' for row in RECORDS)),
    "json": json.dumps(SIBLINGS),
    "jsonl": "\n".join(map(json.dumps, SIBLINGS)),
    "xml": xml(*("<row>" + "".join(f"<{k}>{v}</{k}>" for k, v in row.items()) + "</row>" for row in SIBLINGS)),
    "xlsx": lambda path: table(path, [["key", "value"], *([row["key"], row["value"]] for row in RECORDS)]),
    "parquet": lambda path: pq.write_table(pa.Table.from_pylist(RECORDS), path),
}


@pytest.mark.parametrize("form", SURVIVING)
def test_what_only_looks_wrong_survives(engine: DuckDBEngine, tmp_path: Path, form: str) -> None:
    found = run(folder_of(Bad(form, SURVIVING[form], "", ""), tmp_path), engine)
    texts = [text.replace("\n", "\\n").replace('"', '\\"') for text in TEXTS]
    lines = [f'<https://example.org/{n}> <https://example.org/value> "{text}" .' for n, text in enumerate(texts, 1)]
    assert (found.statements.splitlines(), found.problems) == (lines, "")


def test_a_number_of_a_hundred_thousand_digits_is_kept(tmp_path: Path) -> None:
    digits = "7" * 100_000
    folder = folder_of(Bad("json", f'[{{"key": 1, "value": {digits}}}]', "", ""), tmp_path)
    found = CliRunner().invoke(main, ["map", str(folder), "-o", str(folder / "out.nt")])
    assert (found.exit_code, digits in (folder / "out.nt").read_text()) == (0, True)


PEAK = """import sys
from pathlib import Path
from eulod.cli import main
try:
    main(sys.argv[1:])
finally:
    status = Path("/proc/self/status").read_text()
    print("peak", int(status.partition("VmHWM:")[2].split()[0]) // 1024, file=sys.stderr)
"""


def long(before: str, after: str) -> Content:
    """A file with 64 MB between two texts, made when it is written."""
    return lambda path: path.write_text(before + "x" * 64_000_000 + after)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
@pytest.mark.parametrize(
    ("form", "content", "problem"),
    [
        ("csv", long("key,value\n1,a\n2,", "\n"), "rows.csv:3: S011 "),
        ("csv", long('key,value\n1,a\n2,"', '"\n'), "rows.csv:3: S011 "),
        ("jsonl", long('{"key": 1, "value": 2}\n{"key": 2, "value": "', '"}'), "rows.jsonl: S008 a record is longer"),
        ("json", long('[{"key": 1, "value": 2},\n{"key": 2, "value": "', '"}]'), "rows.json: S008 a record is longer"),
        ("xml", long("<rows>\n<row/>\n<row><value>", "</value></row></rows>"), "rows.xml:3: S011 the element has"),
        ("xlsx", lambda path: table(path, [["key", "value"], ["1", "x" * 64_000_000]]), "rows.xlsx: S011 "),
    ],
    ids=["csv", "csv quoted", "json lines", "json", "xml", "xlsx"],
)
def test_a_record_of_64_megabytes_is_refused_in_bounded_memory(
    tmp_path: Path, form: str, content: Content, problem: str
) -> None:
    folder = folder_of(Bad(form, content, "", ""), tmp_path)
    arguments = ["map", str(folder), "-o", str(folder / "out.nt"), "--base", "https://example.org/"]
    ran = subprocess.run([sys.executable, "-c", PEAK, *arguments], capture_output=True, text=True, check=False)
    first, *_, peak = ran.stderr.strip().splitlines()
    assert (ran.returncode, first.replace(f"{folder}/", "").startswith(problem)) == (2, True), ran.stderr
    assert int(peak.removeprefix("peak ")) < 512
    assert not (folder / "out.nt").exists()
