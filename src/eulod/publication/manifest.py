"""manifest.json: what went into a release, what came out of it, and what was left out.

The release's id is the first 16 hexadecimal digits of the SHA-256 of manifest.json. As the manifest holds the SHA-256
of every other file, two releases with one id are equal byte for byte, and `sha256sum` is enough to check it. The
manifest does not hold its own id, nor any date of the clock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eulod.publication.media_types import media_type
from eulod.publication.metadata import DatasetMetadata, DumpFile, SourceSummary

MANIFEST = "manifest.json"
_ID_LENGTH = 16
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Withheld:
    """A statement that stands in the N-Quads but not in the canonical graph: a line of N-Triples without its end.

    `claim` is the IRI of the Claim that reifies it; `reason` is `rejected`, or `disputed` where another was accepted.
    """

    statement: str
    claim: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class FindingCount:
    """How many findings a shape, or a check of linking, gave at a severity (`violation`, `warning`, `info`).

    `shape` is the shape's identifier or the code of the check.
    """

    shape: str
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the caller knows of a release; the other files are measured when it is written.

    `versions` names software and vocabularies, `dumps` are the files that were measured already.
    """

    metadata: DatasetMetadata
    versions: Mapping[str, str]
    sources: tuple[SourceSummary, ...]
    dumps: tuple[DumpFile, ...]
    withheld: tuple[Withheld, ...] = ()
    findings: tuple[FindingCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """Size in bytes and SHA-256 of a file."""

    size: int
    sha256: str


def measure(path: Path) -> Measure:
    """Measure a file in blocks."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Measure(size, digest.hexdigest())


def dump_files(folder: Path, statements: Mapping[str, int]) -> tuple[DumpFile, ...]:
    """Measure the dumps at some paths below `folder`, two at a time; each has its number of statements. Sorted."""
    paths = sorted(statements)
    with ThreadPoolExecutor(max_workers=2) as threads:
        measured = list(threads.map(measure, (folder / path for path in paths)))
    found = zip(paths, measured, strict=True)
    return tuple(DumpFile(path, file.size, file.sha256, statements[path]) for path, file in found)


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Measure every other file below `folder`, write manifest.json beside them, and return the release's id."""
    content = {
        "dataset": _dataset(manifest.metadata),
        "findings": [asdict(found) for found in sorted(manifest.findings)],
        "inputs": [_source(source) for source in sorted(manifest.sources, key=lambda source: source.name)],
        "outputs": _outputs(folder, manifest.dumps),
        "records": _records(manifest.sources),
        "versions": dict(manifest.versions),
        "withheld": [asdict(withheld) for withheld in sorted(manifest.withheld)],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
    (folder / MANIFEST).write_bytes(text.encode("utf-8"))
    return release_id(folder)


def release_id(folder: Path) -> str:
    """Derive a release's id from its manifest."""
    return measure(folder / MANIFEST).sha256[:_ID_LENGTH]


def is_intact(folder: Path) -> bool:
    """Say whether the release in `folder` has the manifest of its name and every file, byte for byte, that it lists."""
    try:
        listed = json.loads((folder / MANIFEST).read_bytes())["outputs"]
        right_manifest = release_id(folder) == folder.resolve().name
        return right_manifest and all(measure(folder / entry["path"]).sha256 == entry["sha256"] for entry in listed)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _dataset(metadata: DatasetMetadata) -> dict[str, Any]:
    return {
        "base": metadata.base,
        "licence": metadata.licence,
        "title": dict(metadata.title),
        "version": metadata.version,
    }


def _source(source: SourceSummary) -> dict[str, Any]:
    return asdict(source) | {"files": [asdict(file) for file in sorted(source.files)]}


def _records(sources: tuple[SourceSummary, ...]) -> dict[str, int]:
    return {
        "described": sum(source.described for source in sources),
        "read": sum(source.records for source in sources),
        "rejected": sum(source.rejected for source in sources),
    }


def _outputs(folder: Path, dumps: tuple[DumpFile, ...]) -> list[dict[str, Any]]:
    measured = {dump.path: dump for dump in dumps}
    return [_output(folder, path, measured.get(path)) for path in _paths(folder)]


def _output(folder: Path, path: str, dump: DumpFile | None) -> dict[str, Any]:
    file = dump or measure(folder / path)
    entry = {"media_type": media_type(path), "path": path, "sha256": file.sha256, "size": file.size}
    return entry if dump is None else entry | {"statements": dump.statements}


def _paths(folder: Path) -> list[str]:
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path != MANIFEST)
