"""A small canonical graph and its counts for the tests of the dataset description."""

from __future__ import annotations

from eulod.engines.duckdb import DuckDBEngine
from eulod.publication.dataset_counts import DatasetCounts, count_dataset

BASE = "https://data.example.org/"
EU = "http://publications.europa.eu/resource/authority/"
NS = "https://w3id.org/eulod/ns#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DAY = "^^<http://www.w3.org/2001/XMLSchema#date>"


def iri(*parts: str) -> str:
    return f"<{''.join(parts)}>"


CANONICAL = [
    (iri(BASE, "id/project/x/b"), iri(TYPE), iri(NS, "Project")),
    (iri(BASE, "id/project/x/b"), iri(NS, "earliestStart"), f'"2009-04-01"{DAY}'),
    (iri(BASE, "id/project/x/b"), iri(NS, "latestEnd"), f'"2012-03-31"{DAY}'),
    (iri(BASE, "id/project/x/b"), iri(NS, "partnerCountry"), iri(EU, "country/HUN")),
    (iri(BASE, "id/project/x/b"), iri(NS, "partnerCountry"), iri(EU, "country/FRA")),
    (iri(BASE, "id/project/x/a"), iri(TYPE), iri(NS, "Project")),
    (iri(BASE, "id/project/x/a"), iri(NS, "earliestStart"), f'"2011-01-01"{DAY}'),
    (iri(BASE, "id/project/x/a"), iri("http://xmlns.com/foaf/0.1/page"), iri("https://keep.eu/projects/5/")),
    (iri(BASE, "id/participation/x/a/y"), iri(TYPE), iri(NS, "Participation")),
    (iri(BASE, "id/participation/x/a/y"), iri(NS, "country"), iri(EU, "country/HUN")),
    (iri(BASE, "id/participation/x/a/y"), iri(NS, "nutsRegion"), iri("http://data.europa.eu/nuts/code/HU110")),
    (iri(BASE, "id/participation/x/a/y"), iri("https://other.example/p"), '"not a country/HUN"'),
    (
        iri("https://w3id.org/eulod/code/role/lead-partner"),
        iri(TYPE),
        iri("http://www.w3.org/2004/02/skos/core#Concept"),
    ),
]


def count(rows: list[tuple[str, str, str]] | None = None) -> DatasetCounts:
    engine = DuckDBEngine()
    try:
        columns = zip(*(CANONICAL if rows is None else rows), strict=True)
        table = engine.from_columns(dict(zip(("subject", "predicate", "object"), columns, strict=True)))
        return count_dataset(engine, table, base=BASE)
    finally:
        engine.close()
