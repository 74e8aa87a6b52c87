"""The files of the ontology folder as the tests read them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SKOS

from tests.shared import ROOT

ONTOLOGY = ROOT / "ontology"
EULOD = Namespace("https://w3id.org/eulod/ns#")
BASE = "https://w3id.org/eulod/"
DOCUMENT = URIRef("https://w3id.org/eulod/ns")
MODULES = ("eulod.ttl", "constraints.ttl", "alignments.ttl")


def fixture(name: str) -> Path:
    """A file of the fixtures beside the tests of the ontology."""
    return Path(__file__).parent / "fixtures" / name


# What each term is, by its name: kind, terms above it, domain and range, as the tables of the design have them.
DESIGNED = {row["name"]: row for row in csv.DictReader(fixture("terms.csv").read_text(encoding="utf-8").splitlines())}


def read(*names: str) -> Graph:
    """The named files of the ontology folder, in one graph."""
    graph = Graph()
    for name in names:
        graph.parse(ONTOLOGY / name)
    return graph


def classes(graph: Graph) -> list[URIRef]:
    """The classes that eulod declares, sorted."""
    return _own(graph, OWL.Class)


def properties(graph: Graph) -> list[URIRef]:
    """The properties that eulod declares, sorted."""
    return sorted(_own(graph, OWL.ObjectProperty) + _own(graph, OWL.DatatypeProperty))


def terms(graph: Graph) -> list[URIRef]:
    """Every class and property that eulod declares."""
    return classes(graph) + properties(graph)


def local(term: URIRef) -> str:
    """The name of a term of eulod without its namespace."""
    return str(term).removeprefix(str(EULOD))


def texts(graph: Graph, subject: URIRef, predicate: URIRef) -> list[Literal]:
    """The literals of one property of one subject."""
    return [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]


def context() -> dict[str, object]:
    """The entries of the published JSON-LD context."""
    loaded: dict[str, dict[str, object]] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))
    return loaded["@context"]


def prefixes() -> dict[str, str]:
    """The prefixes of the published JSON-LD context: the names that stand for a whole namespace."""
    return {name: iri for name, iri in context().items() if isinstance(iri, str) and iri.startswith("http")}


def example(graph: Graph, term: URIRef) -> Graph:
    """The example of a term, read as Turtle."""
    declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes().items())
    return Graph().parse(data=declared + str(graph.value(term, SKOS.example)), format="turtle", publicID=BASE)


def _own(graph: Graph, kind: URIRef) -> list[URIRef]:
    found = graph.subjects(RDF.type, kind)
    return sorted(term for term in found if isinstance(term, URIRef) and term.startswith(str(EULOD)))
