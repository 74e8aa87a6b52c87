"""The formats of answers by the short names that `eulod` uses, and their media types.

Sources: https://www.w3.org/TR/sparql11-protocol/#query-success https://www.iana.org/assignments/media-types/
"""

from __future__ import annotations

from types import MappingProxyType

# In the order of the server's preference.
ROW_TYPES = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
        "csv-guarded": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
GRAPH_TYPES = MappingProxyType(
    {
        "ttl": "text/turtle; charset=utf-8",
        "nt": "application/n-triples",
        "jsonld": "application/ld+json",
        "rdf": "application/rdf+xml",
    }
)
# What an Accept header may say for each format; the guarded CSV is asked for by its name only.
ACCEPTED_ROWS = MappingProxyType(
    {
        "application/sparql-results+json": "json",
        "application/json": "json",
        "application/sparql-results+xml": "xml",
        "application/xml": "xml",
        "text/xml": "xml",
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
        ROW_TYPES["xlsx"]: "xlsx",
    }
)
ACCEPTED_GRAPHS = MappingProxyType(
    {
        "text/turtle": "ttl",
        "application/x-turtle": "ttl",
        "application/n-triples": "nt",
        "text/plain": "nt",
        "application/ld+json": "jsonld",
        "application/json": "jsonld",
        "application/rdf+xml": "rdf",
        "application/xml": "rdf",
        "text/xml": "rdf",
    }
)
