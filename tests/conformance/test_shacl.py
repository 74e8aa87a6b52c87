"""The W3C suite of SHACL Core through both layers.

Source: https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

import pytest
from rdflib import RDF, SH, Graph, Namespace
from rdflib.term import Node

from eulod.validation.data_graph import read_data
from eulod.validation.property_path import path_text
from eulod.validation.report import Report
from eulod.validation.set_wise import Outcome
from eulod.validation.shapes_graph import read_shapes
from eulod.validation.term_text import term_text
from eulod.validation.validate import validate
from tests.shared import shared
from tests.validation.checking import set_wise

pytestmark = pytest.mark.filterwarnings("ignore::pyshacl.errors.ShapeRecursionWarning")

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SUITE = shared("acceptance/shacl/core")
CASES = 98
WRONG = MappingProxyType(
    {"property/uniqueLang-002": 'pySHACL takes sh:uniqueLang "1"^^xsd:boolean, which is not the term true, for true'}
)
"""Cases that pySHACL gets wrong; the set-wise layer gives the same as pySHACL there."""

SEVERITIES = {str(SH.Warning): "warning", str(SH.Info): "info"}  # one of a shape's own counts as a violation

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the suite: its files and the results that it expects."""

    name: str
    data: Path
    shapes: Path
    expected: Counter[Row]


def cases() -> Iterator[Case]:
    """The cases of the suite, in the order of its manifests."""
    for file in sorted(SUITE.rglob("*.ttl")):
        graph = read_data([file])
        for case in graph.subjects(RDF.type, SHT.Validate):
            yield case_of(graph, case, file.parent.name)


def case_of(graph: Graph, case: Node, folder: str) -> Case:
    """A case as its manifest describes it."""
    action, result = graph.value(case, MF.action), graph.value(case, MF.result)
    data, shapes = (path_of(graph.value(action, kind)) for kind in (SHT.dataGraph, SHT.shapesGraph))
    return Case(f"{folder}/{str(case).rpartition('/')[2]}", data, shapes, Counter(expected(graph, result)))


def path_of(iri: Node | None) -> Path:
    """The file of an IRI."""
    return Path(unquote(str(iri).removeprefix("file://")))


def expected(graph: Graph, report: Node | None) -> Iterator[Row]:
    """The results of a report in a manifest."""
    for result in graph.objects(report, SH.result):
        path = graph.value(result, SH.resultPath)
        terms = [graph.value(result, term) for term in (SH.focusNode, SH.value, SH.sourceConstraintComponent)]
        severity = SEVERITIES.get(str(graph.value(result, SH.resultSeverity)), "violation")
        yield tuple(
            without_labels(text)
            for text in (*map(term_text, terms), severity, "" if path is None else path_text(graph, path))
        )


def without_labels(text: str) -> str:
    """A term with blank nodes taken alike."""
    return re.sub(r"^_:\w+$", "_:", text)


def rows(report: Report) -> Counter[Row]:
    """The same of our report."""
    return Counter(
        tuple(
            without_labels(text)
            for text in (one.focus_node, one.value, one.constraint_component, str(one.severity), one.result_path)
        )
        for one in report.findings
    )


@functools.cache
def checked(case: str) -> tuple[Report, Outcome, Counter[Row]]:
    """What both layers find in a case, and what it expects."""
    found = ALL[case]
    shapes = read_shapes([found.shapes])
    return validate(read_data([found.data]), shapes), set_wise([found.data], shapes), found.expected


ALL = {case.name: case for case in cases()}


def test_the_suite_is_whole() -> None:
    assert len(ALL) == CASES


@pytest.mark.parametrize("case", ALL)
def test_the_set_wise_layer_gives_the_results_of_pyshacl(case: str) -> None:
    exact, outcome, _ = checked(case)
    assert outcome.report == exact


@pytest.mark.parametrize("case", ALL)
def test_the_results_are_those_that_the_case_expects(case: str) -> None:
    _, outcome, expected = checked(case)
    assert (rows(outcome.report) == expected) == (case not in WRONG), WRONG.get(case)


def test_the_engine_judges_most_shapes() -> None:
    counted = Counter(
        "fell back" if shape.fall_backs else "compiled"
        for case in ALL
        for shape in checked(case)[1].shapes
        if shape.focus_nodes
    )
    assert counted == {"compiled": 102, "fell back": 9}
