"""The same records in other formats make the same graph."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.errors import MappingSyntax
from tests.mapping.running import MAPPING, run, written
from tests.shared import shared
from tests.sources.workbook import table

SOURCES = {
    "csv": "{access: rows.csv}",
    "json": '{access: rows.json, referenceFormulation: jsonpath, iterator: "$[*]"}',
    "jsonl": "{access: rows.jsonl, referenceFormulation: jsonpath}",
    "parquet": "{access: rows.parquet, referenceFormulation: parquet}",
    "xlsx": "{access: rows.xlsx, referenceFormulation: xlsx}",
    "xml": "{access: rows.xml, referenceFormulation: xpath, iterator: /rows/row}",
}
ODD = (
    "NA",
    "NULL",
    "None",
    "nan",
    "012",
    " a ",
    '"',
    "a\nb",
    "ő&<>]]>",
    "=1",
    "{}",
    "[1]",
    "\\u0041",
    "_x0041_",
    "😀",
    "e\u0301",
)
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff"), max_size=8),
)
Rows = Sequence[tuple[str, str]]
SAME = """prefixes: {{ex: "https://example.org/"}}
sources:
  rows: {source}
mappings:
  row:
    sources: rows
    subjects: ex:row/$(id)
    predicateobjects: [[ex:a, $(a)], [ex:b, $(b), en~lang], [ex:both, "$(a) $(b)"], [ex:page, ex:$(a)~iri]]
"""


def write(form: str, rows: Rows, folder: Path) -> None:
    """The rows, numbered, as a file of a format."""
    records = [{"id": str(number), "a": a, "b": b} for number, (a, b) in enumerate(rows)]
    if form == "xlsx":
        escaped = [[value.replace("_x", "_x005F_x") for value in record.values()] for record in records]
        table(folder / "rows.xlsx", [["id", "a", "b"], *escaped])
    elif form == "parquet":
        pq.write_table(pa.Table.from_pylist(records), folder / "rows.parquet")
    else:
        written(folder, {f"rows.{form}": text_of(form, records)})


def text_of(form: str, records: list[dict[str, str]]) -> str:
    """Records as a file of text."""
    if form == "json":
        return json.dumps(records)
    if form == "jsonl":
        return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    if form == "xml":
        rows = ("".join(f"<{key}>{escape(value)}</{key}>" for key, value in record.items()) for record in records)
        return "<rows>" + "".join(f"<row>{row}</row>" for row in rows) + "</rows>"
    content = io.StringIO(newline="")
    writer = csv.DictWriter(content, ("id", "a", "b"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return content.getvalue()


@settings(max_examples=12)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_one_table_in_every_format(engine: DuckDBEngine, rows: Rows) -> None:
    made = {}
    for form, source in SOURCES.items():
        with TemporaryDirectory() as folder:
            write(form, rows, Path(folder))
            found = run(written(Path(folder), {MAPPING: SAME.format(source=source)}), engine)
            codes = re.findall(r"\b[A-Z]\d{3}\b", found.problems)
            assert (form, set(codes) - {"S016"}) == (form, set())  # texts that are not in normalisation form C are told
            made[form] = (found.statements, tuple(codes))
    assert set(made.values()) == {made["csv"]}


ONE = (
    "Call_for_Proposal",
    "Coordinated_in",
    "EU_Contribution",
    "From",
    "Funding_scheme",
    "Meta",
    "Project_ACR",
    "Project_Title",
    "To",
    "Topic_s",
    "Total_Cost",
)
SEVERAL = ("Activity", "Country", "Partners")
POLTYS = {
    "sample-data.csv": ("csv", "", "{}", "{}"),
    "sample-data.jl": ("jsonpath", "", "{}[*]", "{}"),
    "sample-data.json": ("jsonpath", "$[*]", "{}[*]", "{}"),
    "sample-data.xml": ("xpath", "/items/item", "{}/value", "{}"),
}


def poltys(file: str, *, several: bool, view: bool = False) -> str:
    """A mapping of the sample in one of its formats; the text of the XML is broken into lines, which do not count."""
    formulation, iterator, path, text = POLTYS[file]
    where = f', iterator: "{iterator}"' if iterator else ""
    names = (*ONE, *SEVERAL) if several else ONE
    pairs = [f'[ex:{name}, "$({path.format(name)})"]' for name in names]
    described = text.format("Technology_Description")
    pairs.append(f'[ex:text, "fn:replace(value: $({described}), find: \\"\\n      \\", with: \\" \\")"]')
    parts = (
        "views:\n  parts: {source: rows, fields: {part: {iterator: Partners, fields: {name: $(.)}}}}\n" if view else ""
    )
    source = f"access: {file}, referenceFormulation: {formulation}{where}"
    return (
        f'prefixes: {{ex: "https://example.org/"}}\nsources:\n  rows: {{{source}}}\n'
        f"{parts}mappings:\n  project:\n    sources: {'parts' if view else 'rows'}\n"
        f'    subjects: "ex:$({path.format("Project_ID")})"\n    predicateobjects: [{", ".join(pairs)}]\n'
    )


def mapped(engine: DuckDBEngine, folder: Path, file: str, *, several: bool, view: bool = False) -> str:
    """The statements of the sample in one format."""
    content = (shared("data/cordis/scraped_poltys") / file).read_bytes()
    return run(written(folder, {file: content, MAPPING: poltys(file, several=several, view=view)}), engine).statements


def test_a_scraped_project_is_the_same_in_json_json_lines_and_xml(engine: DuckDBEngine, tmp_path: Path) -> None:
    first, *others = [mapped(engine, tmp_path, file, several=True) for file in sorted(POLTYS)[1:]]
    assert others == [first, first]
    (record,) = json.loads((shared("data/cordis/scraped_poltys") / "sample-data.json").read_bytes())
    assert first.count("\n") == len(ONE) + 1 + sum(len(set(record[name])) for name in SEVERAL)


def test_and_in_csv_where_its_cells_hold_one_value(engine: DuckDBEngine, tmp_path: Path) -> None:
    first, *others = [mapped(engine, tmp_path, file, several=False) for file in sorted(POLTYS)]
    assert others == [first, first, first]


def test_cells_that_cannot_be_split_back_are_refused(engine: DuckDBEngine, tmp_path: Path) -> None:
    with pytest.raises(MappingSyntax, match="'Partners' iterates in records"):
        mapped(engine, tmp_path, "sample-data.csv", several=False, view=True)
