"""A dataset's settings, mappings and shapes checked; of its data only samples are read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph, URIRef

from eulod.config import Settings, SourceSettings
from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import Engine
from eulod.errors import EulodError
from eulod.mapping.lint import lint
from eulod.mapping.map_source import mapping_file
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.retrieve_sources import local_sources
from eulod.mapping.sample import Sample
from eulod.mapping.sample_values import SampleCompiler
from eulod.mapping.triples_map import Mapping
from eulod.shipped import shipped
from eulod.sources.access.staging import Staging
from eulod.sources.logical_source import source_files
from eulod.validation.data_graph import read_data
from eulod.validation.lint_shapes import lint_shapes
from eulod.validation.profiles import read_profiles
from eulod.validation.shapes_graph import check_shapes

_SMALL = 1_000_000
"""Bytes of input that are read for want of a sample."""


def check(settings: Settings) -> Iterator[EulodError]:
    """Everything that can be said against a dataset before its data are mapped, as errors that are not raised.

    Mappings are held against a sample: the folder `sample` beside the mapping, else the input if it has at most 1 MB.
    Those whose `is_note` is true say what may be meant so.
    """
    known = vocabulary_terms(shipped("ontology"))
    engine = DuckDBEngine(threads=1)
    try:
        for source in settings.sources:
            yield from _check_source(settings, source, known, engine)
    finally:
        engine.close()
    yield from _check_shapes(settings, known)


def vocabulary_terms(folder: Path) -> frozenset[str]:
    """The IRIs that the ontology and the concept schemes in `folder` describe."""
    graph: Graph = read_data([folder / "eulod.ttl", folder / "codes.ttl"])
    return frozenset(str(subject) for subject in graph.subjects() if isinstance(subject, URIRef))


def _check_source(
    settings: Settings, source: SourceSettings, known: frozenset[str], engine: Engine
) -> Iterator[EulodError]:
    try:
        mapping = read_mapping(mapping_file(source.mapping), externals=settings.externals(source))
    except EulodError as error:
        yield error
        return
    with tempfile.TemporaryDirectory(prefix="eulod-", ignore_cleanup_errors=True) as scratch:
        staging = Staging(Path(scratch), address=source.address)
        document, errors = local_sources(mapping, source.input, staging)
        problems = [*errors, *lint(document, source.input, known_terms=known, base=settings.base)]
        yield from problems
        sampled = None if problems else _sampled(mapping, document, source, staging)
        if sampled is not None:
            compiler = SampleCompiler(engine, *sampled, base=settings.base)
            yield from _against_sample(Sample(compiler, unread=source.contacts))


def _against_sample(sample: Sample) -> Iterator[EulodError]:
    try:
        yield from sample.problems()
    except EulodError as error:
        yield error


def _sampled(
    mapping: Mapping, document: Mapping, source: SourceSettings, staging: Staging
) -> tuple[Mapping, Path] | None:
    """A mapping with the files that it is tried on, and their folder; None where there are none that are small.

    `document` is `mapping` with the files of `source` at hand.
    """
    if any(one.is_remote for one in document.sources.values()):
        return None
    beside = Path(mapping.file).parent / "sample"
    if beside.is_dir():
        sample, errors = local_sources(mapping, beside, staging)
        return None if errors else (sample, beside)
    files = {file for one in document.sources.values() for file in source_files(one, source.input)}
    return (document, source.input) if sum(file.stat().st_size for file in files) <= _SMALL else None


def _check_shapes(settings: Settings, known: frozenset[str]) -> Iterator[EulodError]:
    folder = settings.shapes or shipped("shapes")
    try:
        shapes = read_profiles(settings.profiles, folder=folder)
        if settings.shapes is not None:
            check_shapes(shapes)
            yield from lint_shapes(shapes, known_terms=known)
    except EulodError as error:
        yield error
