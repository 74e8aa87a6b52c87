"""Input files described as documents of their source."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph

from eulod.publication.source_documents import SourceDocument, source_document_statements

BASE = "https://example.org/"
SHA256 = "0123456789abcdef" * 4
DOCUMENT = SourceDocument(
    source="list",
    key="partners",
    title='A "list": partners',
    kind="export-row",
    language="SWE",
    retrieved="2026-11-20",
    sha256=SHA256,
    licence="https://creativecommons.org/licenses/by/4.0/",
)
STABLE = f"<{BASE}id/source-document/list/partners>"
RETRIEVAL = f"<{BASE}id/source-document/list/partners/0123456789ab>"


def triples(document: SourceDocument) -> set[tuple[str, str, str]]:
    """The statements, after another parser took them all."""
    statements = list(source_document_statements(document, base=BASE))
    lines = "".join(f"{s} {p} {o} {g} .\n" for g, s, p, o in statements)
    assert len(list(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS))) == len(statements)
    assert {graph for graph, *_ in statements} == {f"<{BASE}id/graph/about>"}
    return {(subject, predicate, object_) for _, subject, predicate, object_ in statements}


def test_a_document_and_its_retrieval_are_told_apart() -> None:
    found = triples(DOCUMENT)
    date = '"2026-11-20"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert (STABLE, "<https://w3id.org/eulod/ns#retrievedOn>", date) in found
    assert (STABLE, "<http://purl.org/dc/terms/hasVersion>", RETRIEVAL) in found
    assert (STABLE, "<http://purl.org/dc/terms/title>", '"A \\"list\\": partners"@en') in found
    language = "<http://publications.europa.eu/resource/authority/language/SWE>"
    assert (STABLE, "<http://purl.org/dc/terms/language>", language) in found
    assert (RETRIEVAL, "<http://purl.org/dc/terms/isVersionOf>", STABLE) in found
    assert {o for s, p, o in found if p.endswith("checksumValue>")} == {
        f'"{SHA256}"^^<http://www.w3.org/2001/XMLSchema#hexBinary>'
    }


def test_a_new_retrieval_leaves_the_document_its_iri() -> None:
    subjects = {subject for subject, _, _ in triples(replace(DOCUMENT, sha256="f" * 64))}
    assert STABLE in subjects
    assert RETRIEVAL not in subjects


def test_what_is_known_of_the_publisher_is_said() -> None:
    more = triples(replace(DOCUMENT, publisher="https://example.org/city", homepage="https://example.org/")) - triples(
        DOCUMENT
    )
    assert more == {
        (STABLE, "<http://purl.org/dc/terms/publisher>", "<https://example.org/city>"),
        (STABLE, "<http://xmlns.com/foaf/0.1/page>", "<https://example.org/>"),
    }


def test_the_name_of_a_file_may_hold_anything() -> None:
    assert any(
        "list/my%20list%20%5B1%5D/" in subject for subject, _, _ in triples(replace(DOCUMENT, key="my list [1]"))
    )
