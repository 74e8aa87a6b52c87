"""Property paths: from a shapes graph to SPARQL's text, and back to what SHACL reads."""

from __future__ import annotations

import pytest
from rdflib import SH, Graph
from rdflib.compare import isomorphic
from rdflib.namespace import Namespace

from eulod.validation.property_path import path_text, path_turtle

E = Namespace("http://e/")
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> . e:shape sh:path "
PATHS = {
    "e:p": "<http://e/p>",
    "[ sh:inversePath e:p ]": "^<http://e/p>",
    "( e:p e:q )": "(<http://e/p>/<http://e/q>)",
    "[ sh:alternativePath ( e:p e:q e:r ) ]": "(<http://e/p>|<http://e/q>|<http://e/r>)",
    "[ sh:zeroOrMorePath e:p ]": "<http://e/p>*",
    "[ sh:oneOrMorePath ( e:p [ sh:zeroOrOnePath e:q ] ) ]": "(<http://e/p>/<http://e/q>?)+",
    "[ sh:inversePath [ sh:alternativePath ( e:p ( e:q [ sh:inversePath e:r ] ) ) ] ]": (
        "^(<http://e/p>|(<http://e/q>/^<http://e/r>))"
    ),
}


@pytest.mark.parametrize(("turtle", "text"), PATHS.items())
def test_a_path_goes_to_text_and_back(turtle: str, text: str) -> None:
    shape = Graph().parse(data=f"{HEAD}{turtle} .", format="turtle")
    path = shape.value(E.shape, SH.path)
    assert path is not None
    assert path_text(shape, path) == text
    assert isomorphic(Graph().parse(data=f"{HEAD}{path_turtle(text)} .", format="turtle"), shape)
