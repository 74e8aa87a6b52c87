"""The data graph: RDF documents read into one rdflib graph in memory.

rdflib's own memory store is used because pySHACL over a pyoxigraph store judges `sh:in` on plain strings wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from eulod.rdf_document import read_quads

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def read_data(paths: Sequence[str | Path], *, stated: str | None = None) -> Graph:
    """Read RDF documents into one graph; named graphs are merged, `-` is standard input in the `stated` format.

    Statements are added in sorted order, so that nothing downstream depends on the order of the files or of their
    lines.
    Raises RdfError subclasses that name file, line and character.
    """
    labelled = enumerate(paths, start=1)
    quads = [quad for number, path in labelled for quad in read_quads(path, stated=stated, label=f"d{number}b")]
    return graph_of(quads)


def graph_of(quads: Iterable[ox.Quad]) -> Graph:
    """The distinct triples of some quads as an rdflib graph, lexical forms kept, no prefix bound."""
    terms = _Terms()
    graph = Graph(bind_namespaces="none")
    for _, quad in sorted({f"{quad.subject} {quad.predicate} {quad.object}": quad for quad in quads}.items()):
        graph.add((terms[quad.subject], terms[quad.predicate], terms[quad.object]))
    return graph


class _Terms(dict[object, Node]):
    """pyoxigraph's terms as rdflib's, each made once."""

    def __missing__(self, term: object) -> Node:
        made = self[term] = rdflib_term(term)
        return made


def rdflib_term(term: object) -> Node:
    """A term of pyoxigraph as one of rdflib, its lexical form kept."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == _STRING else URIRef(term.datatype.value)
    return Literal(term.value, datatype=datatype, normalize=False)
