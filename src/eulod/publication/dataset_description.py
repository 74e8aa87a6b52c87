"""dataset.ttl and dataset.jsonld: what a release holds, where it comes from, how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph

from eulod.publication.coverage import coverage
from eulod.publication.dataset_counts import DatasetCounts
from eulod.publication.dcat import catalogue, dataset, distribution
from eulod.publication.metadata import DatasetMetadata, DumpFile, SourceSummary, require_licences
from eulod.publication.schema_org import schema_org
from eulod.publication.vocabulary import ALL_PREFIXES, Triple
from eulod.publication.void import void

DESCRIPTION = "dataset.ttl"
SCHEMA_ORG = "dataset.jsonld"


def write_description(
    folder: Path,
    metadata: DatasetMetadata,
    sources: tuple[SourceSummary, ...],
    dumps: tuple[DumpFile, ...],
    counts: DatasetCounts,
) -> None:
    """Write dataset.ttl (DCAT-AP and VoID) and dataset.jsonld (schema.org) into `folder`.

    Raises LicenceMissing when a source states no licence.
    """
    graph = describe_dataset(metadata, sources, dumps, counts)
    turtle = graph.serialize(format="turtle", encoding="utf-8")
    (folder / DESCRIPTION).write_bytes(turtle.rstrip(b"\n") + b"\n")
    (folder / SCHEMA_ORG).write_bytes(schema_org(metadata, sources, dumps, counts, modified=modified(sources)))


def describe_dataset(
    metadata: DatasetMetadata, sources: tuple[SourceSummary, ...], dumps: tuple[DumpFile, ...], counts: DatasetCounts
) -> Graph:
    """Describe a dataset in DCAT-AP 3 and VoID; no blank nodes, dates from the settings and the sources only.

    Raises LicenceMissing when a source states no licence.
    """
    require_licences(sources)
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in sorted(ALL_PREFIXES.items()):
        graph.bind(prefix, namespace)
    for triple in _triples(metadata, sources, dumps, counts):
        graph.add(triple)
    return graph


def modified(sources: tuple[SourceSummary, ...]) -> str:
    """Give the day on which the newest source was retrieved."""
    return max(source.retrieved for source in sources)


def _triples(
    metadata: DatasetMetadata, sources: tuple[SourceSummary, ...], dumps: tuple[DumpFile, ...], counts: DatasetCounts
) -> Iterator[Triple]:
    places, day = counts.countries or metadata.spatial, modified(sources)
    yield from catalogue(metadata, places, day)
    yield from dataset(metadata, counts, places, day)
    for dump in dumps:
        yield from distribution(metadata, dump, day)
    yield from void(metadata, counts, dumps)
    yield from coverage(metadata, sources)
