"""Patterns and paths as Spark reads them; that they find the same is tried on a cluster in test_spark.py."""

from __future__ import annotations

import pytest

from eulod.engines.java_pattern import java_pattern, java_replacement
from eulod.engines.json_steps import NameNotReadable, sections


@pytest.mark.parametrize(
    ("pattern", "java"),
    [
        (r"^[\s\x{A0}]+$", r"^[\t\n\f\r \x{A0}]+\z"),
        (r"[^\P{L}\p{Latin}\p{Lm}]", r"[^\P{L}\p{IsLatin}\p{Lm}]"),
        (r"a\s\S\$", r"a[\t\n\f\r ][^\t\n\f\r ]\$"),
        (r"[[:alpha:][&&]", r"[\p{Alpha}\[\&\&]"),
        (r"[]$]", r"[\]$]"),
        (r"[^]^]", r"[^\]^]"),
        (r"(?P<year>\d+)(?i)x", r"(?<year>\d+)(?iu)x"),
        (r"(?m)^a$", r"(?m)^a$"),
        (r"[(?i)]", r"[(?i)]"),
    ],
)
def test_patterns_are_written_for_java(pattern: str, java: str) -> None:
    assert java_pattern(pattern) == "(?d)" + java


def test_replacements_are_written_for_java() -> None:
    assert java_replacement(r"\1-$\\") == r"$1-\$\\"


def test_paths_are_cut_after_wildcards() -> None:
    assert sections('$."a b"[0].*."it\'s"[*]') == [("$['a b'][0]", "values"), ("$.it's", "items"), ("$", "")]


def test_keys_that_spark_cannot_ask_for_are_refused() -> None:
    with pytest.raises(NameNotReadable):
        sections('$."it\'s a.b"')
