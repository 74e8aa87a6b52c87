"""The three languages say the same things, with the same gaps to fill."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from eulod.browsing.kinds import FACETS, KINDS
from eulod.pages.failure import STATUSES
from eulod.pages.links import LANGUAGES
from eulod.pages.translations import texts
from tests.shared import ROOT

PAGES = ROOT / "src" / "eulod" / "pages"
OTHERS = LANGUAGES[1:]


def gaps(text: str) -> set[str]:
    """The names between braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(texts(language)) == set(texts("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_fills_the_same_gaps(language: str) -> None:
    differing = [key for key, text in texts(language).items() if gaps(text) != gaps(texts("en")[key])]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key, text in texts(language).items() if not text.strip()] == []


def test_every_kind_facet_and_status_has_words() -> None:
    wanted = {f"kind.{kind}" for kind in KINDS} | {f"facet.{name}" for name in FACETS}
    wanted |= {f"error.{status}" for status in STATUSES} | {f"error.{status}-why" for status in STATUSES}
    assert wanted - set(texts("en")) == set()


def test_every_key_that_a_template_names_exists() -> None:
    asked = set()
    for template in sorted((PAGES / "templates").glob("*.html")):
        asked |= set(re.findall(r'r\.text\("([\w.-]+)"[,)]', template.read_text(encoding="utf-8")))
        asked |= {f"{key}.one" for key in re.findall(r'r\.counted\("([\w.-]+)"', template.read_text(encoding="utf-8"))}
    assert {key for key in asked if not key.endswith((".", "_.one"))} - set(texts("en")) == set()
