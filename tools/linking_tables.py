"""Write the authority tables in src/eulod/linking/tables from the reference data in the shared folder.

`python -m tools.linking_tables ../shared/data` writes the files; a test tells when it was forgotten. What the reference
lacks (names of European countries in more languages, a few aliases) is kept in tools/country_names.csv and here.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

TABLES = Path(__file__).parents[1] / "src" / "eulod" / "linking" / "tables"
COUNTRY_NAMES = Path(__file__).with_name("country_names.csv")
COUNTRY = "http://publications.europa.eu/resource/authority/country/"

# Two-letter codes that ISO 3166 and the EU table lack or give to one side only.
COUNTRY_CODES = {"EL": "GRC", "GR": "GRC", "UK": "GBR", "GB": "GBR", "XK": "XKX"}

# The bibliographic codes of ISO 639-2 beside the terminological ones that the EU table uses.
BIBLIOGRAPHIC = {
    **{"alb": "SQI", "arm": "HYE", "baq": "EUS", "bur": "MYA", "chi": "ZHO", "cze": "CES", "dut": "NLD"},
    **{"fre": "FRA", "geo": "KAT", "ger": "DEU", "gre": "ELL", "ice": "ISL", "mac": "MKD", "mao": "MRI"},
    **{"may": "MSA", "per": "FAS", "rum": "RON", "slo": "SLK", "tib": "BOD", "wel": "CYM"},
}

# Written forms that name one currency only; `$`, `£` and `kr` name several and are left out.
CURRENCY_NAMES = {
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "ECU": "XEU",
    "Ft": "HUF",
    "HUF Ft": "HUF",
    "forint": "HUF",
    "zł": "PLN",
    "Kč": "CZK",
    "лв.": "BGN",
    "lei": "RON",
    "kn": "HRK",
    "pound sterling": "GBP",
    "svenska kronor": "SEK",
}

# Spellings of regions that a source uses and no official list has: key, code, note.
NUTS_ALIASES = (
    ("SE/2/Småland och öarna", "SE21", "written 'och' where the official name, Småland med öarna, has 'med'"),
    ("SE/2/Öarna", "SE21", "short for Småland med öarna"),
)

# The countries of NUTS codes that are not the two letters of the country.
NUTS_COUNTRY = {"EL": "GRC", "UK": "GBR"}

_NAME_COLUMNS = (
    "CLDR display name",
    "official_name_en",
    "official_name_fr",
    "official_name_es",
    "official_name_ru",
    "official_name_ar",
    "official_name_cn",
    "UNTERM English Short",
    "UNTERM French Short",
    "UNTERM Spanish Short",
    "UNTERM English Formal",
    "UNTERM French Formal",
    "UNTERM Spanish Formal",
)
_ARTICLE = re.compile(r"\s*\((?:the|l[ae]s?|l'|l’|el|los|las)\)$|^(?:the|la|le|les|los|las|el) |^l['’]", re.IGNORECASE)


def tables(data: Path) -> dict[str, str]:
    """The text of each table by its file name, from the shared data folder `data`."""
    return {
        "country.csv": _csv(("alias", "iri", "code"), _countries(data)),
        "currency.csv": _csv(("alias", "iri", "code"), _currencies(data / "reference")),
        "language.csv": _csv(("alias", "iri", "code"), _languages(data / "reference")),
        "nuts.csv": _csv(("code", "iri", "country", "level"), _nuts(data / "reference")),
        "nuts_name.csv": _csv(("name", "code", "iri", "country", "level", "note"), _nuts_names(data / "reference")),
    }


def key(text: str) -> str:
    """`text` in the form in which two aliases are the same."""
    return plain(text).upper()


def plain(text: str) -> str:
    """`text` in Unicode normalisation form C, with single spaces and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _countries(data: Path) -> Iterator[tuple[str, ...]]:
    codes, names = dict(_country_codes(data)), list(_country_names(data))
    taken = {key(code) for code in codes}
    meant = _meanings(names)
    known = dict(codes)
    for alias, alpha3 in names:
        if key(alias) not in taken and len(meant[key(alias)]) == 1:
            taken.add(key(alias))
            known[alias] = alpha3
    for alias in sorted(known, key=lambda alias: (known[alias], alias)):
        yield alias, COUNTRY + known[alias], known[alias]


def _meanings(names: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    meant: dict[str, set[str]] = {}
    for alias, code in names:
        meant.setdefault(key(alias), set()).add(code)
    return meant


def _country_codes(data: Path) -> Iterator[tuple[str, str]]:
    rows = _rows(data / "reference" / "eu_country.csv")
    authority = {row["iri"].removeprefix(COUNTRY) for row in rows}
    for row in rows:
        yield row["code"], row["iri"].removeprefix(COUNTRY)
    yield from ((code, code) for code in sorted(authority))
    for row in _rows(data / "reference" / "country_codes.csv"):
        if row["ISO3166-1-Alpha-3"] in authority and row["ISO3166-1-Alpha-2"].strip():
            yield row["ISO3166-1-Alpha-2"], row["ISO3166-1-Alpha-3"]
    yield from COUNTRY_CODES.items()


def _country_names(data: Path) -> Iterator[tuple[str, str]]:
    codes = dict(_country_codes(data))
    for row in _rows(COUNTRY_NAMES):
        yield from _with_and_without_article(row["name"], row["code"])
    for row in _rows(data / "cordis" / "reference" / "cordisref-countries.csv", delimiter=";"):
        if row["euCode"] in codes:
            yield from _with_and_without_article(row["name"], codes[row["euCode"]])
    for row in _rows(data / "reference" / "country_codes.csv"):
        for column in _NAME_COLUMNS:
            if row["ISO3166-1-Alpha-3"] in codes:
                yield from _with_and_without_article(row[column], row["ISO3166-1-Alpha-3"])
    for row in _rows(data / "reference" / "nuts2021.csv"):
        if row["level"] == "0":
            for name in _spellings(row):
                yield name, codes[row["country"]]


def _with_and_without_article(name: str, code: str) -> Iterator[tuple[str, str]]:
    for spelling in dict.fromkeys((plain(name), plain(_ARTICLE.sub("", plain(name))))):
        if len(spelling) > 1:
            yield spelling, code


def _currencies(reference: Path) -> Iterator[tuple[str, ...]]:
    iris = {row["code"]: row["iri"] for row in _rows(reference / "eu_currency.csv")}
    aliases = {code: code for code in iris} | CURRENCY_NAMES
    for alias in sorted(aliases, key=lambda alias: (aliases[alias], alias)):
        yield alias, iris[aliases[alias]], aliases[alias]


def _languages(reference: Path) -> Iterator[tuple[str, ...]]:
    rows = sorted(_rows(reference / "eu_language.csv"), key=lambda row: (row["iri"], row["code"].lower()))
    iris = {row["code"].lower(): row["iri"] for row in rows}
    for row in rows:
        iris.setdefault(_tail(row["iri"]).lower(), row["iri"])
    by_tail = {_tail(iri): iri for iri in iris.values()}
    for alias, tail in BIBLIOGRAPHIC.items():
        iris.setdefault(alias, by_tail[tail])
    for tag in _regional_tags(reference):
        language = tag.partition("-")[0]
        if language in iris:
            iris.setdefault(tag, iris[language])
    for alias in sorted(iris, key=lambda alias: (iris[alias], len(alias), alias)):
        yield alias, iris[alias], _tail(iris[alias])


def _regional_tags(reference: Path) -> Iterator[str]:
    for row in _rows(reference / "country_codes.csv"):
        yield from (
            tag.strip() for tag in row["Languages"].split(",") if re.fullmatch(r"\s*[a-z]{2,3}-[A-Z]{2}\s*", tag)
        )


def _nuts(reference: Path) -> Iterator[tuple[str, ...]]:
    countries = _nuts_countries(reference)
    for row in sorted(_rows(reference / "eu_nuts.csv"), key=lambda row: row["code"]):
        yield row["code"], row["iri"], countries[row["code"][:2]], str(len(row["code"]) - 2)


def _nuts_names(reference: Path) -> Iterator[tuple[str, ...]]:
    countries = _nuts_countries(reference)
    iris = {row["code"]: row["iri"] for row in _rows(reference / "eu_nuts.csv")}
    names = [
        (f"{r['country']}/{r['level']}/{n}", r["nuts_id"])
        for r in _rows(reference / "nuts2021.csv")
        for n in _spellings(r)
    ]
    meant = _meanings(names)
    official = {key(name): (name, code, "") for name, code in names if len(meant[key(name)]) == 1}
    entries = official | {key(name): (name, code, note) for name, code, note in NUTS_ALIASES}
    for name, code, note in sorted(entries.values(), key=lambda entry: (entry[1], entry[0])):
        yield name, code, iris[code], countries[code[:2]], str(len(code) - 2), note


def _spellings(row: dict[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((plain(row["name"]), plain(row["name_latn"]))):
        yield from dict.fromkeys((name, *(plain(part) for part in name.split("/"))))


def _nuts_countries(reference: Path) -> dict[str, str]:
    """The alpha-3 code of each two-letter prefix of NUTS codes."""
    iso = {row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"] for row in _rows(reference / "country_codes.csv")}
    return iso | NUTS_COUNTRY


def _rows(path: Path, *, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def _tail(iri: str) -> str:
    return iri.rpartition("/")[2]


def _csv(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def write_tables(data: Path, folder: Path = TABLES) -> None:
    """Write every table into `folder`."""
    for name, text in tables(data).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]))
