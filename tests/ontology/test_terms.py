"""The core module: the right terms, each documented as the quality checklist asks."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SDO, SKOS, VANN

from tests.ontology.modules import (
    BASE,
    DESIGNED,
    DOCUMENT,
    EULOD,
    MODULES,
    classes,
    example,
    local,
    properties,
    read,
    terms,
    texts,
)

LANGUAGES = ["en", "fr", "hu"]
BUILT_IN = tuple(str(namespace) for namespace in (RDF, RDFS, OWL))
MATCHES = (SKOS.broadMatch, SKOS.closeMatch, SKOS.relatedMatch)
CORE = read("eulod.ttl")
TERMS = terms(CORE)
each_term = pytest.mark.parametrize("term", TERMS, ids=local)


def test_terms_are_the_twelve_classes_and_forty_one_properties() -> None:
    assert (len(classes(CORE)), len(properties(CORE))) == (12, 41)
    assert sorted(local(term) for term in TERMS) == sorted(DESIGNED)


@each_term
def test_kinds_and_supers_are_as_designed(term: URIRef) -> None:
    designed = DESIGNED[local(term)]
    above = [*CORE.objects(term, RDFS.subClassOf), *CORE.objects(term, RDFS.subPropertyOf)]
    assert list(CORE.objects(term, RDF.type)) == [OWL[designed["kind"]]]
    assert sorted(CORE.qname(str(iri)) for iri in above) == designed["above"].split()


@each_term
def test_each_term_has_one_label_per_language(term: URIRef) -> None:
    assert sorted(str(label.language) for label in texts(CORE, term, RDFS.label)) == LANGUAGES


@each_term
def test_each_term_has_one_definition_and_a_status(term: URIRef) -> None:
    assert [text.language for text in texts(CORE, term, SKOS.definition)] == ["en"]
    assert list(CORE.objects(term, RDFS.isDefinedBy)) == [DOCUMENT]
    assert len(list(CORE.objects(term, URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")))) == 1


@each_term
def test_each_example_is_turtle_that_uses_its_term(term: URIRef) -> None:
    assert len(texts(CORE, term, SKOS.example)) == 1
    used = example(CORE, term)
    assert (None, term, None) in used or (None, RDF.type, term) in used


def test_examples_use_terms_that_exist() -> None:
    for term in TERMS:
        used = {iri for iri in nodes(example(CORE, term)) if iri.startswith(str(EULOD))}
        assert used <= set(TERMS), local(term)


def test_codes_in_examples_exist() -> None:
    codes = set(read("codes.ttl").subjects(RDF.type, SKOS.Concept))
    for term in TERMS:
        used = {iri for iri in nodes(example(CORE, term)) if iri.startswith(f"{BASE}code/")}
        assert used <= codes, local(term)


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["labels", "definitions"])
def test_no_two_terms_share_a_text(predicate: URIRef) -> None:
    found = [(str(text).casefold(), text.language) for term in TERMS for text in texts(CORE, term, predicate)]
    assert [text for text, count in Counter(found).items() if count > 1] == []


def test_texts_are_tidy() -> None:
    for text in (value for value in CORE.objects() if isinstance(value, Literal)):
        assert re.search(r"^\s|\s$|\s{2}|[\n\t]", text) is None, text


def test_names_are_camel_case() -> None:
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", local(term)) for term in classes(CORE))
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", local(term)) for term in properties(CORE))


def test_foreign_terms_are_declared() -> None:
    modules = read(*MODULES)
    values = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, SDO.domainIncludes, *MATCHES}
    used = {value for predicate in values for value in modules.objects(None, predicate)} | set(modules.predicates())
    foreign = {str(term) for term in used if not str(term).startswith(BUILT_IN)}
    assert foreign <= {str(term) for term in modules.subjects(RDF.type)}


@pytest.mark.parametrize("name", MODULES)
def test_modules_have_no_blank_nodes(name: str) -> None:
    assert all(isinstance(node, (URIRef, Literal)) for node in read(name).all_nodes())


def test_core_is_described() -> None:
    described = dict(CORE.predicate_objects(DOCUMENT))
    assert described[OWL.versionIRI] == URIRef(f"{DOCUMENT}/{described[OWL.versionInfo]}")
    assert described[DCTERMS.license] == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert described[VANN.preferredNamespaceUri] == Literal(str(EULOD))
    assert described[VANN.preferredNamespacePrefix] == Literal("eulod")
    asked = {DCTERMS.creator, DCTERMS.created, DCTERMS.modified, DCTERMS.bibliographicCitation}
    assert asked <= set(described)


@pytest.mark.parametrize("predicate", [DCTERMS.title, DCTERMS.description], ids=["title", "description"])
def test_core_is_described_in_each_language(predicate: URIRef) -> None:
    assert sorted(str(text.language) for text in texts(CORE, DOCUMENT, predicate)) == LANGUAGES


def nodes(graph: Graph) -> set[URIRef]:
    """Every IRI of a graph, in any position."""
    return {node for triple in graph for node in triple if isinstance(node, URIRef)}
