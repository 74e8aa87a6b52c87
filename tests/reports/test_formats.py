"""Reports: a W3C report that says what the findings say, JSON, and text that stays short; the same bytes every time."""

from __future__ import annotations

import io
import itertools
import json
import random
from pathlib import Path

import pytest
from rdflib import RDF, SH, BNode, Graph

from eulod.errors import Place
from eulod.reports import WRITERS, write_report
from eulod.reports.text import write_text
from eulod.validation.data_graph import read_data
from eulod.validation.report import Finding, Report, Severity
from eulod.validation.validate import validate
from tests.validation.graphs import LINES, data, shapes
from tests.validation.test_validate import rows, rows_of_ours

UNKNOWN = Finding(
    severity=Severity.WARNING,
    code="L001",
    message="no country 'Ruritania'",
    place=Place("partners.csv", record=7, column="country"),
)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """A report of shapes, with a complex path and several severities."""
    return validate(data(tmp_path), shapes(tmp_path))


def written(report: Report, form: str) -> str:
    """A report in a format."""
    stream = io.BytesIO()
    write_report(report, stream, form=form)
    return stream.getvalue().decode()


@pytest.mark.parametrize("form", WRITERS)
def test_shuffled_data_give_the_same_bytes(tmp_path: Path, report: Report, form: str) -> None:
    lines = list(LINES)
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        again = validate(data(tmp_path, tuple(lines)), shapes(tmp_path))
        assert written(again.plus([UNKNOWN]), form) == written(report.plus([UNKNOWN]), form)


def test_the_turtle_says_what_the_findings_say(report: Report) -> None:
    graph = Graph().parse(data=written(report, "ttl"), format="turtle")
    assert sorted(rows(graph)) == sorted(rows_of_ours(report).elements())
    messages = sorted(str(message) for message in graph.objects(None, SH.resultMessage))
    assert messages == sorted(finding.message for finding in report.findings)


def test_the_turtle_has_the_properties_that_shacl_demands(report: Report) -> None:
    graph = Graph().parse(data=written(report.plus([UNKNOWN]), "ttl"), format="turtle")
    (top,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert [str(found) for found in graph.objects(top, SH.conforms)] == ["false"]
    results = set(graph.objects(top, SH.result))
    assert results == set(graph.subjects(RDF.type, SH.ValidationResult))
    for result, once in itertools.product(
        results, (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.resultMessage)
    ):
        assert len(list(graph.objects(result, once))) == 1


def test_only_paths_have_blank_nodes(report: Report) -> None:
    graph = Graph().parse(data=written(report, "ttl"), format="turtle")
    assert not {subject for subject in graph.subjects(RDF.type) if isinstance(subject, BNode)}


def test_a_result_that_occurs_twice_is_kept_twice(report: Report) -> None:
    graph = Graph().parse(data=written(report.plus(report.findings), "ttl"), format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == 2 * len(report.findings)


def test_an_empty_report_conforms() -> None:
    graph = Graph().parse(data=written(Report(), "ttl"), format="turtle")
    assert [str(found) for found in graph.objects(None, SH.conforms)] == ["true"]
    assert json.loads(written(Report(), "json"))["findings"] == []
    assert written(Report(), "text").startswith("conforms: yes\n")


def test_json_carries_everything(report: Report) -> None:
    read = json.loads(written(report.plus([UNKNOWN]), "json"))
    assert read["counts"] == {str(key): value for key, value in report.plus([UNKNOWN]).by_severity.items()}
    assert len(read["findings"]) == len(report.findings) + 1
    (linking,) = [found for found in read["findings"] if found.get("code") == "L001"]
    assert linking["place"] == {"file": "partners.csv", "record": 7, "column": "country"}
    values = [found["value"] for found in read["findings"] if "value" in found]
    assert {"type": "literal", "value": 'two "lines"\nlong', "xml:lang": "en"} in values


def test_text_counts_and_shows_where_from(report: Report) -> None:
    text = written(report.plus([UNKNOWN]), "text")
    assert "2 violations, 4 warnings, 2 infos" in text
    assert "  L001 (1): no country 'Ruritania'\n    partners.csv: record 7, column 'country'\n" in text


def test_text_shows_a_sample_of_many() -> None:
    many = Report(
        tuple(
            Finding(severity=Severity.INFO, message="m", shape="<http://e/S>", focus_node=f"<http://e/{n}>")
            for n in range(1000)
        )
    )
    stream = io.BytesIO()
    write_text(many, stream, examples=3)
    lines = stream.getvalue().decode().splitlines()
    assert lines[-1] == "    … and 997 more"
    assert len(lines) == 9


def test_text_cannot_steer_a_terminal() -> None:
    found = Finding(severity=Severity.INFO, message="a\x1b[2Jb\u202ec\nd", shape="<http://e/S>")
    assert "a [2Jb c d" in written(Report((found,)), "text")


@pytest.mark.parametrize("form", WRITERS)
def test_a_file_is_whole_or_absent(tmp_path: Path, report: Report, form: str) -> None:
    path = tmp_path / "report"
    write_report(report, path, form=form)
    assert path.read_text(encoding="utf-8") == written(report, form)
    with pytest.raises(OSError, match="missing"):
        write_report(report, tmp_path / "missing" / "report", form=form)


def test_a_failure_while_writing_leaves_the_last_report(tmp_path: Path) -> None:
    path = tmp_path / "report"
    write_report(Report(), path, form="text")
    broken = Finding(severity=Severity.INFO, message="a", shape="<http://e/S>", result_path="(<http://e/p>")
    with pytest.raises(IndexError):
        write_report(Report((broken,)), path, form="ttl")
    assert path.read_text(encoding="utf-8").startswith("conforms: yes")
    assert [found.name for found in tmp_path.iterdir()] == ["report"]


def test_reading_a_report_back_as_data_is_possible(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "report.ttl"
    write_report(report, path, form="ttl")
    assert len(read_data([path])) > len(report.findings)
