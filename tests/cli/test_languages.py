"""`eulod validate --language`: a finding speaks the language asked for in every form of the report."""

from __future__ import annotations

import html
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter
from click.testing import CliRunner

from eulod.cli import main
from eulod.cli.validate import FORMS
from tests.export.datasets import MAPPING, ROWS, change, starter

TOLD = {
    "en": "The project ends before it starts.",
    "hu": "A projekt előbb ér véget, mint ahogy elkezdődik.",
    "fr": "Le projet se termine avant de commencer.",
}
FILLED = {
    "en": "The period ends at 2020-12-31, before it starts at 2023-03-01.",
    "hu": "Az időtartam vége (2020-12-31) a kezdete (2023-03-01) elé esik.",
    "fr": "La fin de la période (2020-12-31) précède son début (2023-03-01).",
}


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter's dataset with an end before its start, in which the reader stands."""
    folder = starter(tmp_path / "projects")
    change(folder / ROWS, "31/12/2025", "31/12/2020")
    monkeypatch.chdir(folder)
    return folder


def told(form: str, text: str) -> str:
    """What a report says, marks of its format undone."""
    if form in ("json", "sarif"):
        return json.dumps(json.loads(text), ensure_ascii=False)
    return " ".join(ElementTree.fromstring(text).itertext()) if form == "junit" else html.unescape(text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "hu", "fr"])
def test_every_form_speaks_the_language_asked_for(dataset: Path, form: str, language: str) -> None:
    done = CliRunner().invoke(main, ["validate", "-f", form, "--language", language])
    assert done.exit_code == 1
    found = told(form, done.stdout)
    for messages in (TOLD, FILLED):
        assert messages[language] in found
        if form != "ttl":  # the W3C report holds what was chosen, too
            assert {name for name, text in messages.items() if text in found} == {language}


def test_a_language_that_no_shape_has_falls_back_to_english(dataset: Path) -> None:
    assert TOLD["en"] in CliRunner().invoke(main, ["validate", "--lang", "sv"]).stdout


@pytest.mark.parametrize(("language", "word"), [("en", "violation"), ("hu", "hiba"), ("fr", "erreur")])
def test_the_workbook_given_back_speaks_it_too(dataset: Path, language: str, word: str) -> None:
    rows = [line.split(",") for line in (dataset / ROWS).read_text(encoding="utf-8").replace('"', "").splitlines()]
    with xlsxwriter.Workbook(dataset / "data" / "projects.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        for number, values in enumerate([rows[0], without_amounts(rows[1])]):
            sheet.write_row(number, 0, values)
    change(dataset / MAPPING, "projects.csv, referenceFormulation: csv", "projects.xlsx, referenceFormulation: xlsx")
    done = CliRunner().invoke(main, ["validate", "--lang", language, "--annotate", "checked.xlsx"])
    assert done.exit_code == 1
    with zipfile.ZipFile("checked.xlsx") as archive:
        comments = "".join(archive.read(name).decode() for name in archive.namelist() if "comments" in name)
    assert f"eulod: {word} – {FILLED[language]}" in html.unescape(comments)


def without_amounts(row: list[str]) -> list[str]:
    """A row of the starter whose two amounts were parted at their commas, put together again."""
    return [*row[:8], ",".join(row[8:11]), ",".join(row[11:14]), *row[14:]]
