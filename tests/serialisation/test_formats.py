"""Format names, file extensions and media types."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.errors import UnknownFormat
from eulod.publication.media_types import kind_of
from eulod.serialisation.formats import FORMATS, UnwritableFormat, format_named, format_of, writable


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_extension_names_its_format_compressed_or_not(name: str) -> None:
    assert format_of(Path(f"a.b/projects.{name}")).name == name
    assert format_of(Path(f"projects.{name.upper()}.gz")).name == name


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_media_types_are_those_of_the_published_files(name: str) -> None:
    assert FORMATS[name].media_type == kind_of(f"x.{name}").media_type


@pytest.mark.parametrize("path", ["projects", "projects.gz", "projects.csv", "nq", ".ttl"])
def test_other_extensions_are_refused(path: str) -> None:
    with pytest.raises(UnknownFormat, match=r"\.ttl"):
        format_of(Path(path))


def test_a_misspelt_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownFormat, match="did you mean 'jsonld'"):
        format_named("json-ld")


def test_what_is_only_read_is_refused_for_writing() -> None:
    assert writable(FORMATS["trig"]).holds_graphs
    with pytest.raises(UnwritableFormat, match="nq, nt, trig, ttl"):
        writable(FORMATS["rdf"])
