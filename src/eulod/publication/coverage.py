"""What each source covers, as of when, what it lacks, and under which terms: part of the dataset description.

Source: https://www.w3.org/TR/vocab-dqv/ (quality measurements, for the numbers of records)
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from eulod.publication import authority_stubs as stubs
from eulod.publication.metadata import DatasetMetadata, SourceSummary
from eulod.publication.vocabulary import DCTERMS, DQV, FOAF, RDF, RDFS, SKOS, VOID, Triple, integer, path_key, typed

_METRICS = {
    "records-read": "Number of records that the source's files hold",
    "records-described": "Number of records that the dataset describes",
    "records-rejected": "Number of records that could not be read or mapped, listed in rejected.csv",
}


def coverage(metadata: DatasetMetadata, sources: tuple[SourceSummary, ...]) -> Iterator[Triple]:
    """Describe every source as a part of the dataset, and the terms of all of them."""
    for source in sources:
        yield from _source(metadata, source)
    yield from _metrics(metadata)
    yield from _rights(metadata, sources)
    yield from _provenance(metadata, sources)


def covered(source: SourceSummary) -> str:
    """Say in a sentence or more what a source covers and what it lacks."""
    parts = [
        source.covers,
        f"As of {source.as_of}" if source.as_of else "",
        f"Retrieved on {source.retrieved}",
        f"{source.records} records read, {source.described} described, {source.rejected} rejected",
        f"Not covered: {source.lacks}" if source.lacks else "",
        source.attribution,
    ]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def differing_terms(metadata: DatasetMetadata, sources: tuple[SourceSummary, ...]) -> tuple[str, ...]:
    """Name the sources whose licence is another than the dataset's."""
    return tuple(sorted(source.name for source in sources if source.licence != metadata.licence))


def _source(metadata: DatasetMetadata, source: SourceSummary) -> Iterator[Triple]:
    iri = URIRef(f"{metadata.iri}/source/{path_key(source.name)}")
    yield URIRef(metadata.iri), VOID.subset, iri
    yield iri, RDF.type, VOID.Dataset
    yield iri, DCTERMS.title, Literal(source.title, lang="en")
    yield iri, DCTERMS.description, Literal(covered(source), lang="en")
    yield iri, DCTERMS.license, URIRef(source.licence)
    yield iri, DCTERMS.modified, typed(source.as_of or source.retrieved, _precision(source.as_of or source.retrieved))
    if source.homepage:
        yield iri, FOAF.page, URIRef(source.homepage)
        yield URIRef(source.homepage), RDF.type, FOAF.Document
    yield from stubs.licence(source.licence)
    yield from _measurements(metadata, iri, source)


def _precision(date: str) -> URIRef:
    return {4: XSD.gYear, 7: XSD.gYearMonth}.get(len(date), XSD.date)


def _measurements(metadata: DatasetMetadata, iri: URIRef, source: SourceSummary) -> Iterator[Triple]:
    for metric, value in zip(_METRICS, (source.records, source.described, source.rejected), strict=True):
        measurement = URIRef(f"{iri}/{metric}")
        yield iri, DQV.hasQualityMeasurement, measurement
        yield measurement, RDF.type, DQV.QualityMeasurement
        yield measurement, DQV.isMeasurementOf, _metric(metadata, metric)
        yield measurement, DQV.computedOn, iri
        yield measurement, DQV.value, integer(value)


def _metrics(metadata: DatasetMetadata) -> Iterator[Triple]:
    for metric, definition in _METRICS.items():
        yield _metric(metadata, metric), RDF.type, DQV.Metric
        yield _metric(metadata, metric), SKOS.definition, Literal(definition, lang="en")
        yield _metric(metadata, metric), DQV.expectedDataType, XSD.integer


def _metric(metadata: DatasetMetadata, metric: str) -> URIRef:
    return URIRef(f"{metadata.base}id/dataset/metric/{metric}")


def _rights(metadata: DatasetMetadata, sources: tuple[SourceSummary, ...]) -> Iterator[Triple]:
    rights = URIRef(f"{metadata.iri}/rights")
    yield rights, RDF.type, DCTERMS.RightsStatement
    yield rights, RDFS.label, Literal(_terms(metadata, sources), lang="en")


def _terms(metadata: DatasetMetadata, sources: tuple[SourceSummary, ...]) -> str:
    parts = [f"The release as a whole: {metadata.licence}."]
    for source in sorted(sources, key=lambda source: source.name):
        credit = f" ({source.attribution.rstrip('.')})" if source.attribution else ""
        parts.append(f"Source {source.name}: {source.licence}{credit}.")
    if differing := differing_terms(metadata, sources):
        parts.append(f"The terms of {', '.join(differing)} differ from those of the whole and go with its statements.")
    return " ".join(parts)


def _provenance(metadata: DatasetMetadata, sources: tuple[SourceSummary, ...]) -> Iterator[Triple]:
    statement = URIRef(f"{metadata.iri}/provenance")
    text = " ".join(f"{source.title}: {covered(source)}" for source in sorted(sources, key=lambda source: source.name))
    yield URIRef(metadata.iri), DCTERMS.provenance, statement
    yield statement, RDF.type, DCTERMS.ProvenanceStatement
    yield statement, RDFS.label, Literal(text, lang="en")
