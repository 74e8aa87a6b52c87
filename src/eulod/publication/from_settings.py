"""What a dataset's settings say, in the form in which releases are described."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from eulod.config import Settings, SourceSettings
from eulod.linking.authority import authority_iri
from eulod.publication.manifest import measure
from eulod.publication.metadata import DatasetMetadata, Publisher, SourceFile, SourceSummary, Standard
from eulod.publication.source_documents import Quad, SourceDocument, source_document_statements
from eulod.sources.access.staging import Retrieved

_STANDARDS = (
    Standard("https://w3id.org/eulod/ns#", "eulod ontology"),
    Standard("https://w3id.org/eulod/shapes#", "eulod shapes"),
)


def dataset_metadata(settings: Settings) -> DatasetMetadata:
    """Describe the dataset. Raises UnknownCode when a language is not in the EU table."""
    metadata = DatasetMetadata(
        base=settings.base,
        title=settings.title,
        description=settings.description,
        publisher=_publisher(settings),
        contact=settings.contact,
        contact_name=settings.contact_name,
        licence=settings.licence,
        homepage=settings.homepage or settings.base,
        version=settings.version,
        issued=settings.issued,
        download=settings.download,
        keywords=settings.keywords,
        languages=tuple(authority_iri("language", tag) for tag in settings.languages),
        conforms_to=_STANDARDS,
    )
    metadata = replace(metadata, themes=settings.themes) if settings.themes else metadata
    return replace(metadata, spatial=settings.spatial) if settings.spatial else metadata


def _publisher(settings: Settings) -> Publisher:
    publisher = Publisher(settings.publisher.name, settings.publisher.iri, homepage=settings.publisher.homepage)
    return replace(publisher, kind=settings.publisher.kind) if settings.publisher.kind else publisher


def source_summary(
    settings: Settings, source: SourceSettings, *, records: int, rejected: int, files: Iterable[Retrieved]
) -> SourceSummary:
    """Describe a source of which so many records were read and so many left out."""
    return SourceSummary(
        name=source.name,
        title=source.title,
        licence=source.licence,
        retrieved=source.retrieved,
        records=records,
        described=records - rejected,
        rejected=rejected,
        files=tuple(_source_file(settings, file) for file in sorted(set(files))),
        attribution=source.attribution,
        homepage=source.homepage,
        as_of=source.as_of,
        covers=source.covers,
        lacks=source.lacks,
    )


def _source_file(settings: Settings, file: Retrieved) -> SourceFile:
    measured = measure(file.path)
    return SourceFile(settings.shown_path(file.name), measured.size, measured.sha256)


def input_documents(
    settings: Settings, source: SourceSettings, files: Mapping[str, tuple[Retrieved, ...]]
) -> Iterator[Quad]:
    """The statements about the input files of a source, given by logical source; none where records name their own."""
    if not source.documents:
        return
    for name, listed in files.items():
        stems = [file.stem for file in listed]
        for file in listed:
            more = file.stem if stems.count(file.stem) == 1 else settings.shown_path(file.name)
            document = _document(source, name if len(listed) == 1 else f"{name}-{more}", file)
            yield from source_document_statements(document, base=settings.base)


def _document(source: SourceSettings, key: str, file: Retrieved) -> SourceDocument:
    return SourceDocument(
        source=source.name,
        key=key,
        title=f"{source.title}: {key}",
        kind=source.kind,
        language=authority_iri("language", source.language).rpartition("/")[2],
        retrieved=source.retrieved,
        sha256=measure(file.path).sha256,
        licence=source.licence,
        publisher=source.publisher,
        homepage=source.homepage,
    )
