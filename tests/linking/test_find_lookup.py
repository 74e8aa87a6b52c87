"""Lookup tables beside a mapping, and single codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import Place
from eulod.linking.authority import UnknownCode, authority_iri
from eulod.linking.tables import UnknownTable, find_lookup
from tests.tables import rows_of

DECLARED = Place("mapping.yml", 9)


def test_a_table_beside_the_mapping(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_bytes('\ufeffrole,label,iri\n lp ,Lead partner,\n\u00a0ß\u00a0,"a, b",x\n'.encode())
    lookup = find_lookup("roles.csv", tmp_path, DECLARED)
    assert (lookup.name, lookup.columns) == ("roles", ("label", "iri"))
    assert rows_of(lookup.table(engine), engine) == [
        {"key": "LP", "label": "Lead partner", "iri": None},
        {"key": "ẞ", "label": "a, b", "iri": "x"},
    ]


def test_a_table_that_was_changed_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("role,iri\na,x\n")
    before = find_lookup("roles.csv", tmp_path, DECLARED)
    (tmp_path / "roles.csv").write_text("role,iri\na,x\nb,y\n")
    assert (before.rows, find_lookup("roles.csv", tmp_path, DECLARED).rows) == ((("a", "x"),), (("a", "x"), ("b", "y")))


def test_an_unknown_table_is_named_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("role,iri\n")
    with pytest.raises(UnknownTable) as raised:
        find_lookup("role.csv", tmp_path, DECLARED)
    problem = "no lookup table 'role.csv'; there are: country, currency, language, nuts, nuts_name, roles.csv"
    assert str(raised.value).startswith(f"mapping.yml:9: L010 {problem}")


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        ("a,iri\nx,1\nX ,2\n", ":3", "the key 'X ' stands twice"),
        ("a,iri\nx\n", ":2", "1 cells where the header has 2"),
        ("a,iri\nx,1,2\n", ":2", "3 cells where the header has 2"),
        ('a,iri\n"x,1\n', "", "the table cannot be read"),
        ("", "", "the table cannot be read"),
        ("a,iri\né,1\n".encode("latin-1"), "", "the table cannot be read"),
    ],
)
def test_tables_that_cannot_be_used(tmp_path: Path, content: str | bytes, place: str, problem: str) -> None:
    (tmp_path / "roles.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnknownTable) as raised:
        find_lookup("roles.csv", tmp_path, DECLARED)
    assert str(raised.value).startswith(f"{tmp_path / 'roles.csv'}{place}: L010 {problem}")


@pytest.mark.parametrize(
    ("table", "code", "iri"),
    [
        ("language", "en", "http://publications.europa.eu/resource/authority/language/ENG"),
        ("language", " SV ", "http://publications.europa.eu/resource/authority/language/SWE"),
        ("country", "hungary", "http://publications.europa.eu/resource/authority/country/HUN"),
    ],
)
def test_single_codes(table: str, code: str, iri: str) -> None:
    assert authority_iri(table, code) == iri


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownCode, match="L011 'xx-unknown' is not in the table of language codes"):
        authority_iri("language", "xx-unknown")
