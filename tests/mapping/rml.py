"""Small RML documents to read and to run."""

from __future__ import annotations

CORE = "@prefix rml: <http://w3id.org/rml/> .\n"
OLDER = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""
COMMON = """@prefix ex: <https://example.org/> .
@prefix fn: <https://w3id.org/eulod/fn#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SOURCE = """<#Row> a rml:TriplesMap ;
  rml:logicalSource [ rml:source [ rml:path "rows.csv" ] ; rml:referenceFormulation rml:CSV ] ;
"""


def document(body: str, *, source: str = SOURCE) -> str:
    """A document of today's vocabulary with one triples map, from line 5 on; `body` begins on line 7."""
    return f"{CORE}{COMMON}{source}{body}"
