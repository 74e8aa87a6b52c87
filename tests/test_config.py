"""eulod.toml: what it says, and where it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eulod.config import (
    ConfigurationSyntax,
    MissingConfiguration,
    Settings,
    SourceSettings,
    UnknownDatasetSource,
    read_settings,
)
from eulod.errors import ConfigurationError
from eulod.toml_table import UnknownSetting, WrongSetting
from tests.shared import ROOT

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DATASET = f"""\
[dataset]
base = "https://example.org/"
title = {{ en = "Projects", hu = "Projektek" }}
description = {{ en = "All of them." }}
publisher = {{ name = "City", iri = "https://example.org/city" }}
contact = "https://example.org/contact"
licence = "{LICENCE}"
"""
SOURCE = f"""\

[[source]]
name = "list"
title = "A list"
mapping = "mappings/list"
input = "data"
retrieved = 2026-11-20
licence = "{LICENCE}"
"""


def settings(folder: Path, text: str) -> Settings:
    """The settings of a file with this text."""
    (folder / "eulod.toml").write_bytes(text.encode())
    return read_settings(folder)


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    found = settings(tmp_path, DATASET + SOURCE)
    assert (found.folder, found.version, found.homepage) == (tmp_path, "0.1.0", "https://example.org/")
    assert (found.languages, found.profiles, found.shapes, found.issued) == (("en",), ("core",), None, None)
    assert found.has_placeholder_base
    assert found.sources == (
        SourceSettings("list", tmp_path / "mappings/list", tmp_path / "data", "A list", LICENCE, "2026-11-20"),
    )


def test_everything_may_be_said(tmp_path: Path) -> None:
    text = DATASET.replace("[dataset]\n", '[dataset]\nkeywords = { en = ["a", "b"] }\nissued = 2026-11-21\n')
    more = 'documents = false\ncontacts = ["name"]\npublisher = "https://example.org/x"\nas_of = 2026-01-31\n'
    found = settings(tmp_path, "\ufeff" + text + 'shapes = "my/shapes"\n' + SOURCE + more)
    assert (found.keywords, found.issued, found.shapes) == ({"en": ("a", "b")}, "2026-11-21", tmp_path / "my/shapes")
    (source,) = found.sources
    assert (source.documents, source.contacts, source.as_of) == (False, ("name",), "2026-01-31")


def test_a_release_keeps_the_dumps_that_queries_read(tmp_path: Path) -> None:
    assert settings(tmp_path, DATASET + SOURCE).formats == ("jsonld", "nq", "nt", "trig", "ttl")
    assert settings(tmp_path, DATASET + 'formats = ["ttl", "nq"]\n' + SOURCE).formats == ("nq", "ttl")
    for wrong in ('["nq"]', '["nt", "ttl"]', '["nq", "ttl", "csv"]'):
        with pytest.raises(WrongSetting, match="formats"):
            settings(tmp_path, DATASET + f"formats = {wrong}\n" + SOURCE)


def test_tables_may_be_written_out(tmp_path: Path) -> None:
    tables = (
        '[dataset.publisher]\nname = "City"\niri = "https://example.org/city"\n\n[dataset.title]\nen = "Projects"\n'
    )
    kept = [line for line in DATASET.splitlines() if not line.startswith(("publisher", "title"))]
    assert settings(tmp_path, "\n".join(kept) + "\n" + tables + SOURCE).publisher.name == "City"


def test_the_settings_of_the_repository_are_read() -> None:
    found = read_settings(ROOT)
    assert found == read_settings(ROOT / "eulod.toml")
    assert all(source.mapping.is_dir() and source.input.is_dir() for source in found.sources)


@pytest.mark.parametrize(
    ("text", "error", "line", "problem"),
    [
        (
            DATASET + SOURCE + 'titel = "x"\n',
            UnknownSetting,
            16,
            "[[source]] 1 has the unknown key 'titel'; there are: ",
        ),
        ("bese = 1\n" + DATASET + SOURCE, UnknownSetting, 1, "the file has the unknown key 'bese'"),
        (DATASET + 'colour = "x"\n' + SOURCE, UnknownSetting, 8, "[dataset] has the unknown key 'colour'"),
        (
            DATASET.replace("name = ", "nam = ") + SOURCE,
            UnknownSetting,
            5,
            "'publisher' of [dataset] has the unknown key",
        ),
        (SOURCE, WrongSetting, None, "'dataset' of the file is missing"),
        (
            DATASET + re.sub('input = ".*"', 'input = "https://example.org/list.csv"', SOURCE),
            WrongSetting,
            13,
            "'input' of [[source]] 1 is 'https://example.org/list.csv'",
        ),
        (DATASET, WrongSetting, None, "'source' of the file is missing"),
        (DATASET + SOURCE.replace("[[source]]", "[source]"), WrongSetting, 9, "'source' of the file is {"),
        ('dataset = "x"\n' + SOURCE, WrongSetting, 1, "'dataset' of the file is 'x'"),
        (DATASET.replace("base", "version") + SOURCE, WrongSetting, 1, "'base' of [dataset] is missing"),
        (
            DATASET.replace('example.org/"\ntitle', 'example.org"\ntitle') + SOURCE,
            WrongSetting,
            2,
            "'base' of [dataset]",
        ),
        (
            DATASET.replace('https://example.org/"\nt', 'https://a b/"\nt') + SOURCE,
            WrongSetting,
            2,
            "'base' of [dataset]",
        ),
        (
            DATASET.replace('{ en = "All of them." }', '"All"') + SOURCE,
            WrongSetting,
            4,
            "'description' of [dataset] is 'All'",
        ),
        (
            DATASET.replace('{ name = "City", iri = "https://example.org/city" }', '"City"') + SOURCE,
            WrongSetting,
            5,
            "'publisher' of [dataset] is 'City'",
        ),
        (DATASET.replace("https://example.org/city", "city hall") + SOURCE, WrongSetting, 5, "'iri' of 'publisher' of"),
        (DATASET.replace(LICENCE, "CC BY") + SOURCE, WrongSetting, 7, "'licence' of [dataset] is 'CC BY'"),
        (DATASET + 'keywords = { en = "a" }\n' + SOURCE, WrongSetting, 8, "'keywords' of [dataset] is {'en': 'a'}"),
        (DATASET + 'languages = "en"\n' + SOURCE, WrongSetting, 8, "'languages' of [dataset] is 'en'"),
        (DATASET + SOURCE + SOURCE, WrongSetting, 9, "two sources are called 'list'"),
        (
            DATASET + SOURCE + SOURCE.replace('"list"', '"My list"'),
            WrongSetting,
            18,
            "'name' of [[source]] 2 is 'My list'",
        ),
        (DATASET + SOURCE.replace("2026-11-20", '"20 November"'), WrongSetting, 14, "'retrieved' of [[source]] 1 is"),
        (
            DATASET + SOURCE.replace('mapping = "mappings/list"\n', ""),
            WrongSetting,
            9,
            "'mapping' of [[source]] 1 is missing",
        ),
        (DATASET + SOURCE + 'documents = "no"\n', WrongSetting, 16, "'documents' of [[source]] 1 is 'no'"),
        (DATASET + SOURCE + 'publisher = "the city"\n', WrongSetting, 16, "'publisher' of [[source]] 1 is 'the city'"),
        (DATASET + "x = \n", ConfigurationSyntax, 8, "Invalid value"),
        (DATASET + "title = {}\n", ConfigurationSyntax, 8, "Cannot overwrite a value"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str, error: type[ConfigurationError], line: int | None, problem: str
) -> None:
    with pytest.raises(error) as raised:
        settings(tmp_path, text)
    at = tmp_path / "eulod.toml" if line is None else f"{tmp_path / 'eulod.toml'}:{line}"
    assert str(raised.value).startswith(f"{at}: {error.code} {problem}")


def test_a_near_name_is_offered(tmp_path: Path) -> None:
    with pytest.raises(UnknownSetting, match=r"help: did you mean 'title'\?"):
        settings(tmp_path, DATASET + SOURCE + 'titel = "x"\n')


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(MissingConfiguration, match="eulod init"):
        read_settings(tmp_path)
    (tmp_path / "eulod.toml").write_bytes(b"base = '\xe9'")
    with pytest.raises(ConfigurationSyntax, match="it cannot be read"):
        read_settings(tmp_path)


def test_sources_are_selected_by_name(tmp_path: Path) -> None:
    found = settings(tmp_path, DATASET + SOURCE + SOURCE.replace('"list"', '"other"'))
    assert [source.name for source in found.selected(())] == ["list", "other"]
    assert [source.name for source in found.selected(("other",))] == ["other"]
    with pytest.raises(UnknownDatasetSource, match="C005 no source 'lst'; there are: list, other"):
        found.selected(("lst",))


def test_paths_are_shown_relative_to_the_dataset(tmp_path: Path) -> None:
    found = settings(tmp_path, DATASET + SOURCE)
    assert found.shown_path(tmp_path / "data" / "a.csv") == "data/a.csv"
    assert found.shown_path(tmp_path.parent / "b.csv") == "b.csv"
