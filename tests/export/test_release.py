"""A release of the repository's own data: every dump holds the same graph, and the manifest tells the truth."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph
import pyshacl
import pytest
from pyld import jsonld
from rdflib import SH, Graph

from eulod.publication.manifest import is_intact
from eulod.publication.release import current_release
from tests.serialisation.rdf_statements import read_by_pyoxigraph, read_by_rdflib
from tests.shared import shared

pytestmark = pytest.mark.slow

CANONICAL = {"data.jsonld": "json-ld", "data.nt": "nt", "data.ttl": "turtle"}
NAMED = {"data.nq": "nquads", "data.trig": "trig"}
QUAD = re.compile(r"(?P<triple>.*) (?P<graph><[^<> ]*>) \.")


def lines(file: Path) -> list[str]:
    """The lines of a dump, without their end."""
    return file.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def manifest(release: Path) -> dict[str, Any]:
    """manifest.json."""
    found: dict[str, Any] = json.loads((release / "manifest.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def canonical(samples_release: Path) -> set[str]:
    """The lines of the N-Triples."""
    return set(lines(samples_release / "data.nt"))


def test_pyoxigraph_reads_the_same_graph_from_each_dump(samples_release: Path, canonical: set[str]) -> None:
    expected = {str(quad) for quad in pyoxigraph.parse("\n".join(canonical), format=pyoxigraph.RdfFormat.N_TRIPLES)}
    assert len(expected) == len(canonical) > 4000
    for name in CANONICAL:
        format = pyoxigraph.RdfFormat.from_extension(name.rpartition(".")[2])
        assert format is not None
        assert read_by_pyoxigraph((samples_release / name).read_bytes(), format) == expected, name


def test_rdflib_reads_the_same_graph_from_each_dump(samples_release: Path, canonical: set[str]) -> None:
    triples, *others = [read_by_rdflib(samples_release / name, CANONICAL[name]) for name in CANONICAL]
    assert len(triples) == len(canonical)
    assert all(other == triples for other in others)
    quads, trig = [read_by_rdflib(samples_release / name, NAMED[name]) for name in NAMED]
    assert quads == trig
    assert len(quads) == len(lines(samples_release / "data.nq"))


def test_pyld_reads_the_same_graph_without_network(samples_release: Path, canonical: set[str]) -> None:
    document = json.loads((samples_release / "data.jsonld").read_bytes())
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    format = pyoxigraph.RdfFormat.N_QUADS
    assert read_by_pyoxigraph(quads, format) == read_by_pyoxigraph("\n".join(canonical), format)


def test_the_quads_without_graph_names_less_what_is_withheld_are_the_graph(
    samples_release: Path, canonical: set[str]
) -> None:
    found = [QUAD.fullmatch(line) for line in lines(samples_release / "data.nq")]
    triples = {f"{quad['triple']} ." for quad in found if quad}
    withheld = {f"{entry['statement']} ." for entry in manifest(samples_release)["withheld"]}
    assert all(found), "a statement is in no named graph"
    assert withheld <= triples
    assert triples - withheld == canonical


def test_lines_are_sorted_and_stand_once(samples_release: Path) -> None:
    for name in ("data.nt", "data.nq"):
        found = [line.encode() for line in lines(samples_release / name)]
        assert found == sorted(set(found)), name


def test_no_node_is_blank(samples_release: Path) -> None:
    quads = pyoxigraph.parse(path=str(samples_release / "data.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    assert not [quad for quad in quads if pyoxigraph.BlankNode in {type(quad.subject), type(quad.object)}]


def test_the_manifest_lists_every_file_as_it_is(samples_release: Path) -> None:
    listed = {entry["path"]: entry for entry in manifest(samples_release)["outputs"]}
    files = {
        path.relative_to(samples_release).as_posix(): path for path in samples_release.rglob("*") if path.is_file()
    }
    assert listed.keys() == files.keys() - {"manifest.json"}
    for name, entry in listed.items():
        content = files[name].read_bytes()
        assert (entry["size"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest()), name


def test_the_manifest_counts_statements_and_findings(samples_release: Path, canonical: set[str]) -> None:
    told = manifest(samples_release)
    counts = {entry["path"]: entry["statements"] for entry in told["outputs"] if "statements" in entry}
    quads = len(lines(samples_release / "data.nq"))
    assert counts == dict.fromkeys(CANONICAL, len(canonical)) | dict.fromkeys(NAMED, quads)
    report = json.loads((samples_release / "report.json").read_bytes())
    assert sum(found["count"] for found in told["findings"]) == len(report["findings"])


def test_the_manifest_counts_records(samples_release: Path) -> None:
    told = manifest(samples_release)
    for source in told["inputs"]:
        assert source["records"] == source["described"] + source["rejected"] > 0, source["name"]
    assert told["records"]["read"] == sum(source["records"] for source in told["inputs"])
    assert told["records"]["rejected"] == len(lines(samples_release / "rejected.csv")) - 1


def test_current_json_and_the_link_name_the_release(samples_release: Path) -> None:
    out = samples_release.parent.parent
    release = current_release(out)
    assert release is not None
    assert release.folder == samples_release
    assert is_intact(release.folder)
    assert release.id == hashlib.sha256((samples_release / "manifest.json").read_bytes()).hexdigest()[:16]
    assert (out / "current").readlink() == Path("releases", release.id)


def test_the_shipped_data_have_no_violation(samples_release: Path) -> None:
    report = json.loads((samples_release / "report.json").read_bytes())
    assert report["counts"]["violation"] == 0


def test_the_description_conforms_to_dcat_ap(samples_release: Path) -> None:
    shapes = Graph()
    for name in ("shapes.ttl", "range.ttl"):
        shapes.parse(shared("acceptance/dcat-ap") / name)
    described = Graph().parse(samples_release / "dataset.ttl")
    _, report, text = pyshacl.validate(described, shacl_graph=shapes, inference="none", do_owl_imports=False)
    assert isinstance(report, Graph)
    assert not list(report.subjects(SH.resultSeverity, SH.Violation)), text
