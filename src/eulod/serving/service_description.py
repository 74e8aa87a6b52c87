"""What the endpoint says of itself.

Source: https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pyoxigraph as ox

from eulod.query.answering import graph_bytes
from eulod.query.media_types import ACCEPTED_GRAPHS, GRAPH_TYPES
from eulod.serving.negotiation import preferred
from eulod.serving.replies import Reply, matches, not_modified, problem
from eulod.serving.requests import Request

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_MOST_GRAPHS = 1000
_NAMES = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


@dataclass(frozen=True, slots=True)
class ServiceDescription:
    """The graphs of the data, and the path of the endpoint with the prefix of a proxy."""

    path: str
    graphs: tuple[str, ...]
    id: str

    def reply(self, request: Request) -> Reply:
        """The description in the format that the request likes best."""
        form = preferred(request.header(b"accept"), ACCEPTED_GRAPHS, default="ttl") or (
            "ttl" if "html" in (request.header(b"accept") or "") else ""
        )
        if not form:
            offered = ", ".join(sorted(set(ACCEPTED_GRAPHS)))
            return problem(406, f"the description is RDF\n  help: accept one of: {offered}", (b"vary", b"Accept"))
        endpoint = request.origin + self.path
        tag = f'"{hashlib.sha256(f"{self.id} {endpoint} {form}".encode()).hexdigest()[:32]}"'
        headers = (
            (b"content-type", GRAPH_TYPES[form].encode()),
            (b"vary", b"Accept"),
            (b"etag", tag.encode()),
            (b"cache-control", b"public, max-age=60"),
        )
        if matches(request.header(b"if-none-match"), tag):
            return not_modified(headers)
        return Reply(200, headers, graph_bytes(_lines(endpoint, self.graphs), form), lasting=True)


def described_graphs(store: ox.Store) -> tuple[str, ...]:
    """The first thousand of the store's graphs that have a name, sorted."""
    named = (graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    return tuple(sorted(named))[:_MOST_GRAPHS]


def _lines(endpoint: str, graphs: tuple[str, ...]) -> bytes:
    """The description as sorted lines of N-Triples; nothing in it is a blank node."""
    dataset, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    said = [
        (endpoint, f"{_RDF}type", f"{_SD}Service"),
        (endpoint, f"{_SD}endpoint", endpoint),
        (endpoint, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query"),
        *((endpoint, f"{_SD}resultFormat", _FORMATS + name) for name in _NAMES),
        (endpoint, f"{_SD}defaultDataset", dataset),
        (endpoint, f"{_SD}availableGraphs", dataset),
        (dataset, f"{_RDF}type", f"{_SD}Dataset"),
        (dataset, f"{_RDF}type", f"{_SD}GraphCollection"),
        (dataset, f"{_SD}defaultGraph", default),
        (default, f"{_RDF}type", f"{_SD}Graph"),
    ]
    for number, graph in enumerate(graphs, start=1):
        named = f"{endpoint}#graph-{number}"
        said += [
            (dataset, f"{_SD}namedGraph", named),
            (named, f"{_RDF}type", f"{_SD}NamedGraph"),
            (named, f"{_SD}name", graph),
        ]
    return b"".join(f"<{s}> <{p}> <{o}> .\n".encode() for s, p, o in sorted(said))
