"""Validation: pySHACL's own results, chosen messages, and data that cannot change the verdict."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

from eulod.errors import ShapesNotRunnable
from eulod.validation.data_graph import read_data
from eulod.validation.property_path import path_text
from eulod.validation.report import Report, Severity
from eulod.validation.shapes_graph import read_shapes
from eulod.validation.term_text import term_text
from eulod.validation.validate import validate
from tests.shared import ROOT, shared
from tests.validation.graphs import LINES, SHAPES, data, shapes

Row = tuple[str, ...]


def rows_of_pyshacl(data: Graph, shapes: Graph) -> Counter[Row]:
    """The results that pySHACL gives when called as its own documentation says."""
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    return Counter(rows(results))


def rows(results: Graph) -> Iterable[Row]:
    """The results of a W3C report graph."""
    for result in results.objects(None, SH.result):
        path = results.value(result, SH.resultPath)
        terms = (SH.focusNode, SH.value, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity)
        found = [term_text(results.value(result, term)) for term in terms]
        yield (*found[:2], "" if path is None else path_text(results, path), *found[2:])


def rows_of_ours(report: Report) -> Counter[Row]:
    """The same of our report."""
    severities = {Severity.VIOLATION: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}
    return Counter(
        (f.focus_node, f.value, f.result_path, f.shape, f.constraint_component, f"<{severities[f.severity]}>")
        for f in report.findings
    )


def test_the_results_are_those_of_pyshacl(tmp_path: Path) -> None:
    checked, against = data(tmp_path), shapes(tmp_path)
    ours = rows_of_ours(validate(checked, against))
    assert ours == rows_of_pyshacl(checked, against)
    assert sum(ours.values()) == 7


def test_the_results_on_seeded_defects_are_those_of_pyshacl(tmp_path: Path) -> None:
    program, made = shared("bench/shacl_data.py"), tmp_path / "made.nt"
    subprocess.run([sys.executable, str(program), "3000", str(made), "--rate", "0.05"], check=True, cwd=tmp_path)
    checked, against = read_data([made]), read_shapes([shared("bench/shacl_shapes.ttl")])
    ours = rows_of_ours(validate(checked, against))
    assert ours == rows_of_pyshacl(checked, against)
    assert sum(ours.values()) >= 20


def test_both_graphs_stay_as_they_are(tmp_path: Path) -> None:
    checked, against = data(tmp_path), shapes(tmp_path)
    before = set(checked), set(against)
    validate(checked, against, ontology=shapes(tmp_path))
    assert (set(checked), set(against)) == before


def test_lexical_forms_are_kept(tmp_path: Path) -> None:
    assert {"01", "1"} <= {str(found) for found in data(tmp_path).objects(URIRef("http://e/1"))}


@pytest.mark.parametrize(
    ("language", "messages"),
    [
        ("en", {"one number", "no part", "unknown code", "2 things are called same"}),
        ("hu", {"egy szám", "no part", "unknown code", "2 dolog neve same"}),
        ("fr", {"one number", "no part", "unknown code", "2 things are called same"}),
    ],
)
def test_the_message_is_in_the_language_or_english(tmp_path: Path, language: str, messages: set[str]) -> None:
    report = validate(data(tmp_path), shapes(tmp_path), language=language)
    assert {finding.message for finding in report.findings} == messages


def test_a_shape_without_a_message_gets_one_that_never_varies(tmp_path: Path) -> None:
    found = validate(data(tmp_path), shapes(tmp_path, SHAPES.replace('sh:message "unknown code"', "sh:order 1")))
    assert "sh:InConstraintComponent is not met" in {finding.message for finding in found.findings}


def test_a_finding_carries_the_identifier_of_its_shape(tmp_path: Path) -> None:
    assert {finding.code for finding in validate(data(tmp_path), shapes(tmp_path)).findings} == {"S2", "S3", "", "S5"}


def test_shapes_in_the_data_change_nothing(tmp_path: Path) -> None:
    against = shapes(tmp_path)
    honest = validate(data(tmp_path), against)
    switches = [f"<http://e/S{number}> <{SH.deactivated}> true ." for number in range(1, 6)]
    hostile = tmp_path / "hostile.ttl"
    hostile.write_text(SHAPES.replace("one number", "fooled") + "\n".join((*LINES, *switches)), encoding="utf-8")
    assert validate(read_data([hostile]), against) == honest


def test_the_ontology_adds_subclasses_and_concepts_but_no_focus_nodes(tmp_path: Path) -> None:
    ontology = Graph()
    below, thing = URIRef("http://e/Below"), URIRef("http://e/Thing")
    ontology.add((below, RDFS.subClassOf, thing))
    ontology.add((URIRef("http://e/c"), SKOS.inScheme, URIRef("http://e/scheme")))
    ontology.add((URIRef("http://e/example"), RDF.type, thing))
    ontology.add((below, URIRef("http://e/code"), Literal("unknown")))
    checked = data(tmp_path, (f"<http://e/3> <{RDF.type}> <{below}> .", '<http://e/3> <http://e/code> "c" .'))
    assert not validate(checked, shapes(tmp_path)).findings
    found = validate(checked, shapes(tmp_path), ontology=ontology).findings
    assert {finding.focus_node for finding in found} == {"<http://e/3>"}


def test_a_shape_that_cannot_run_is_an_error(tmp_path: Path) -> None:
    text = SHAPES.replace("SELECT $this", "VALUES ?x { 1 } SELECT $this")
    with pytest.raises(ShapesNotRunnable, match="VALUES"):
        validate(data(tmp_path), shapes(tmp_path, text))


def test_queries_are_parsed_once(tmp_path: Path) -> None:
    things = [f"<http://e/{n}> <{RDF.type}> <http://e/Thing> ." for n in range(60)]
    checked, against = data(tmp_path, tuple(things)), shapes(tmp_path)
    ours = cpu(lambda: validate(checked, against))
    assert ours < cpu(lambda: rows_of_pyshacl(checked, against))


def cpu(work: object) -> float:
    """CPU seconds that a call takes."""
    assert callable(work)
    start = time.process_time()
    work()
    return time.process_time() - start


def test_blank_nodes_of_the_data_are_named_alike_in_two_runs(tmp_path: Path) -> None:
    text = "[] a <http://e/Thing> ; <http://e/code> 'x' ."
    path = tmp_path / "blank.ttl"
    path.write_text(text, encoding="utf-8")
    first, second = (validate(read_data([path]), shapes(tmp_path)) for _ in range(2))
    assert first == second
    assert "_:d1b1" in {finding.focus_node for finding in first.findings}


def test_the_projects_own_shapes_run(tmp_path: Path) -> None:
    against = read_shapes(sorted((ROOT / "shapes").glob("*.ttl")))
    project = f"<http://e/p> <{RDF.type}> <https://w3id.org/eulod/ns#Project> ."
    found = validate(data(tmp_path, (project,)), against).findings
    assert {"P01", "P03", "P10"} <= {finding.code for finding in found}
