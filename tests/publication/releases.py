"""Small releases for the tests of publication."""

from __future__ import annotations

from pathlib import Path

from eulod.publication.manifest import Manifest, dump_files, is_intact, write_manifest
from eulod.publication.metadata import DatasetMetadata, Publisher, SourceFile, SourceSummary, Standard
from eulod.publication.release import Build, Release, building, current_release

METADATA = DatasetMetadata(
    base="https://data.example.org/",
    title={"en": "Projects of a city", "hu": "Egy város projektjei"},
    description={"en": "Cooperation projects in which the city took part."},
    publisher=Publisher("City of Example", "https://example.org/", "http://purl.org/adms/publishertype/LocalAuthority"),
    contact="https://example.org/contact",
    licence="https://creativecommons.org/licenses/by/4.0/",
    homepage="https://data.example.org/about",
    version="2026-11",
    keywords={"en": ("projects", "Interreg")},
    conforms_to=(Standard("https://w3id.org/eulod/ns/0.1.0", "eulod ontology 0.1.0"),),
)
SOURCES = (
    SourceSummary(
        "records",
        "Hand-kept records",
        "https://creativecommons.org/licenses/by/4.0/",
        "2026-11-20",
        records=5,
        described=5,
        rejected=0,
        files=(SourceFile("records/b.yaml", 20, "b" * 64), SourceFile("records/a.yaml", 10, "a" * 64)),
    ),
    SourceSummary(
        "lists",
        "List of operations",
        "http://publications.europa.eu/resource/authority/licence/COM_REUSE",
        "2026-11-18",
        records=7,
        described=6,
        rejected=1,
        attribution="Source: programme authority",
        homepage="https://programme.example.org/",
        as_of="2026-10-31",
        covers="Operations selected since 2021",
        lacks="No partners, no amounts per partner",
    ),
)


def write_build(build: Build, content: str) -> None:
    """Fill a build with two dumps and a manifest."""
    (build.folder / "projects.nt").write_text(f'<https://e/s> <https://e/p> "{content}" .\n', encoding="utf-8")
    (build.folder / "ontology").mkdir()
    (build.folder / "ontology" / "eulod.ttl").write_text("# an ontology\n" * 200, encoding="utf-8")
    write_manifest(
        build.folder, Manifest(METADATA, {"eulod": "0"}, SOURCES, dump_files(build.folder, {"projects.nt": 1}))
    )


def publish(out: Path, content: str) -> Release:
    """Build and publish a release."""
    with building(out) as build:
        write_build(build, content)
        return build.publish()


def published(out: Path) -> str:
    """Give the content of the current release after checking that it is whole."""
    release = current_release(out)
    assert release is not None
    assert is_intact(release.folder)
    return (release.folder / "projects.nt").read_text(encoding="utf-8").split('"')[1]
