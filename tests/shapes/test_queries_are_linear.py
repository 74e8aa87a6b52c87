"""Queries run once per focus node, so each must look only at the surroundings of its own: counted in triples, not in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import SH, Graph, URIRef

from tests.shapes.folder import SHAPES, identifier, reported, targets

QUERIED = {identifier(shape): shape for shape in reported() if (shape, SH.sparql, None) in SHAPES}
PREFIXES = {str(SHAPES.value(node, SH.prefix)): str(space) for node, space in SHAPES.subject_objects(SH.namespace)}

SHARED = """
@base <https://w3id.org/eulod/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eulod: <https://w3id.org/eulod/ns#> .
@prefix eucountry: <http://publications.europa.eu/resource/authority/country/> .
@prefix eucurrency: <http://publications.europa.eu/resource/authority/currency/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix nuts: <http://data.europa.eu/nuts/code/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<period> dcat:startDate "2021"^^xsd:gYear ; dcat:endDate "2027"^^xsd:gYear .
<document> eulod:retrievedOn "2026-11-20"^^xsd:date .
<programme> eulod:programmingPeriod <period> ; eulod:strand <code/strand/a> .
"""
MONEY = """
<{0}/{1}> a eulod:MoneyLine ; eulod:amountKind <code/amountKind/{1}> ; eulod:valueBasis <code/valueBasis/stated> ;
    eulod:currency eucurrency:EUR ; schema:value 100.0 ; eulod:coFinancingRate 1.0 .
"""
DATES = 'eulod:earliestStart "2023-01-01"^^xsd:date ; eulod:latestEnd "2027-12-31"^^xsd:date'
PROJECT = (
    """
<{0}> a eulod:Project ; eulod:acronym "A{0}" ; eulod:programme <programme> ; eulod:projectStatus <code/projectStatus/ongoing> ;
    foaf:homepage <https://example.eu/{0}> ; eulod:statedPartnerCount 1 ; eulod:statedCountryCount 1 ; eulod:partnerCountry eucountry:SWE ;
    eulod:hasParticipation <{0}/p> ; eulod:hasMoney <{0}/total-budget> , <{0}/eu-contribution> ; dcterms:temporal <{0}/period> ;
    eulod:hasPhase <{0}/1> , <{0}/2> ; eulod:hasEvent <{0}/event> ; DATES .
<{0}/p> a eulod:Participation ; eulod:country eucountry:SWE ; eulod:nutsRegion nuts:SE33 ; eulod:hasMoney <{0}/partner-total-budget> .
<{0}/period> a dcterms:PeriodOfTime ; dcat:startDate "2023"^^xsd:gYear ; dcat:endDate "2027"^^xsd:gYear ; DATES .
<{0}/1> a eulod:Phase ; dcterms:temporal <{0}/period> . <{0}/2> a eulod:Phase ; dcterms:temporal <{0}/period> .
<{0}/event> a eulod:ProjectEvent ; dcterms:temporal <{0}/period> .
<{0}/record> foaf:primaryTopic <{0}> ; prov:wasDerivedFrom <document> .
<{0}/claim> a eulod:Claim ; rdf:subject <{0}> ; rdf:predicate eulod:acronym ; eulod:claimStatus <code/claimStatus/accepted> .
""".replace("DATES", DATES)
    + MONEY.replace("{1}", "total-budget")
    + MONEY.replace("{1}", "eu-contribution")
    + MONEY.replace("{1}", "partner-total-budget")
)


class CountingGraph(Graph):
    """A graph that counts the triples it hands out."""

    handed_out = 0

    def triples(self, *pattern: Any, **options: Any) -> Iterator[Any]:
        """The triples that match, each counted."""
        for triple in super().triples(*pattern, **options):
            self.handed_out += 1
            yield triple


def release(projects: int) -> CountingGraph:
    """A data graph with so many projects, alike in everything but their names."""
    return CountingGraph().parse(
        data=SHARED + "".join(PROJECT.format(number) for number in range(projects)), format="turtle"
    )


SMALL, LARGE = release(10), release(40)


def cost(shape: URIRef, data: CountingGraph) -> int:
    """The triples that a shape's query looks at, over all focus nodes."""
    query = str(SHAPES.value(SHAPES.value(shape, SH.sparql), SH.select))
    before = data.handed_out
    nodes = targets(shape, data)
    for node in nodes:
        list(data.query(query, initNs=PREFIXES, initBindings={"this": node}))
    assert nodes
    return data.handed_out - before


@pytest.mark.parametrize("name", sorted(QUERIED))
def test_four_times_the_projects_cost_about_four_times_as_much(name: str) -> None:
    assert cost(QUERIED[name], LARGE) < 6 * cost(QUERIED[name], SMALL)
