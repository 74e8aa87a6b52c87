"""Texts that look like others: told of with their place in every format, kept as they came, IRIs in form C."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import ibis
import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.terms.doubtful import IS_DOUBTFUL, MAY_BE_DOUBTFUL, told_of
from tests.mapping.running import run, written

DECOMPOSED = "Gyo\u030br"
TEXTS = {
    "Ar\u200bad": ("Ar<U+200B>ad", "written with U+200B, which cannot be seen"),
    "abc\u202edcba": ("abc<U+202E>dcba", "written with U+202E, which turns the direction of writing"),
    "Br\u043eo": ("Br\u043eo", "a text in which a Latin letter stands beside U+043E, cyrillic small letter o"),
    "\u0391thens": ("\u0391thens", "a text in which a Latin letter stands beside U+0391, greek capital letter alpha"),
    DECOMPOSED: (DECOMPOSED, "not in Unicode normalisation form C"),
}
PLAIN = ["Győr", "Łódź", "Αθήνα", "София", "5 μm", "EU – София", "e-услуги", "naïve ß ﬁ", ""]
MAPPING = """\
prefixes: {{ex: "https://example.org/"}}
sources: {{rows: {{access: {file}, referenceFormulation: {form}{iterator}}}}}
mappings:
  row: {{sources: rows, s: "ex:$(name)", po: [[ex:name, "$(name)"], [ex:id, $(id)]]}}
"""


def csv_file(folder: Path, names: list[str]) -> str:
    rows = "".join(f"{n},{name},{names[0]}\n" for n, name in enumerate(names))
    written(folder, {"rows.csv": "id,name,unread\n" + rows})
    return MAPPING.format(file="rows.csv", form="csv", iterator="")


def json_file(folder: Path, names: list[str]) -> str:
    rows = [{"id": n, "name": name, "unread": names[0]} for n, name in enumerate(names)]
    written(folder, {"rows.json": json.dumps(rows)})  # everything beyond ASCII is escaped
    return MAPPING.format(file="rows.json", form="jsonpath", iterator=', iterator: "$[*]"')


def xml_file(folder: Path, names: list[str]) -> str:
    rows = "".join(
        f"<row><id>{n}</id><name>{name}</name><unread>{names[0]}</unread></row>" for n, name in enumerate(names)
    )
    written(folder, {"rows.xml": f"<rows>{rows}</rows>"})
    return MAPPING.format(file="rows.xml", form="xpath", iterator=', iterator: "/rows/row"')


@pytest.mark.parametrize("form", [csv_file, json_file, xml_file])
def test_doubtful_texts_are_told_of_and_kept(
    form: Callable[[Path, list[str]], str], tmp_path: Path, engine: DuckDBEngine
) -> None:
    names = [*TEXTS, *(name for name in PLAIN if name)]
    written(tmp_path, {"mapping.yml": form(tmp_path, names)})
    done = run(tmp_path, engine)
    found = [(one.record, one.column, one.value, one.reason) for one in done.mapped.problems if one.code == "S016"]
    assert found == [(n, "name", *told) for n, told in enumerate(TEXTS.values(), start=1)]
    assert not any(one.rejects for one in done.mapped.problems)
    assert f'<https://example.org/name> "{DECOMPOSED}"' in done.statements
    assert f"<https://example.org/{unicodedata.normalize('NFC', DECOMPOSED)}> " in done.statements
    assert f"<https://example.org/{DECOMPOSED}> " not in done.statements


def test_several_values_of_one_record_are_told_of(tmp_path: Path, engine: DuckDBEngine) -> None:
    mapping = MAPPING.format(file="rows.json", form="jsonpath", iterator=', iterator: "$[*]"').replace(
        "$(name)", "$(names[*])"
    )
    written(tmp_path, {"rows.json": json.dumps([{"id": 1, "names": ["a", *TEXTS]}]), "mapping.yml": mapping})
    found = [one for one in run(tmp_path, engine).mapped.problems if one.code == "S016"]
    assert sorted((one.value, one.reason) for one in found) == sorted(TEXTS.values())
    assert {one.column for one in found} == {"names[*]"}


@pytest.mark.parametrize("text", PLAIN)
def test_usual_texts_are_let_pass(text: str, engine: DuckDBEngine) -> None:
    table = engine.from_columns({"text": [text]})
    doubtful = table.text.re_search(IS_DOUBTFUL) | (engine.nfc(table.text) != table.text)
    assert engine.count(table.filter(doubtful)) == 0


def test_long_texts_are_cut_around_the_doubtful_place() -> None:
    shown, _ = told_of("a" * 100 + "\u200b" + "b" * 100)
    assert shown == f"…{'a' * 30}<U+200B>{'b' * 29}…"


def test_everything_outside_of_form_c_may_be_doubtful(engine: DuckDBEngine) -> None:
    every = [chr(n) for n in range(0x80, sys.maxunicode + 1) if not 0xD800 <= n < 0xE000]
    unstable = [one for one in every if not unicodedata.is_normalized("NFC", one) or unicodedata.combining(one)]
    assert len(unstable) > 1900
    table = engine.from_columns({"text": unstable})
    missed = table.filter(
        ~table.text.re_search(MAY_BE_DOUBTFUL) & (engine.nfc("a" + table.text) != ibis.literal("a") + table.text)
    )
    assert [row for batch in engine.batches(missed) for row in batch.column(0).to_pylist()] == []
