"""The DCAT-AP part of a dataset description: catalogue, dataset, distributions.

Source: https://semiceu.github.io/DCAT-AP/releases/3.0.1/
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from eulod.publication import authority_stubs as stubs
from eulod.publication.dataset_counts import DatasetCounts
from eulod.publication.media_types import GZIP, is_compressed, kind_of
from eulod.publication.metadata import DatasetMetadata, DumpFile
from eulod.publication.vocabulary import (
    DCAT,
    DCATAP,
    DCTERMS,
    FOAF,
    RDF,
    SPDX,
    VCARD,
    Triple,
    path_key,
    texts,
    typed,
)

_MEDIA_TYPE = "http://www.iana.org/assignments/media-types/"
_WITH_GRAPHS = ("N-Quads", "TriG")
_OTHER_PUBLISHER = "http://purl.org/adms/publishertype/NonProfitOrganisation"


def catalogue(metadata: DatasetMetadata, places: tuple[str, ...], modified: str) -> Iterator[Triple]:
    """Describe the catalogue, which holds this one dataset."""
    iri = URIRef(f"{metadata.base}id/dataset/catalogue")
    yield iri, RDF.type, DCAT.Catalog
    yield iri, DCAT.dataset, URIRef(metadata.iri)
    yield iri, DCAT.themeTaxonomy, stubs.DATA_THEMES
    yield iri, DCTERMS.license, URIRef(metadata.licence)
    yield iri, FOAF.homepage, URIRef(_homepage(metadata))
    yield URIRef(_homepage(metadata)), RDF.type, FOAF.Document
    yield from _shared(iri, metadata, places, modified)
    yield from stubs.data_themes()
    yield from stubs.licence(metadata.licence)


def dataset(
    metadata: DatasetMetadata, counts: DatasetCounts, places: tuple[str, ...], modified: str
) -> Iterator[Triple]:
    """Describe the dataset as DCAT-AP asks; VoID counts and coverage are added by their own modules."""
    iri = URIRef(metadata.iri)
    yield iri, RDF.type, DCAT.Dataset
    yield iri, DCTERMS.identifier, Literal(metadata.iri)
    yield iri, DCAT.version, Literal(metadata.version)
    yield iri, DCTERMS.accessRights, stubs.PUBLIC
    yield stubs.PUBLIC, RDF.type, DCTERMS.RightsStatement
    yield iri, DCTERMS.accrualPeriodicity, URIRef(metadata.frequency)
    yield URIRef(metadata.frequency), RDF.type, DCTERMS.Frequency
    yield iri, DCAT.landingPage, URIRef(_homepage(metadata))
    yield from _shared(iri, metadata, places, modified)
    yield from _subjects(iri, metadata)
    yield from _contact(iri, metadata)
    yield from _standards(iri, metadata)
    yield from _period(iri, counts)


def distribution(metadata: DatasetMetadata, dump: DumpFile, modified: str) -> Iterator[Triple]:
    """Describe one dump as a distribution of the dataset."""
    iri, kind = URIRef(f"{metadata.iri}/distribution/{path_key(dump.path)}"), kind_of(dump.path)
    yield URIRef(metadata.iri), DCAT.distribution, iri
    yield iri, RDF.type, DCAT.Distribution
    yield iri, DCTERMS.title, Literal(dump.path)
    yield iri, DCTERMS.description, Literal(_content(dump), lang="en")
    yield iri, DCAT.accessURL, URIRef(_homepage(metadata))
    yield iri, DCAT.downloadURL, URIRef(metadata.folder + dump.path)
    yield iri, DCTERMS.license, URIRef(metadata.licence)
    yield iri, DCTERMS.rights, URIRef(f"{metadata.iri}/rights")
    yield iri, DCTERMS.modified, typed(modified, XSD.date)
    yield iri, DCTERMS.issued, typed(metadata.issued or modified, XSD.date)
    yield iri, DCATAP.availability, stubs.AVAILABLE
    yield iri, DCAT.byteSize, typed(str(dump.size), XSD.nonNegativeInteger)
    yield iri, DCTERMS["format"], URIRef(kind.file_type)
    yield URIRef(kind.file_type), RDF.type, DCTERMS.MediaTypeOrExtent
    yield from _languages(iri, metadata)
    yield from stubs.concept(str(stubs.AVAILABLE))
    yield from _media_type(iri, DCAT.mediaType, kind.media_type)
    yield from _media_type(iri, DCAT.compressFormat, GZIP) if is_compressed(dump.path) else ()
    yield from _standard(iri, kind.specification, kind.title) if kind.specification else ()
    yield from _checksum(iri, dump)


def _homepage(metadata: DatasetMetadata) -> str:
    return metadata.homepage or metadata.base


def _shared(iri: URIRef, metadata: DatasetMetadata, places: tuple[str, ...], modified: str) -> Iterator[Triple]:
    yield from texts(iri, DCTERMS.title, metadata.title)
    yield from texts(iri, DCTERMS.description, metadata.description)
    yield iri, DCTERMS.issued, typed(metadata.issued or modified, XSD.date)
    yield iri, DCTERMS.modified, typed(modified, XSD.date)
    yield from ((iri, DCTERMS.spatial, URIRef(place)) for place in places)
    yield from stubs.instances(places, DCTERMS.Location)
    yield from _languages(iri, metadata)
    yield from _publisher(iri, metadata)


def _languages(iri: URIRef, metadata: DatasetMetadata) -> Iterator[Triple]:
    yield from ((iri, DCTERMS.language, URIRef(language)) for language in metadata.languages)
    yield from stubs.instances(metadata.languages, DCTERMS.LinguisticSystem)


def _publisher(iri: URIRef, metadata: DatasetMetadata) -> Iterator[Triple]:
    publisher = metadata.publisher
    agent, kind = URIRef(publisher.iri), publisher.kind or _OTHER_PUBLISHER
    yield iri, DCTERMS.publisher, agent
    yield agent, RDF.type, FOAF.Agent
    yield agent, FOAF.name, Literal(publisher.name)
    yield agent, DCTERMS.type, URIRef(kind)
    yield from stubs.concept(kind)
    if publisher.homepage:
        yield agent, FOAF.homepage, URIRef(publisher.homepage)
        yield URIRef(publisher.homepage), RDF.type, FOAF.Document


def _subjects(iri: URIRef, metadata: DatasetMetadata) -> Iterator[Triple]:
    for theme in metadata.themes:
        yield iri, DCAT.theme, URIRef(theme)
        yield from stubs.concept(theme)
    for language, words in metadata.keywords.items():
        yield from ((iri, DCAT.keyword, Literal(word, lang=language)) for word in words)


def _contact(iri: URIRef, metadata: DatasetMetadata) -> Iterator[Triple]:
    contact = URIRef(f"{metadata.base}id/dataset/contact")
    address = VCARD.hasEmail if metadata.contact.startswith("mailto:") else VCARD.hasURL
    yield iri, DCAT.contactPoint, contact
    yield contact, RDF.type, VCARD.Kind
    yield contact, RDF.type, VCARD.Organization
    yield contact, VCARD.fn, Literal(metadata.contact_name or metadata.publisher.name)
    yield contact, address, URIRef(metadata.contact)


def _standards(iri: URIRef, metadata: DatasetMetadata) -> Iterator[Triple]:
    for standard in metadata.conforms_to:
        yield from _standard(iri, standard.iri, standard.title)


def _standard(iri: URIRef, standard: str, title: str) -> Iterator[Triple]:
    yield iri, DCTERMS.conformsTo, URIRef(standard)
    yield URIRef(standard), RDF.type, DCTERMS.Standard
    yield URIRef(standard), DCTERMS.title, Literal(title, lang="en")


def _period(iri: URIRef, counts: DatasetCounts) -> Iterator[Triple]:
    period = URIRef(f"{iri}/period")
    if counts.start or counts.end:
        yield iri, DCTERMS.temporal, period
        yield period, RDF.type, DCTERMS.PeriodOfTime
    if counts.start:
        yield period, DCAT.startDate, typed(counts.start, XSD.date)
    if counts.end:
        yield period, DCAT.endDate, typed(counts.end, XSD.date)


def _content(dump: DumpFile) -> str:
    form = kind_of(dump.path).title or kind_of(dump.path).media_type
    packed = ", gzip" if is_compressed(dump.path) else ""
    graphs = ", each statement in the graphs of its sources" if form.endswith(_WITH_GRAPHS) else ""
    return f"All projects as {form}{packed}{graphs}: {dump.statements} statements"


def _media_type(iri: URIRef, predicate: URIRef, media_type: str) -> Iterator[Triple]:
    yield iri, predicate, URIRef(_MEDIA_TYPE + media_type)
    yield URIRef(_MEDIA_TYPE + media_type), RDF.type, DCTERMS.MediaType


def _checksum(iri: URIRef, dump: DumpFile) -> Iterator[Triple]:
    checksum = URIRef(f"{iri}/checksum")
    yield iri, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield checksum, SPDX.checksumValue, typed(dump.sha256, XSD.hexBinary)
