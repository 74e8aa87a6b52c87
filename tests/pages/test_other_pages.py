"""The pages of vocabulary, report and downloads: all that a release says is on them, in the reader's language."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from starlette.applications import Starlette

from eulod.browsing.dataset import Browsing
from eulod.browsing.findings import read_findings
from eulod.browsing.vocabulary import read_vocabulary
from eulod.pages.links import ServerLinks
from eulod.pages.reader import Reader
from eulod.pages.report_page import report_page
from tests.pages.asking import Elements, get

LANGUAGES = ("en", "hu", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_has_every_term_concept_and_shape(language: str, app: Starlette, browsing: Browsing) -> None:
    page = Elements(get(app, f"/{language}/ontology").text)
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    vocabulary = read_vocabulary(browsing.release)
    assert len([term for term in vocabulary.terms if term.kind == "class"]) == 12
    assert len([term for term in vocabulary.terms if term.kind != "class"]) == 41
    assert {term.iri.rpartition("#")[2] for term in vocabulary.terms} <= ids
    assert {f"shape-{shape.id}" for shape in vocabulary.shapes} <= ids
    concepts = [concept for scheme in vocabulary.schemes for concept in scheme.concepts]
    named = [term.labels for term in vocabulary.terms] + [concept.labels for concept in concepts]
    for label in (label for labels in named for label in labels):
        assert label.text in page.text, label


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_counts_every_finding_and_leads_to_its_case(language: str, app: Starlette) -> None:
    page = Elements(get(app, f"/{language}/report").text)
    leads = {attributes.get("href", "") for attributes in page.all("a")}
    assert any(lead.startswith(f"/{language}/doc/participation/cordis/") for lead in leads)
    assert "mappings/cordis-horizon/sample/organization.csv" in page.text
    assert {"#warning-Q08", "#info-Q04"} <= leads


def test_a_report_of_100_000_findings_is_short_and_takes_little_memory(browsing: Browsing, tmp_path: Path) -> None:
    report = json.loads((browsing.release / "report.json").read_bytes())
    one = json.dumps(next(finding for finding in report["findings"] if finding["code"] == "Q08"))
    head = json.dumps({"conforms": False, "counts": {"violation": 0, "warning": 100_000, "info": 0}})[:-1]
    shape = json.dumps({"severity": "warning", "code": "Q08", "shape": json.loads(one)["shape"], "count": 100_000})
    with (tmp_path / "report.json").open("w", encoding="utf-8") as stream:
        stream.write(f'{head},\n "shapes": [\n  {shape}\n ],\n "findings": [\n')
        stream.writelines(f"  {one},\n" for _ in range(99_999))
        stream.write(f"  {one}\n ]\n}}\n")
    tracemalloc.start()
    found = read_findings(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    reader = Reader("en", ServerLinks(browsing.base, "en"))
    page = report_page(browsing, reader, found, read_vocabulary(browsing.release))
    assert "100,000 findings" in page
    assert "99,975 more are in the report" in page
    assert len(page) < 60_000
    assert peak < 2_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_downloads_list_every_file_with_its_checksum(language: str, app: Starlette, browsing: Browsing) -> None:
    page = Elements(get(app, f"/{language}/downloads").text)
    leads = {attributes.get("href", "") for attributes in page.all("a")}
    for output in browsing.manifest["outputs"]:
        assert f"/release/{output['path']}" in leads
        assert output["sha256"] in page.text
    for source in browsing.manifest["inputs"]:
        assert source["title"] in page.text
        assert source["attribution"] in page.text


def test_a_release_without_vocabulary_and_report_says_so(browsing: Browsing, tmp_path: Path) -> None:
    vocabulary = read_vocabulary(tmp_path)
    assert (vocabulary.iri, vocabulary.terms, vocabulary.shapes) == ("", (), ())
    assert read_findings(tmp_path) is None
    reader = Reader("en", ServerLinks(browsing.base, "en"))
    assert "carries no validation report" in report_page(browsing, reader, None, vocabulary)
