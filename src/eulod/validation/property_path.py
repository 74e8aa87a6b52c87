"""SHACL property paths, written as SPARQL writes them and back as SHACL does.

Source: https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

import re
from types import MappingProxyType

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

_SUFFIXES = MappingProxyType({SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"})
_TERMS = MappingProxyType({"*": "sh:zeroOrMorePath", "+": "sh:oneOrMorePath", "?": "sh:zeroOrOnePath"})
_TOKEN = re.compile(r"<[^>]*>|[\^/|()*+?]")


def path_text(graph: Graph, node: Node) -> str:
    """The SPARQL text of the path at a node of a shapes graph, IRIs in full.

    >>> path_text(Graph(), URIRef("http://e/p"))
    '<http://e/p>'
    """
    if isinstance(node, URIRef):
        return f"<{node}>"
    if (node, RDF.first, None) in graph:
        return f"({'/'.join(path_text(graph, step) for step in graph.items(node))})"
    if (inverse := graph.value(node, SH.inversePath)) is not None:
        return f"^{path_text(graph, inverse)}"
    for predicate, suffix in _SUFFIXES.items():
        if (inner := graph.value(node, predicate)) is not None:
            return f"{path_text(graph, inner)}{suffix}"
    alternative = graph.value(node, SH.alternativePath) or RDF.nil
    return f"({'|'.join(path_text(graph, step) for step in graph.items(alternative))})"


def path_turtle(text: str) -> str:
    """The Turtle of a path that `path_text` wrote; only a predicate path has no blank node, as SHACL demands.

    >>> path_turtle("(^<http://e/p>/<http://e/q>*)")
    '( [ sh:inversePath <http://e/p> ] [ sh:zeroOrMorePath <http://e/q> ] )'
    """
    return _Reader(_TOKEN.findall(text)).path()


class _Reader:
    """Reads tokens from the left; a path is a prefix mark, an IRI or a group, and suffix marks."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens[::-1]

    def path(self) -> str:
        token = self.tokens.pop()
        if token == "^":
            return f"[ sh:inversePath {self.path()} ]"
        written = self._group() if token == "(" else token
        while self.tokens and self.tokens[-1] in _TERMS:
            written = f"[ {_TERMS[self.tokens.pop()]} {written} ]"
        return written

    def _group(self) -> str:
        steps, mark = [self.path()], "/"
        while (token := self.tokens.pop()) != ")":
            mark = token
            steps.append(self.path())
        together = f"( {' '.join(steps)} )"
        return together if mark == "/" else f"[ sh:alternativePath {together} ]"
