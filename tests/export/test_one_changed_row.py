"""A source fetched again with one changed row: what that changes in the release, statement by statement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from eulod.terms.prefixes import PREFIXES
from tests.export.datasets import BASE, ROWS, change, export, starter

PROJECT = "id/project/example-cooperation-programme/slowrail"
DOCUMENT = "id/source-document/projects/projects"
FIRST, LATER = "2026-01-31", "2026-03-15"


def quads(dataset: Path) -> set[str]:
    """The lines of the N-Quads that the dataset publishes."""
    assert export(dataset).code == 0
    return set((dataset / "out" / "current" / "data.nq").read_text(encoding="utf-8").splitlines())


def term(name: str) -> str:
    """A compact IRI, a path below the base, or a literal, as N-Quads."""
    if name.startswith('"'):
        text, _, datatype = name.partition("^^")
        return f"{text}^^{term(datatype)}" if datatype else text
    prefix, colon, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>" if colon else f"<{BASE}{name}>"


def statements(graph: str, subject: str, **objects: str) -> Iterator[str]:
    """Statements about a subject, one for each predicate, as N-Quads."""
    for predicate, object in objects.items():
        yield f"{term(subject)} {term(predicate.replace('_', ':'))} {term(object)} {term(graph)} ."


def of_retrieval(dataset: Path, day: str) -> set[str]:
    """What the release says about the retrieval of the file."""
    digest = hashlib.sha256((dataset / ROWS).read_bytes()).hexdigest()
    retrieval, date = f"{DOCUMENT}/{digest[:12]}", f'"{day}"^^xsd:date'
    return {
        *statements("id/graph/about", DOCUMENT, eulod_retrievedOn=date, dcterms_hasVersion=retrieval),
        *statements("id/graph/about", retrieval, rdf_type="foaf:Document", dcterms_isVersionOf=DOCUMENT),
        *statements("id/graph/about", retrieval, eulod_retrievedOn=date, spdx_checksum=f"{retrieval}/checksum"),
        *statements("id/graph/about", f"{retrieval}/checksum", rdf_type="spdx:Checksum"),
        *statements("id/graph/about", f"{retrieval}/checksum", spdx_algorithm="spdx:checksumAlgorithm_sha256"),
        *statements("id/graph/about", f"{retrieval}/checksum", spdx_checksumValue=f'"{digest}"^^xsd:hexBinary'),
    }


def test_only_the_record_and_the_retrieval_change(tmp_path: Path) -> None:
    dataset = starter(tmp_path)
    before, old_retrieval = quads(dataset), of_retrieval(dataset, FIRST)

    change(dataset / ROWS, "Local trains and the towns they serve", "Local trains")
    change(dataset / "eulod.toml", f"retrieved = {FIRST}", f"retrieved = {LATER}")
    after, new_retrieval = quads(dataset), of_retrieval(dataset, LATER)

    graph = "id/graph/projects/projects"
    old_title = statements(graph, PROJECT, dcterms_title='"Local trains and the towns they serve"@en')
    new_title = statements(graph, PROJECT, dcterms_title='"Local trains"@en')
    assert before - after == old_retrieval | set(old_title)
    assert after - before == new_retrieval | set(new_title)


def test_both_releases_stay_and_the_later_one_is_current(tmp_path: Path) -> None:
    dataset = starter(tmp_path)
    first = export(dataset).stdout.strip()
    change(dataset / ROWS, "Local trains and the towns they serve", "Local trains")
    second = export(dataset).stdout.strip()
    releases = dataset / "out" / "releases"
    assert {str(path) for path in releases.iterdir()} == {first, second}
    assert (dataset / "out" / "current").resolve() == Path(second).resolve()
