"""A graph that parses each query text once.

pySHACL asks the same sh:sparql query again for every focus node and rdflib parses it each time. pySHACL hands the
text to the graph that it was given, so a graph that keeps the parsed form is enough; nothing of either library is
replaced.
"""

from __future__ import annotations

from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


class PreparedQueries(Graph):
    """A view of a graph's triples, made with the same store and identifier."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(store=graph.store, identifier=graph.identifier, bind_namespaces="none")
        self._prepared: dict[str, Query] = {}

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> Result:
        """Run a query, parsing its text only the first time it is asked."""
        if isinstance(query_object, str):
            query_object = self._parsed(query_object)
        return super().query(query_object, *args, **options)

    def _parsed(self, text: str) -> Query:
        if text not in self._prepared:
            self._prepared[text] = prepareQuery(text, initNs=dict(self.namespaces()))
        return self._prepared[text]
