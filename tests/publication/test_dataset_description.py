from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
from pyld import jsonld
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import SH

from eulod.errors import LicenceMissing
from eulod.publication.dataset_counts import DatasetCounts
from eulod.publication.dataset_description import describe_dataset, write_description
from eulod.publication.metadata import DatasetMetadata, DumpFile
from eulod.publication.vocabulary import DCAT, DCTERMS, RDFS, VOID
from tests.publication.graph import count
from tests.publication.releases import METADATA, SOURCES
from tests.shared import shared

DUMPS = (
    DumpFile("projects.nq", 100, "0a" * 32, 13),
    DumpFile("projects.nt.gz", 90, "0b" * 32, 13),
    DumpFile("projects.ttl", 80, "0c" * 32, 13),
    DumpFile("projects.jsonld", 120, "0d" * 32, 13),
    DumpFile("projects.trig", 120, "0e" * 32, 13),
)
IRI = URIRef(METADATA.iri)
SPARSE = replace(METADATA, keywords={}, conforms_to=(), contact="mailto:data@example.org", issued="2026-11-30")


@cache
def counts() -> DatasetCounts:
    return count()


def described(metadata: DatasetMetadata = METADATA) -> Graph:
    return describe_dataset(metadata, SOURCES, DUMPS, counts())


def results(graph: Graph, *names: str) -> Counter[str]:
    shapes = Graph()
    for name in names:
        shapes.parse(shared("acceptance/dcat-ap") / name)
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", do_owl_imports=False)
    assert isinstance(report, Graph)
    return Counter(str(path) for path in report.objects(None, SH.resultPath))


@pytest.mark.parametrize("metadata", [METADATA, SPARSE], ids=["full", "sparse"])
def test_dcat_ap_has_no_violation(metadata: DatasetMetadata) -> None:
    assert results(described(metadata), "shapes.ttl", "range.ttl") == Counter()


def test_dcat_ap_would_find_one() -> None:
    graph = described()
    graph.remove((None, DCTERMS.publisher, None))
    graph.remove((None, DCAT.accessURL, None))
    assert results(graph, "shapes.ttl", "range.ttl") == {str(DCTERMS.publisher): 1, str(DCAT.accessURL): len(DUMPS)}


def test_of_the_recommendations_only_the_countries_outlines_are_missing() -> None:
    """A country stands for itself by its IRI of the EU table; its outline is not ours to publish."""
    assert results(described(), "shapes_recommended.ttl") == {str(DCAT.bbox): 2, str(DCAT.centroid): 2}


def test_every_node_of_ours_has_an_iri_below_the_dataset() -> None:
    graph = described()
    nodes = set(graph.all_nodes())
    assert not [node for node in nodes if isinstance(node, BNode)]
    ours = {str(node) for node in graph.subjects() if str(node).startswith(METADATA.base)}
    documents = {METADATA.homepage}
    assert all(iri.startswith(f"{METADATA.base}id/dataset/") for iri in ours - documents)
    assert not [iri for iri in ours - documents if "." in iri.removeprefix(METADATA.base)]


def test_counts_and_coverage_are_stated() -> None:
    graph = described()
    assert str(graph.value(IRI, VOID.triples)) == "13"
    assert len(list(graph.objects(IRI, DCAT.distribution))) == len(DUMPS)
    lists = URIRef(f"{IRI}/source/lists")
    text = str(graph.value(lists, DCTERMS.description))
    assert text.startswith(
        "Operations selected since 2021. As of 2026-10-31. Retrieved on 2026-11-18. 7 records read, 6"
    )
    assert "Not covered: No partners, no amounts per partner. Source: programme authority." in text


def test_conflicting_licences_are_said() -> None:
    label = str(described().value(URIRef(f"{IRI}/rights"), RDFS.label))
    assert "The terms of lists differ" in label


def test_dates_come_from_settings_and_sources() -> None:
    assert str(described().value(IRI, DCTERMS.modified)) == "2026-11-20"
    assert str(described().value(IRI, DCTERMS.issued)) == "2026-11-20"
    assert str(described(SPARSE).value(IRI, DCTERMS.issued)) == "2026-11-30"


def test_a_source_without_licence_is_refused() -> None:
    with pytest.raises(LicenceMissing, match="no licence is stated for: lists"):
        describe_dataset(METADATA, (SOURCES[0], replace(SOURCES[1], licence="")), DUMPS, counts())


def test_the_files_read_back_as_the_same_graph(tmp_path: Path) -> None:
    write_description(tmp_path, METADATA, SOURCES, DUMPS, counts())
    turtle = (tmp_path / "dataset.ttl").read_bytes()
    assert Graph().parse(data=turtle, format="turtle").isomorphic(described())
    assert len(set(pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE))) == len(described())
    assert b"\r" not in turtle
    assert turtle.endswith(b".\n")


def test_schema_org_expands_without_network(tmp_path: Path) -> None:
    write_description(tmp_path, METADATA, SOURCES, DUMPS, counts())
    document = json.loads((tmp_path / "dataset.jsonld").read_bytes())
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert "_:" not in quads
    graph = Graph().parse(data=quads, format="nt")
    assert str(graph.value(IRI, URIRef("https://schema.org/temporalCoverage"))) == "2009-04-01/2012-03-31"
    assert (IRI, URIRef("https://schema.org/name"), Literal("Egy város projektjei", lang="hu")) in graph
    assert len(list(graph.objects(IRI, URIRef("https://schema.org/distribution")))) == len(DUMPS)


def test_the_bytes_do_not_depend_on_hash_seed_or_order(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys\n"
        "from eulod.publication.dataset_description import write_description\n"
        "from tests.publication.test_dataset_description import DUMPS, METADATA, SOURCES, counts\n"
        "turn = int(sys.argv[2])\n"
        "write_description(pathlib.Path(sys.argv[1]), METADATA, SOURCES[::turn], DUMPS[::turn], counts())\n"
    )
    root = Path(__file__).parents[2]
    for seed, turn in (("1", "1"), ("2", "-1")):
        (tmp_path / seed).mkdir()
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
        }
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / seed), turn], check=True, env=environment, cwd=root
        )
    for name in ("dataset.ttl", "dataset.jsonld"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
