"""The concept schemes: the notations of the design, labelled and defined, and SKOS kept whole."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from tests.ontology.modules import BASE, fixture, read, texts

CODES = read("codes.ttl")
SCHEMES = sorted(iri for iri in CODES.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(iri, URIRef))
CONCEPTS = sorted(iri for iri in CODES.subjects(RDF.type, SKOS.Concept) if isinstance(iri, URIRef))
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
EXPECTED = {
    scheme: notations.split()
    for scheme, _, notations in (
        line.partition(":") for line in fixture("schemes.txt").read_text(encoding="utf-8").splitlines()
    )
}


def members(graph: Graph, scheme: URIRef) -> list[URIRef]:
    """The concepts of one scheme."""
    return [iri for iri in graph.subjects(SKOS.inScheme, scheme) if isinstance(iri, URIRef)]


def test_schemes_are_the_twelve() -> None:
    assert sorted(URIRef(f"{BASE}code/{scheme}") for scheme in EXPECTED) == SCHEMES
    assert len(EXPECTED) == 12


@pytest.mark.parametrize("scheme", EXPECTED)
def test_notations_are_as_designed(scheme: str) -> None:
    found = members(CODES, URIRef(f"{BASE}code/{scheme}"))
    assert sorted(found) == sorted(URIRef(f"{BASE}code/{scheme}/{notation}") for notation in EXPECTED[scheme])


def test_each_concept_has_the_notation_of_its_iri_and_one_scheme() -> None:
    for concept in CONCEPTS:
        scheme, _, notation = concept.rpartition("/")
        assert list(CODES.objects(concept, SKOS.notation)) == [Literal(notation)]
        assert list(CODES.objects(concept, SKOS.inScheme)) == [URIRef(scheme)]


def test_top_concepts_are_said_both_ways() -> None:
    down = {(concept, scheme) for scheme, concept in CODES.subject_objects(SKOS.hasTopConcept)}
    assert down == set(CODES.subject_objects(SKOS.topConceptOf)) == set(CODES.subject_objects(SKOS.inScheme))


@pytest.mark.parametrize("subject", SCHEMES + CONCEPTS, ids=lambda iri: str(iri).removeprefix(f"{BASE}code/"))
def test_each_has_three_labels_and_a_definition(subject: URIRef) -> None:
    assert sorted(str(text.language) for text in texts(CODES, subject, SKOS.prefLabel)) == ["en", "fr", "hu"]
    assert [text.language for text in texts(CODES, subject, SKOS.definition)] == ["en"]


def test_each_scheme_is_licensed_and_dated() -> None:
    for scheme in SCHEMES:
        assert {DCTERMS.license, DCTERMS.creator, DCTERMS.created, DCTERMS.modified} <= set(CODES.predicates(scheme))


def test_kinds_of_label_are_disjoint() -> None:
    """SKOS integrity condition S13."""
    for subject in SCHEMES + CONCEPTS:
        for one, other in combinations((set(texts(CODES, subject, kind)) for kind in LABELS), 2):
            assert not one & other, subject


def test_schemes_are_not_concepts() -> None:
    """SKOS integrity conditions S9 and S37: no scheme is a concept, and there are no collections to be mixed up."""
    assert not set(SCHEMES) & set(CONCEPTS)
    assert set(CODES.objects(None, RDF.type)) == {SKOS.Concept, SKOS.ConceptScheme}


def test_concepts_stand_in_no_relation_to_each_other() -> None:
    """SKOS integrity conditions S27 and S46 hold as long as the schemes are flat and unmapped."""
    relations = {SKOS.broader, SKOS.narrower, SKOS.related, SKOS.exactMatch, SKOS.broadMatch, SKOS.relatedMatch}
    assert not relations & set(CODES.predicates())


@pytest.mark.parametrize("language", ["en", "fr", "hu"])
def test_no_two_concepts_of_a_scheme_share_a_label(language: str) -> None:
    for scheme in SCHEMES:
        labels = [text for iri in members(CODES, scheme) for kind in LABELS for text in texts(CODES, iri, kind)]
        counted = Counter(str(text).casefold() for text in labels if text.language == language)
        assert [text for text, count in counted.items() if count > 1] == []


def test_no_two_definitions_are_equal() -> None:
    counted = Counter(str(text) for text in CODES.objects(None, SKOS.definition))
    assert [text for text, count in counted.items() if count > 1] == []
