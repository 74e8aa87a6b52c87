"""The VoID part of a dataset description: counts, partitions, linksets.

Source: https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from eulod.publication.dataset_counts import ClassCount, DatasetCounts, LinkCount, PropertyCount
from eulod.publication.link_targets import TARGETS
from eulod.publication.metadata import DatasetMetadata, DumpFile
from eulod.publication.vocabulary import DCTERMS, FOAF, RDF, VOID, Triple, integer, key, typed
from eulod.terms.prefixes import PREFIXES

_FEATURES = MappingProxyType(
    {
        "jsonld": "JSON-LD",
        "nq": "N-Quads",
        "nt": "N-Triples",
        "rdf": "RDF_XML",
        "trig": "TriG",
        "ttl": "Turtle",
    }
)


def void(metadata: DatasetMetadata, counts: DatasetCounts, dumps: tuple[DumpFile, ...]) -> Iterator[Triple]:
    """Describe the dataset's content by counts."""
    iri = URIRef(metadata.iri)
    yield iri, RDF.type, VOID.Dataset
    yield from _totals(iri, counts)
    yield iri, VOID.uriSpace, Literal(f"{metadata.base}id/")
    yield from ((iri, VOID.vocabulary, URIRef(namespace)) for namespace in _vocabularies(counts))
    if counts.example:
        yield iri, VOID.exampleResource, URIRef(counts.example)
    for dump in dumps:
        yield from _dump(iri, metadata, dump)
    for part in counts.classes:
        yield from _class(iri, part)
    for found in counts.properties:
        yield from _property(iri, found)
    for link in counts.links:
        yield from _linkset(iri, metadata, link)


def _totals(iri: URIRef, counts: DatasetCounts) -> Iterator[Triple]:
    yield iri, VOID.triples, integer(counts.triples)
    yield iri, VOID.entities, integer(counts.entities)
    yield iri, VOID.distinctSubjects, integer(counts.subjects)
    yield iri, VOID.distinctObjects, integer(counts.objects)
    yield iri, VOID.classes, integer(len(counts.classes))
    yield iri, VOID.properties, integer(len(counts.properties))


def _vocabularies(counts: DatasetCounts) -> set[str]:
    used = [part.iri for part in counts.classes] + [found.iri for found in counts.properties]
    return {namespace for namespace in PREFIXES.values() if any(iri.startswith(namespace) for iri in used)}


def _dump(iri: URIRef, metadata: DatasetMetadata, dump: DumpFile) -> Iterator[Triple]:
    feature = _FEATURES.get(dump.path.removesuffix(".gz").rpartition(".")[2])
    yield iri, VOID.dataDump, URIRef(metadata.folder + dump.path)
    if feature:
        yield iri, VOID.feature, URIRef(f"http://www.w3.org/ns/formats/{feature}")


def _class(iri: URIRef, part: ClassCount) -> Iterator[Triple]:
    partition = URIRef(f"{iri}/class/{key(part.iri)}")
    yield iri, VOID.classPartition, partition
    yield partition, RDF.type, VOID.Dataset
    yield partition, VOID["class"], URIRef(part.iri)
    yield partition, VOID.entities, integer(part.entities)


def _property(iri: URIRef, found: PropertyCount) -> Iterator[Triple]:
    partition = URIRef(f"{iri}/property/{key(found.iri)}")
    yield iri, VOID.propertyPartition, partition
    yield partition, RDF.type, VOID.Dataset
    yield partition, VOID.property, URIRef(found.iri)
    yield partition, VOID.triples, integer(found.triples)
    yield partition, VOID.distinctSubjects, integer(found.subjects)
    yield partition, VOID.distinctObjects, integer(found.objects)


def _linkset(iri: URIRef, metadata: DatasetMetadata, link: LinkCount) -> Iterator[Triple]:
    linkset = URIRef(f"{iri}/linkset/{link.target}/{key(link.predicate)}")
    other, target = URIRef(f"{metadata.base}id/dataset/target/{link.target}"), TARGETS[link.target]
    yield iri, VOID.subset, linkset
    yield linkset, RDF.type, VOID.Linkset
    yield linkset, VOID.subjectsTarget, iri
    yield linkset, VOID.objectsTarget, other
    yield linkset, VOID.linkPredicate, URIRef(link.predicate)
    yield linkset, VOID.triples, integer(link.triples)
    yield other, RDF.type, VOID.Dataset
    yield other, DCTERMS.title, Literal(target.title, lang="en")
    yield other, VOID.uriSpace, typed(target.space, XSD.string)
    yield other, FOAF.homepage, URIRef(target.page)
