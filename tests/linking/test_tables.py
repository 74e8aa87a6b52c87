"""The authority tables: current, unambiguous, and nothing in them that the authority does not have."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.shared import shared
from tools.linking_tables import TABLES, key, tables

PATHS = sorted(TABLES.glob("*.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _iri(name: str, alias: str) -> str | None:
    column = next(iter(_rows(name)[0]))
    return {key(row[column]): row["iri"].rpartition("/")[2] for row in _rows(name)}.get(key(alias))


def test_the_tables_are_those_that_the_reference_data_give() -> None:
    made = tables(shared("data"))
    assert {path.name for path in PATHS} == set(made)
    for path in PATHS:
        assert path.read_text("utf-8") == made[path.name], f"{path.name}: run python -m tools.linking_tables"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_key_stands_once(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        keys = [key(row[0]) for row in csv.reader(lines)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_table_is_small(path: Path) -> None:
    assert path.stat().st_size < 1_000_000


@pytest.mark.parametrize("name", ["country", "currency", "language", "nuts"])
def test_every_iri_is_one_of_the_authority(name: str) -> None:
    with shared(f"data/reference/eu_{name}.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["iri"] for row in csv.DictReader(lines)}
    assert {row["iri"] for row in _rows(name)} <= known


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        *[(alias, "GRC") for alias in ("EL", "GR", "GRC", "Grekland", "Görögország", "Grèce", "Ελλάδα")],
        *[(alias, "GBR") for alias in ("UK", "GB", "Storbritannien", "Egyesült Királyság", "Royaume-Uni")],
        *[(alias, "XKX") for alias in ("XK", "XKX", "Kosovo", "Koszovó")],
        *[(alias, "HUN") for alias in ("hu", "Ungern", "UNGARN", "Magyarország", "Hongrie")],
        ("Sverige", "SWE"),
        ("Czechia", "CZE"),
        ("Czech Republic", "CZE"),
        ("Moldova", "MDA"),
    ],
)
def test_countries_by_code_and_name(alias: str, code: str) -> None:
    assert _iri("country", alias) == code


@pytest.mark.parametrize("alias", ["Atlantis", "EU", "Guinea-", "SF"])
def test_what_is_no_country_is_not_there(alias: str) -> None:
    assert _iri("country", alias) is None


@pytest.mark.parametrize(
    ("alias", "code"), [("€", "EUR"), ("eur", "EUR"), ("ECU", "XEU"), ("Ft", "HUF"), ("SEK", "SEK")]
)
def test_currencies(alias: str, code: str) -> None:
    assert _iri("currency", alias) == code


@pytest.mark.parametrize("alias", ["$", "£", "kr"])
def test_signs_of_several_currencies_are_not_there(alias: str) -> None:
    assert _iri("currency", alias) is None


@pytest.mark.parametrize(
    ("alias", "code"), [("hu", "HUN"), ("HUN", "HUN"), ("ger", "DEU"), ("deu", "DEU"), ("sv-SE", "SWE"), ("el", "ELL")]
)
def test_languages(alias: str, code: str) -> None:
    assert _iri("language", alias) == code


@pytest.mark.parametrize("code", ["HU10", "HU110", "UKI31", "EL301", "SE"])
def test_nuts_codes_of_every_version(code: str) -> None:
    assert _iri("nuts", code) == code


@pytest.mark.parametrize("code", ["NL32B", "US", "UA", "IL", "GE", "MD"])
def test_codes_that_are_no_region_of_the_table(code: str) -> None:
    assert _iri("nuts", code) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SE/2/Övre Norrland", "SE33"),
        ("SE/3/skåne län", "SE224"),
        ("SE/2/Stockholm", "SE11"),
        ("SE/3/Stockholms län", "SE110"),
        ("SE/2/Småland och öarna", "SE21"),
        ("HU/1/Közép-Magyarország", "HU1"),
        ("HU/2/Pest", "HU12"),
        ("EL/2/Attiki", "EL30"),
    ],
)
def test_regions_by_name_and_level(name: str, code: str) -> None:
    assert _iri("nuts_name", name) == code


def test_gotland_is_no_region_of_level_2() -> None:
    assert _iri("nuts_name", "SE/2/Gotland") is None


def test_an_alias_that_is_no_official_name_says_why() -> None:
    noted = {row["name"] for row in _rows("nuts_name") if row["note"]}
    assert noted == {"SE/2/Småland och öarna", "SE/2/Öarna"}
    assert all(re.fullmatch("[A-Z]{2}/[0-3]/.+", row["name"]) for row in _rows("nuts_name"))
