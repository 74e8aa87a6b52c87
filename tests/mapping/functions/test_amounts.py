"""Amounts and rates: read as declared, refused where that leaves a doubt."""

from __future__ import annotations

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.errors import FunctionParameters
from tests.mapping.functions.calling import check, results

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {},
            {
                **{"0": "0", "1234.50": "1234.50", "-7": "-7", "+7": "7", " 12 ": "12", "007": "007", None: None},
                **{"1,234": None, "1.234.567": None, ".5": None, "5.": None, "1e5": None, "1 234": None, "": None},
                **{"12 EUR": None, "€5": None, "--5": None, "nan": None, "٣": None, f"{NBSP}12{NBSP}": "12"},
                "123456789012345678901234567890.12": "123456789012345678901234567890.12",
            },
        ),
        ({"decimal": ","}, {"1234,50": "1234.50", "1.234": None, "1234.50": None, "1,234": "1.234", "1.234,50": None}),
        (
            {"decimal": ",", "grouping": "."},
            {"1.234,50": "1234.50", "1.234": "1234", "1234,5": "1234.5", "1.23,5": None, "12.34": None, "1.2345": None},
        ),
        (
            {"decimal": ",", "grouping": " "},
            {
                **{"1 234 567,5": "1234567.5", f"1{NBSP}234": "1234", f"1{NARROW}234{THIN}567": "1234567"},
                **{"12 34": None, "1  234": None, "1.234": None},
            },
        ),
        ({"grouping": "'"}, {"1'234'567.89": "1234567.89", "1'23": None, "1,234": None}),
        ({"grouping": ","}, {"1,234": "1234", "1,234.50": "1234.50", "1.234": "1.234", "1.234,50": None}),
        (
            {"unit": "EUR"},
            {"12 EUR": "12", "EUR 12.5": "12.5", f"12{NBSP}EUR": "12", "12EUR": "12", "12": "12", "12 SEK": None},
        ),
        ({"unit": "$", "grouping": ","}, {"$1,000": "1000", "-$5": None}),
    ],
    ids=["plain", "comma", "comma-and-point", "comma-and-space", "apostrophe", "point-and-comma", "EUR", "dollar"],
)
def test_amount(engine: DuckDBEngine, options: dict[str, str], expected: dict[str | None, str | None]) -> None:
    assert results(engine, "amount", list(expected), **options) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {},
            {
                **{"0.85": "0.85", "85%": "0.85", "85 %": "0.85", "100%": "1", "1": "1", "0": "0", "0%": "0", None: None},
                **{"85": None, "1.01": None, "101%": None, "-0.5": None, "0,85": None, "85%%": None, "%": None, "": None},
                **{"0.12345678": "0.12345678", "33.3333%": "0.333333", f"85{NBSP}%": "0.85", "0.850": "0.85"},
            },
        ),
        ({"unit": "percent"}, {"85": "0.85", "85%": "0.85", "0.5": "0.005", "100": "1", "101": None}),
        ({"decimal": ","}, {"0,85": "0.85", "62,5%": "0.625", "0.85": None, "1": "1"}),
    ],
    ids=["plain", "percent", "comma"],
)
def test_rate(engine: DuckDBEngine, options: dict[str, str], expected: dict[str | None, str | None]) -> None:
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
