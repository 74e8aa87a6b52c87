"""What is withdrawn or no longer used: 410 with what stands in for it; terms of vocabularies keep their page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.applications import Starlette

from eulod.browsing.dataset import open_dataset
from tests.pages.asking import Elements, application, get

BASE = "https://w3id.org/eulod/"
NEW = f"{BASE}id/project/interreg-ivc-2007-2013/clusnet"
TERM = f"{BASE}code/theme/innovation-capacity"
DEPRECATED = '<http://www.w3.org/2002/07/owl#deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
LINES = (
    f"<{BASE}id/project/old/moved> {DEPRECATED} <{BASE}id/graph/links> .",
    f"<{BASE}id/project/old/moved> <http://purl.org/dc/terms/isReplacedBy> <{NEW}> <{BASE}id/graph/links> .",
    f"<{BASE}id/project/old/gone> {DEPRECATED} <{BASE}id/graph/links> .",
    f"<{TERM}> {DEPRECATED} <{BASE}id/graph/links> .",
)


@pytest.fixture(scope="module")
def with_withdrawn(records_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The records, with two projects and a concept that are no longer used."""
    folder = tmp_path_factory.mktemp("withdrawn") / "release"
    shutil.copytree(records_release, folder)
    with (folder / "data.nq").open("a", encoding="utf-8") as dump:
        dump.writelines(f"{line}\n" for line in LINES)
    return application(open_dataset(folder, folder.parent / "built"))


def test_a_withdrawn_project_leads_to_what_replaced_it(with_withdrawn: Starlette) -> None:
    answer = get(with_withdrawn, "/hu/doc/project/old/moved.html")
    page = Elements(answer.text)
    assert answer.status_code == 410
    assert "/hu/doc/project/interreg-ivc-2007-2013/clusnet.html" in [one.get("href") for one in page.all("a")]
    assert "Városok és Klaszterek" in page.text


def test_a_withdrawn_project_that_nothing_replaced_is_gone(with_withdrawn: Starlette) -> None:
    answer = get(with_withdrawn, "/en/doc/project/old/gone.html")
    assert answer.status_code == 410
    assert "Withdrawn" in answer.text


def test_a_term_that_is_no_longer_used_keeps_its_page(with_withdrawn: Starlette) -> None:
    answer = get(with_withdrawn, f"/en/resource?iri={TERM}")
    assert answer.status_code == 200
    assert "This is no longer used." in answer.text
