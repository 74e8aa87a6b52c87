"""A dataset's settings, mappings and shapes checked without reading its data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph, URIRef

from eulod.config import Settings, SourceSettings
from eulod.errors import EulodError
from eulod.mapping.lint import lint
from eulod.mapping.map_source import mapping_file
from eulod.mapping.read_mapping import read_mapping
from eulod.shipped import shipped
from eulod.validation.data_graph import read_data
from eulod.validation.lint_shapes import lint_shapes
from eulod.validation.profiles import read_profiles
from eulod.validation.shapes_graph import check_shapes


def check(settings: Settings) -> Iterator[EulodError]:
    """Everything that can be said against a dataset before its data are read, as errors that are not raised."""
    known = vocabulary_terms(shipped("ontology"))
    for source in settings.sources:
        yield from _check_source(settings, source, known)
    yield from _check_shapes(settings, known)


def vocabulary_terms(folder: Path) -> frozenset[str]:
    """The IRIs that the ontology and the concept schemes in `folder` describe."""
    graph: Graph = read_data([folder / "eulod.ttl", folder / "codes.ttl"])
    return frozenset(str(subject) for subject in graph.subjects() if isinstance(subject, URIRef))


def _check_source(settings: Settings, source: SourceSettings, known: frozenset[str]) -> Iterator[EulodError]:
    try:
        mapping = read_mapping(mapping_file(source.mapping), externals=settings.externals(source))
    except EulodError as error:
        yield error
        return
    yield from lint(mapping, source.input, known_terms=known)


def _check_shapes(settings: Settings, known: frozenset[str]) -> Iterator[EulodError]:
    folder = settings.shapes or shipped("shapes")
    try:
        shapes = read_profiles(settings.profiles, folder=folder)
        if settings.shapes is not None:
            check_shapes(shapes)
            yield from lint_shapes(shapes, known_terms=known)
    except EulodError as error:
        yield error
