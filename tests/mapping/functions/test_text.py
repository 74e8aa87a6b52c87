"""Text functions, slugs above all: they name things."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.errors import FunctionParameters
from tests.mapping.functions.calling import called, check, results
from tests.mapping.functions.examples import Example, expression
from tests.mapping.functions.examples import results as in_engine


def hashed(name: str) -> str:
    """How a slug tells a name of another script apart."""
    return "x-" + hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Győr", "gyor"),
        ("Győr".replace("ő", "o\u030b"), "gyor"),
        ("Łódź", "lodz"),
        ("København Ø", "kobenhavn-o"),
        ("Straße / GROẞ", "strasse-gross"),
        ("Ærø œuvre", "aero-oeuvre"),
        ("İstanbul ısı", "istanbul-isi"),
        ("Đorđe Þór Ħ", "dorde-thor-h"),
        ("  --A & B (2020), ½--  ", "a-b-2020"),
        ("BETTER", "better"),
        ("d'Étampes", "d-etampes"),
        ("Ελλάδα", hashed("Ελλάδα")),
        ("Видин", hashed("Видин")),
        ("!!!", hashed("!!!")),
        ("", hashed("")),
        ("Δήμος 1", "1-" + hashed("Δήμος 1")),
        ("Община Видин (EU)", "eu-" + hashed("Община Видин (EU)")),
        (None, None),
    ],
)
def test_slug(engine: DuckDBEngine, name: str | None, expected: str | None) -> None:
    assert results(engine, "slug", [name]) == {name: expected}


@settings(max_examples=30)
@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, unique=True)
)
def test_a_slug_is_safe_in_an_iri_and_forgets_its_normal_form(engine: DuckDBEngine, names: list[str]) -> None:
    slugs = called(engine, "slug", {"value": names})
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)
    assert slugs == called(engine, "slug", {"value": [unicodedata.normalize("NFD", name) for name in names]})


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("trim", {}, {" a b\t\n": "a b", "\u00a0a\u202f": "a", "  ": "", None: None}),
        ("upper", {}, {"Győr": "GYŐR", None: None}),
        ("lower", {}, {"GYŐR Ø": "győr ø", "ΑΘΗΝΑΣ": "αθηνασ", "İ": "i", None: None}),
        ("upper", {}, {letters: letters.upper() for letters in ("Straße", "ΐ", "ŉ", "ﬁ", "ǆ", "ÿ")}),
        ("title", {}, {"ßtest  o0301 ABC": "SStest  O0301 Abc"}),
        ("nfc", {}, {"o\u0308": "ö", None: None}),
        ("replace", {"find": ".", "with_": ""}, {"a.b.": "ab", "ab": "ab", None: None}),
        ("replace", {"find": "a", "with_": "\\1$"}, {"bab": "b\\1$b"}),
        ("substring", {"from_": "1", "length": "2"}, {"Győr": "yő", "ab": "b", "a": "", "": None, None: None}),
        ("substring", {"from_": "2"}, {"Győr": "őr", "ab": "", "a": None}),
        ("match", {"pattern": "[a-z]+"}, {"abc": "abc", "abc1": None, "": None, "a\nb": None, None: None}),
        ("match", {"pattern": "a|b"}, {"a": "a", "b": "b", "ab": None}),
        ("extract", {"pattern": "([0-9]{4})-([0-9]{2})"}, {"on 2026-11-20": "2026", "never": None, None: None}),
        ("extract", {"pattern": "([0-9]{4})-([0-9]{2})", "group": "2"}, {"on 2026-11-20": "11"}),
        ("extract", {"pattern": "b.", "group": "0"}, {"abcd": "bc", "a": None}),
        ("split", {"separator": ";"}, {"a; b;;c ": ["a", "b", "c"], "a": ["a"], " ; ": [], None: None}),
        ("split", {"separator": "|"}, {"a|b": ["a", "b"]}),
        ("split", {"separator": ";", "trim": "no"}, {"a; b": ["a", " b"]}),
        ("substring", {"from_": "1", "to": "3"}, {"Győr": "yő", "a": "", "": None}),
    ],
)
def test_text_of_one_column(
    engine: DuckDBEngine, name: str, options: dict[str, str], expected: dict[str | None, Any]
) -> None:
    assert results(engine, name, list(expected), **options) == expected


def test_concat_leaves_out_what_is_null(engine: DuckDBEngine) -> None:
    columns = {"a": ["x", None, None], "b": ["y", "y", None]}
    assert called(engine, "concat", columns, {"separator": ", "}) == ["x, y", "y", None]
    assert called(engine, "concat", columns) == ["xy", "y", None]


def test_hash_is_the_beginning_of_sha_256_with_a_mark_between_the_values(engine: DuckDBEngine) -> None:
    found = called(engine, "hash", {"a": ["x", "xy", None], "b": ["yz", "z", None]})
    assert found == [hashlib.sha256(text.encode()).hexdigest()[:16] for text in ("x\x1fyz", "xy\x1fz", "\x1f")]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("replace", {"find": "", "with_": "x"}),
        ("substring", {"from_": "-1"}),
        ("substring", {"from_": "a"}),
        ("substring", {"from_": "0", "length": "1.5"}),
        ("split", {"separator": ""}),
        ("match", {"pattern": "("}),
        ("match", {"pattern": "(?=a)"}),
        ("extract", {"pattern": "a", "group": "first"}),
    ],
)
def test_options_that_cannot_be_used_are_refused(name: str, options: dict[str, str]) -> None:
    with pytest.raises(FunctionParameters, match=f"mapping.yml:7: M021 '{name}' cannot be called so: "):
        check(name, ["value"], **options)


def test_what_only_the_engine_understands_is_a_pattern_too(engine: DuckDBEngine) -> None:
    assert results(engine, "match", ["Ω", "a"], pattern=r"\p{Greek}") == {"Ω": "Ω", "a": None}


def test_calls_may_stand_in_each_other(engine: DuckDBEngine) -> None:
    call = "$(value)"
    for _ in range(3):
        call = f"fn:upper(value: fn:lower(value: {call}))"
    example = Example(expression(call), {"value": ["Straße", "ΐ"]}, [])
    assert in_engine(example, engine) == ["STRASSE", "ΐ".upper().lower().upper()]
