"""OWL 2 RL over the modules, the vocabularies they touch and their examples: nothing contradicts anything."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import owlrl
import pytest
from owlrl.Namespaces import ERRNS
from pyoxigraph import RdfFormat, parse
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.namespace import FOAF, ORG, PROV, SKOS

from tests.ontology.modules import BASE, MODULES, example, fixture, properties, read, terms
from tests.shared import ROOT, shared

TOUCHED = ("foaf.owl", "org.ttl", "prov-o.ttl", "dcat3.ttl", "void.owl")
ALIGNED = ("DINGO-OWL.ttl", "EURIO.ttl", "frapo.ttl")
SCHEMA = "schemaorg-30.0-current-https.ttl"
# What entails something. Labels, comments and the notes of a vocabulary about its own editors are left out.
AXIOMS = {
    RDF.first, RDF.rest, RDF.type, RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf,
    OWL.allValuesFrom, OWL.cardinality, OWL.complementOf, OWL.disjointWith, OWL.equivalentClass, OWL.equivalentProperty,
    OWL.hasValue, OWL.intersectionOf, OWL.inverseOf, OWL.maxCardinality, OWL.minCardinality, OWL.onProperty,
    OWL.oneOf, OWL.propertyDisjointWith, OWL.someValuesFrom, OWL.unionOf,
}  # fmt: skip
BAD = [
    "money-with-role",
    "person",
    "programme-as-project",
    "project-as-page",
    "project-with-provenance",
    "project-with-topic",
]


@cache
def vocabulary(name: str) -> Graph:
    """The axioms of one vocabulary of the shared folder."""
    form = "xml" if name.endswith(".owl") else "turtle"
    axioms = Graph()
    for triple in Graph().parse(shared("data/ontologies") / name, format=form):
        if triple[1] in AXIOMS:
            axioms.add(triple)
    return axioms


def upward(graph: Graph, vocabulary: Graph) -> Graph:
    """The axioms of a large vocabulary about the terms that a graph uses and about those above them."""
    found, waiting = Graph(), list({*graph.all_nodes(), *graph.predicates()})
    while waiting:
        for triple in vocabulary.triples((waiting.pop(), None, None)):
            if triple not in found:
                found.add(triple)
                waiting.append(triple[2])
    return found


def closure(graph: Graph) -> Graph:
    """The graph with everything that OWL 2 RL entails."""
    closed = graph + Graph()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return closed


def errors(closed: Graph) -> list[str]:
    """The contradictions that the closure met."""
    return sorted(str(message) for message in closed.objects(None, ERRNS.error))


def modules_with(*names: str) -> Graph:
    """The three modules with the axioms of the named vocabularies."""
    graph = read(*MODULES)
    for name in names:
        graph += vocabulary(name)
    return graph


def examples() -> Graph:
    """Every example of a term, and the fixture that uses terms of other vocabularies."""
    core, graph = read("eulod.ttl"), Graph().parse(fixture("consistent.ttl"))
    for term in terms(core):
        graph += example(core, term)
    return graph


@cache
def closed_world() -> Graph:
    """The closure of the modules, all vocabularies and all examples; takes seconds, so it is made once."""
    graph = modules_with(*TOUCHED, *ALIGNED) + examples()
    return closure(graph + upward(graph, vocabulary(SCHEMA)))


def test_modules_vocabularies_and_examples_do_not_contradict_each_other() -> None:
    assert errors(closed_world()) == []


def test_what_should_follow_follows() -> None:
    closed = closed_world()
    assert (URIRef(f"{BASE}id/project/p"), RDF.type, FOAF.Project) in closed
    assert (URIRef(f"{BASE}id/organisation/hun/mag-zrt"), RDF.type, ORG.Organization) in closed
    assert (URIRef(f"{BASE}id/record/s/p"), RDF.type, PROV.Entity) in closed


def test_alignments_entail_nothing() -> None:
    made = read("alignments.ttl")
    near = set(made.objects(None, SKOS.closeMatch)) | set(made.objects(None, SKOS.relatedMatch))
    assert len(near) > 30
    assert not [iri for iri in near if (None, RDF.type, iri) in closed_world() or (None, iri, None) in closed_world()]


def test_each_class_and_property_is_put_to_the_proof() -> None:
    core, used = read("eulod.ttl"), examples()
    assert set(properties(core)) <= set(used.predicates())
    assert set(terms(core)) <= set(used.predicates()) | set(used.objects(None, RDF.type))


@pytest.mark.parametrize("dump", sorted(ROOT.glob("mappings/*/expected.nq")), ids=lambda dump: dump.parent.name)
def test_what_the_mappings_give_contradicts_nothing(dump: Path) -> None:
    triples = "".join(f"{quad.triple} .\n" for quad in parse(path=str(dump), format=RdfFormat.N_QUADS))
    assert errors(closure(modules_with(*TOUCHED) + Graph().parse(data=triples, format="nt"))) == []


def test_contradictions_are_found() -> None:
    found = errors(closure(modules_with(*TOUCHED) + Graph().parse(fixture("contradictory.ttl"))))
    named = {message.rpartition(" ")[2] for message in found if message.startswith("Disjoint classes")}
    assert sorted(named) == [f"{BASE}bad/{name}" for name in BAD]
