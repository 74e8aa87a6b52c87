"""Properties of mappings: no text is lost or changed, and the order of the records does not matter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyoxigraph
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from tests.mapping.running import MAPPING, run, written

HEAD = 'prefixes: {ex: "https://example.org/ns#"}\n'
PREDICATE = pyoxigraph.NamedNode("https://example.org/ns#text")
PATH = "https://example.org/ns#"
SOURCES = {
    "csv": "{access: rows.csv}",
    "json": '{access: rows.json, referenceFormulation: jsonpath, iterator: "$[*]"}',
    "yaml": '{access: rows.yaml, referenceFormulation: yaml, iterator: "$[*]"}',
}
NO_TEXT = "\ufffd\ufffe\uffff"
PLAIN = {
    "csv": st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters=NO_TEXT),
    "json": st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r", exclude_characters=NO_TEXT),
    "yaml": st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r", exclude_characters=NO_TEXT),
}


def mapping(form: str) -> str:
    """A mapping that states the text of each record, and makes an IRI of it."""
    pairs = "[[ex:text, $(text)], [ex:page, ex:$(text)~iri]]"
    return (
        f"{HEAD}sources:\n  rows: {SOURCES[form]}\nmappings:\n  row: {{sources: rows, s: ex:row/$(id), po: {pairs}}}\n"
    )


def file_of(form: str, texts: Sequence[str]) -> str:
    """The texts as a file of records that number them."""
    records = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    if form == "json":
        return json.dumps(records, ensure_ascii=len(texts) % 2 == 0)
    if form == "yaml":
        return yaml.safe_dump(records, allow_unicode=False)
    content = io.StringIO(newline="")
    writer = csv.DictWriter(content, ("id", "text"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return content.getvalue()


@settings(max_examples=15)
@pytest.mark.parametrize("form", sorted(SOURCES))
@given(data=st.data())
def test_every_text_comes_out_as_it_went_in(engine: DuckDBEngine, form: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.text(PLAIN[form], max_size=12), min_size=1, max_size=6))
    with TemporaryDirectory() as folder:
        found = run(written(Path(folder), {MAPPING: mapping(form), f"rows.{form}": file_of(form, texts)}), engine)
    assert all(": S016 " in line for line in found.problems.splitlines())  # told of, and kept
    quads = list(pyoxigraph.parse(found.statements, format=pyoxigraph.RdfFormat.N_QUADS))
    literals = {quad.subject.value: quad.object.value for quad in quads if quad.predicate == PREDICATE}
    assert literals == {f"{PATH}row/{number}": text for number, text in enumerate(texts) if text}
    assert len(quads) == 2 * len(literals)


SHUFFLED = """\
views:
  parts:
    source: rows
    fields:
      tag: 'fn:split(value: $(tags), separator: ";")'
      own: "fn:least(value: $(name), by: $(group))"
      key: "fn:if_repeated(value: $(group), extra: $(name), by: $(group))"
mappings:
  row:
    sources: parts
    s: ex:$(group)
    po:
      - [ex:own, $(own)]
      - [ex:key, $(key)]
      - [ex:tag, $(tag)]
      - {p: ex:same, o: {mapping: row, condition: {parameters: [[str1, $(name)], [str2, $(name)]]}}}
"""
CELL = st.sampled_from(["", "a", "b", "a;b", "c ; a"])


@settings(max_examples=8)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6), random=st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(
    engine: DuckDBEngine, rows: list[tuple[str, str, str]], random: Random
) -> None:
    shuffled = [*rows]
    random.shuffle(shuffled)
    assert _mapped(engine, shuffled) == _mapped(engine, rows)


def _mapped(engine: DuckDBEngine, rows: Sequence[tuple[str, ...]]) -> str:
    content = "group,name,tags\n" + "".join(f"{','.join(row)}\n" for row in rows)
    text = f"{HEAD}sources:\n  rows: {{access: rows.csv}}\n{SHUFFLED}"
    with TemporaryDirectory() as folder:
        return run(written(Path(folder), {MAPPING: text, "rows.csv": content}), engine).statements
