"""A small shapes graph with every kind of result, and data that it finds fault with."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from eulod.validation.data_graph import read_data
from eulod.validation.shapes_graph import read_shapes

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
e:shapes a owl:Ontology ; sh:declare [ sh:prefix "e" ; sh:namespace "http://e/"^^xsd:anyURI ] .
e:S1 a sh:NodeShape ; sh:targetClass e:Thing ; sh:property e:S2, e:S3, e:S4 .
e:S2 a sh:PropertyShape ; dcterms:identifier "S2" ; sh:path e:number ; sh:datatype xsd:integer ; sh:maxCount 1 ;
    sh:message "one number"@en, "egy szám"@hu .
e:S3 a sh:PropertyShape ; dcterms:identifier "S3" ; sh:path ( e:part [ sh:inversePath e:of ] ) ; sh:minCount 1 ;
    sh:severity sh:Info ; sh:message "no part" .
e:S4 a sh:PropertyShape ; sh:path e:code ; sh:in ( "a" "b" ) ; sh:severity sh:Warning ; sh:message "unknown code" .
e:S5 a sh:NodeShape ; dcterms:identifier "S5" ; sh:targetClass e:Thing ; sh:severity sh:Warning ; sh:sparql [
    sh:prefixes e:shapes ; sh:message "{?n} things are called {?value}"@en, "{?n} dolog neve {?value}"@hu ;
    sh:select '''SELECT $this ?value (COUNT(?other) AS ?n) WHERE { $this e:name ?value . ?other e:name ?value }
        GROUP BY $this ?value HAVING (COUNT(?other) > 1)''' ] .
"""
LINES = (
    "<http://e/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/Thing> .",
    "<http://e/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/Thing> .",
    '<http://e/1> <http://e/number> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    '<http://e/1> <http://e/number> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    '<http://e/2> <http://e/number> "two \\"lines\\"\\nlong"@en .',
    '<http://e/1> <http://e/code> "a" .',
    '<http://e/2> <http://e/code> "c" .',
    '<http://e/1> <http://e/name> "same" .',
    '<http://e/2> <http://e/name> "same" .',
)


def shapes(folder: Path, text: str = SHAPES) -> Graph:
    """The shapes graph of a text, read from a file."""
    path = folder / "shapes.ttl"
    path.write_text(text, encoding="utf-8")
    return read_shapes([path])


def data(folder: Path, lines: tuple[str, ...] = LINES) -> Graph:
    """The data graph of some lines of N-Triples, read from a file."""
    path = folder / "data.nt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_data([path])
