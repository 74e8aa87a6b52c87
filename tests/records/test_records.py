"""The records: well-formed, true to their documents, and without personal data."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.records.reading import PATHS, RECORDS, quotes, read_record, seed, texts, without_spaces
from tests.shared import ROOT, shared

SCHEMA = RECORDS / "record.schema.json"
REFERENCE = ROOT / "mappings" / "reference"

# Entries whose wording is the document's own, beside the quotes.
OWN_WORDS = {"titles", "objectives", "descriptions"}
OWN_FIELDS = {"stated_name", "responsibility"}

every_record = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def test_there_is_one_record_for_each_seed() -> None:
    named = {read_record(path)["document"]["file"] for path in PATHS}
    assert named == {path.name for path in shared("data/seeds").glob("*.txt")}


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text("utf-8")))


@every_record
def test_a_record_follows_the_schema(path: Path) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert [f"{list(e.path)}: {e.message}" for e in validator.iter_errors(read_record(path))] == []


@every_record
def test_a_record_tells_editors_its_schema(path: Path) -> None:
    first, _, _ = path.read_text("utf-8").partition("\n")
    assert first == f"# yaml-language-server: $schema={SCHEMA.name}"


@every_record
def test_the_document_is_the_one_that_was_read(path: Path) -> None:
    record = read_record(path)
    assert hashlib.sha256(seed(record).read_bytes()).hexdigest() == record["document"]["sha256"]


@every_record
def test_quotes_stand_in_the_document(path: Path) -> None:
    record = read_record(path)
    document = without_spaces(seed(record).read_text("utf-8"))
    assert [where for where, text in quotes(record) if without_spaces(text) not in document] == []


@every_record
def test_own_words_stand_in_the_document(path: Path) -> None:
    record = read_record(path)
    document = without_spaces(seed(record).read_text("utf-8"))
    assert [where for where, text in _own_words(record) if without_spaces(text) not in document] == []


def _own_words(record: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    for where, text in texts(record):
        if where[-1] in OWN_FIELDS or (where[-1] == "text" and where[1] in OWN_WORDS):
            yield where, text


@every_record
def test_keys_stand_once(path: Path) -> None:
    record = read_record(path)
    for section in ("participations", "money", "events", "outputs", "decisions", "sources"):
        keys = [(entry["kind"] if section == "money" else "", entry["key"]) for entry in record.get(section, [])]
        assert len(set(keys)) == len(keys), section


@every_record
def test_claims_are_about_entries_that_there_are(path: Path) -> None:
    record = read_record(path)
    sources = {entry["key"] for entry in record.get("sources", [])}
    sections = {"participation": "participations", "money": "money", "event": "events", "output": "outputs"}
    for claim in record.get("claims", []):
        assert claim.get("source", "") in {"", *sources}
        if claim["about"] in sections:
            assert claim["about_key"] in {entry["key"] for entry in record[sections[claim["about"]]]}


@every_record
def test_every_other_source_is_cited(path: Path) -> None:
    record = read_record(path)
    cited = {claim["source"] for claim in record.get("claims", []) if "source" in claim}
    assert {entry["key"] for entry in record.get("sources", [])} == cited


@every_record
def test_places_and_programmes_are_reference_data(path: Path) -> None:
    record = read_record(path)
    names = {(row["country"], row["name"]) for row in _rows("places.csv")}
    used = {(entry["place"]["country"], entry["place"]["name"]) for entry in _placed(record)}
    assert used <= names
    assert record["project"]["programme"]["key"] in {row["programme"] for row in _rows("programmes.csv")}


def _placed(record: dict[str, Any]) -> list[dict[str, Any]]:
    entries = [*record.get("participations", []), *record.get("events", [])]
    return [entry for entry in entries if "place" in entry]


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@every_record
def test_a_record_holds_no_personal_data(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "@" not in text
    assert re.search(r"\+\d[\d ()/-]{6,}", text) is None


@every_record
def test_no_contact_of_a_document_is_in_a_record(path: Path) -> None:
    document = seed(read_record(path)).read_text("utf-8")
    after = re.search(r"Kapcsolattartó:\s*(?P<name>[^\n]+?)\s*\n", document)
    if after is None:
        return
    everything = "".join(file.read_text("utf-8") for file in RECORDS.iterdir())
    assert [part for part in after["name"].split() if part in everything] == []


@every_record
def test_the_readme_shows_each_entry_of_a_record(path: Path) -> None:
    readme = (RECORDS / "README.md").read_text("utf-8")
    _, heading, rest = readme.partition(f"({path.name})")
    assert heading, f"README.md does not name {path.name}"
    section = rest.partition("\n## ")[0]
    assert [name for name in _entries(read_record(path)) if f"`{name}" not in section] == []


def _entries(record: dict[str, Any]) -> Iterator[str]:
    for section, entry in record.items():
        if isinstance(entry, list):
            yield section
        else:
            yield from (f"{section}.{key}" for key in entry if key != "key" and not key.endswith("_language"))
