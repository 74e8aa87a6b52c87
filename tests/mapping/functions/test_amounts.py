"""Amounts and rates: read as declared, refused where that leaves a doubt."""

from __future__ import annotations

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.errors import FunctionParameters
from tests.mapping.functions.calling import check, results

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


Amounts = dict[str | None, str | None]

PLAIN: Amounts = {text: text for text in ("0", "1234.50", "-7", "007", "123456789012345678901234567890.12")}
COMMA = {"decimal": ","}
POINTS = {"decimal": ",", "grouping": "."}
SPACES = {"decimal": ",", "grouping": " "}


@pytest.mark.parametrize(
    ("options", "read", "refused"),
    [
        ({}, PLAIN, "1,234|1.234.567|.5|5.|1e5|1 234||12 EUR|€5|--5|nan|٣|Infinity"),
        ({}, {"+7": "7", " 12 ": "12", f"{NBSP}12{NBSP}": "12", None: None}, "12-"),
        (COMMA, {"1234,50": "1234.50", "1,234": "1.234"}, "1.234|1234.50|1.234,50"),
        (POINTS, {"1.234,50": "1234.50", "1.234": "1234", "1234,5": "1234.5"}, "1.23,5|12.34|1.2345"),
        (SPACES, {"1 234 567,5": "1234567.5", f"1{NBSP}234": "1234"}, "12 34|1  234|1.234"),
        (SPACES, {f"1{NARROW}234{THIN}567": "1234567", "1234567": "1234567"}, "1,234,567"),
        ({"grouping": "'"}, {"1'234'567.89": "1234567.89"}, "1'23|1,234"),
        ({"grouping": ","}, {"1,234": "1234", "1,234.50": "1234.50", "1.234": "1.234"}, "1.234,50"),
        (
            {"unit": "EUR"},
            {"12 EUR": "12", "EUR 12.5": "12.5", f"12{NBSP}EUR": "12", "12EUR": "12", "12": "12"},
            "12 SEK",
        ),
        ({"unit": "$", "grouping": ","}, {"$1,000": "1000"}, "-$5|$"),
    ],
)
def test_amount(engine: DuckDBEngine, options: dict[str, str], read: Amounts, refused: str) -> None:
    expected = read | dict.fromkeys(refused.split("|"))
    assert results(engine, "amount", list(expected), **options) == expected


@pytest.mark.parametrize(
    ("options", "read", "refused"),
    [
        (
            {},
            {"0.85": "0.85", "85%": "0.85", "85 %": "0.85", "100%": "1", "1": "1", "0": "0", "0%": "0"},
            "85|1.01|101%",
        ),
        ({}, {"0.12345678": "0.12345678", "33.3333%": "0.333333", "0.850": "0.85", None: None}, "-0.5|0,85|85%%|%||x"),
        ({"unit": "percent"}, {"85": "0.85", "85%": "0.85", "0.5": "0.005", "100": "1"}, "101"),
        (COMMA, {"0,85": "0.85", "62,5%": "0.625", "1": "1"}, "0.85"),
    ],
)
def test_rate(engine: DuckDBEngine, options: dict[str, str], read: Amounts, refused: str) -> None:
    expected = read | dict.fromkeys(refused.split("|"))
    assert results(engine, "rate", list(expected), **options) == expected


@pytest.mark.parametrize(
    ("name", "options"),
    [
        *(("amount", {"decimal": mark}) for mark in ("", "..", "1", "-", " ")),
        *(("amount", {"grouping": mark}) for mark in ("0", ", ", "+")),
        ("amount", {"decimal": ",", "grouping": ","}),
        ("rate", {"unit": "permille"}),
        ("rate", {"decimal": ";"}),
    ],
)
def test_marks_that_cannot_be_told_apart_are_refused(name: str, options: dict[str, str]) -> None:
    with pytest.raises(FunctionParameters, match=f"'{name}' cannot be called so"):
        check(name, ["value"], **options)
