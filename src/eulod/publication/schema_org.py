"""The dataset in schema.org terms, for search engines: dataset.jsonld.

Source: https://schema.org/Dataset
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from eulod.publication.dataset_counts import DatasetCounts
from eulod.publication.media_types import kind_of
from eulod.publication.metadata import DatasetMetadata, DumpFile, SourceSummary
from eulod.publication.vocabulary import path_key

_LINKS = ("contentUrl", "isBasedOn", "license", "mainEntityOfPage", "spatialCoverage", "url")
_CONTEXT = {"@vocab": "https://schema.org/", **{name: {"@type": "@id"} for name in _LINKS}}


def schema_org(
    metadata: DatasetMetadata,
    sources: tuple[SourceSummary, ...],
    dumps: tuple[DumpFile, ...],
    counts: DatasetCounts,
    *,
    modified: str,
) -> bytes:
    """Describe the dataset as one JSON-LD document with its context inline."""
    document: dict[str, Any] = {"@context": _CONTEXT, "@id": metadata.iri, "@type": "Dataset"}
    document |= _about(metadata, modified) | _extent(metadata, counts)
    document["distribution"] = [_download(metadata, dump) for dump in sorted(dumps)]
    document["isBasedOn"] = sorted(source.homepage for source in sources if source.homepage)
    text = json.dumps({name: value for name, value in document.items() if value}, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8")


def _about(metadata: DatasetMetadata, modified: str) -> dict[str, Any]:
    publisher = metadata.publisher
    return {
        "name": _texts(metadata.title),
        "description": _texts(metadata.description),
        "identifier": metadata.iri,
        "url": metadata.homepage or metadata.base,
        "version": metadata.version,
        "datePublished": metadata.issued or modified,
        "dateModified": modified,
        "license": metadata.licence,
        "isAccessibleForFree": True,
        "publisher": {"@id": publisher.iri, "@type": "Organization", "name": publisher.name},
        "keywords": [_text(tag, word) for tag, words in sorted(metadata.keywords.items()) for word in words],
    }


def _extent(metadata: DatasetMetadata, counts: DatasetCounts) -> dict[str, Any]:
    bounded = counts.start or counts.end
    return {
        "temporalCoverage": f"{counts.start or '..'}/{counts.end or '..'}" if bounded else "",
        "spatialCoverage": list(counts.countries or metadata.spatial),
        "inLanguage": [{"@id": language, "@type": "Language"} for language in metadata.languages],
    }


def _download(metadata: DatasetMetadata, dump: DumpFile) -> dict[str, Any]:
    return {
        "@id": f"{metadata.iri}/distribution/{path_key(dump.path)}",
        "@type": "DataDownload",
        "contentUrl": metadata.folder + dump.path,
        "encodingFormat": kind_of(dump.path).media_type,
        "contentSize": f"{dump.size} B",
        "sha256": dump.sha256,
    }


def _texts(by_language: Mapping[str, str]) -> list[dict[str, str]]:
    return [_text(tag, text) for tag, text in sorted(by_language.items())]


def _text(tag: str, text: str) -> dict[str, str]:
    return {"@language": tag, "@value": text}
