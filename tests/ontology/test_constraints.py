"""The constraints module: the domains and ranges of the design, and classes that exclude each other."""

from __future__ import annotations

from itertools import combinations

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.namespace import SDO

from tests.ontology.modules import DESIGNED, classes, local, properties, read

CORE = read("eulod.ttl")
CONSTRAINTS = read("constraints.ttl")
each_property = pytest.mark.parametrize("term", properties(CORE), ids=local)


def names(term: URIRef, predicate: URIRef) -> list[str]:
    """The values of a property of a term, as CURIEs."""
    return [CONSTRAINTS.qname(str(iri)) for iri in CONSTRAINTS.objects(term, predicate)]


@each_property
def test_domains_and_ranges_are_as_designed(term: URIRef) -> None:
    designed = DESIGNED[local(term)]
    assert names(term, RDFS.domain) == designed["domain"].split()
    assert names(term, RDFS.range) == [designed["range"]]


@each_property
def test_what_has_no_domain_says_where_it_is_used(term: URIRef) -> None:
    """A domain would make the subject a thing of each class at once."""
    assert bool(names(term, SDO.domainIncludes)) is (DESIGNED[local(term)]["domain"] == "")


def test_ranges_agree_with_the_kind_of_property() -> None:
    datatypes = set(CONSTRAINTS.subjects(RDF.type, RDFS.Datatype))
    for term in properties(CORE):
        is_literal = (term, RDF.type, OWL.DatatypeProperty) in CORE
        assert (CONSTRAINTS.value(term, RDFS.range) in datatypes) is is_literal, term


def test_classes_exclude_each_other() -> None:
    pairs = list(combinations(classes(CORE), 2))
    assert len(pairs) == 66
    assert [pair for pair in pairs if not apart(CONSTRAINTS, *pair)] == []


def test_core_says_nothing_of_domains_ranges_or_disjointness() -> None:
    assert not {RDFS.domain, RDFS.range, OWL.disjointWith} & set(CORE.predicates())


def test_no_class_equals_a_foreign_one() -> None:
    assert not {OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs} & set((CORE + CONSTRAINTS).predicates())


def apart(graph: Graph, one: URIRef, other: URIRef) -> bool:
    """Whether two classes are declared disjoint, in either direction."""
    return (one, OWL.disjointWith, other) in graph or (other, OWL.disjointWith, one) in graph
