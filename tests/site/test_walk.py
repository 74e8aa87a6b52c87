"""A static site as its reader uses it, from a plain file server and from a disk: search, facets, sources, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import file_server, watched
from tests.pages.test_html import errors_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]
PHONE = 360
READY = "html[data-search=ready]"
OWN = ("index", "search", "sparql", "questions/06", "questions/05", "ontology", "report", "downloads", "sources")


@pytest.fixture(params=["file server", "disk"], scope="session")
def home(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The address of the site, with a slash at its end."""
    if request.param == "disk":
        yield f"{site.as_uri()}/"
        return
    with file_server(site) as address:
        yield address


def test_from_search_to_facet_to_project_to_source(chromium: Browser, home: str) -> None:
    with watched(chromium, home) as seen:
        page = seen.page
        page.goto(f"{home}en/index.html")
        page.get_by_role("searchbox").fill("cluster")
        page.get_by_role("button", name="Search").click()
        page.wait_for_selector(READY)
        before = count(page)
        page.get_by_role("group", name="Country").get_by_label("Hungary").check()
        page.get_by_role("button", name="Apply").click()
        page.wait_for_selector(READY)
        assert 0 < count(page) < before
        page.get_by_role("link", name=re.compile("CLUSNET")).first.click()
        assert "CLUSNET" in page.get_by_role("heading", level=1).inner_text()
        source = page.locator("details.source").first
        source.locator("summary").click()
        assert source.get_by_text("records/clusnet.yaml").first.is_visible()


def test_a_search_finds_what_the_servers_search_finds(chromium: Browser, home: str) -> None:
    with watched(chromium, home) as seen:
        page = seen.page
        for asked, first, found in (
            ("q=varosok", "Városok", 1),
            ("q=CLUSN", "CLUSNET", 1),
            ("q=nothing-of-this-name", "", 0),
            ("kind=programme&period=https://w3id.org/eulod/id/programming-period/2007-2013", "", 2),
        ):
            page.goto(f"{home}en/search.html?{asked}")
            page.wait_for_selector(READY)
            assert count(page) >= found
            assert bool(count(page)) is bool(found)
            assert first in page.locator("section.results").inner_text()


def test_results_come_in_pages(chromium: Browser, home: str) -> None:
    with watched(chromium, home) as seen:
        page = seen.page
        page.goto(f"{home}hu/search.html")
        page.wait_for_selector(READY)
        first = page.locator("ol.results h3").all_inner_texts()
        page.locator("nav.pager a[rel=next]").click()
        page.wait_for_selector(READY)
        second = page.locator("ol.results h3 a").all_inner_texts()
        assert len(first) == len(second) == 20
        assert "page=2" in page.url
        hrefs = [link.get_attribute("href") for link in page.locator("ol.results h3 a").all()]
        assert len(set(hrefs)) == 20


def test_from_question_to_chart_to_download(chromium: Browser, home: str) -> None:
    with watched(chromium, home) as seen:
        page = seen.page
        page.goto(f"{home}en/sparql.html")
        page.get_by_role("link", name="Which pairs of countries meet").click()
        assert page.locator("figure svg rect.s1").count() == page.locator("main table").last.locator("tbody tr").count()
        for name, begins in (("CSV", b"\xef\xbb\xbffirst,second,projects"), ("XLSX", b"PK")):
            with page.expect_download() as waiting:
                page.get_by_role("link", name=name, exact=True).click()
            assert waiting.value.path().read_bytes().startswith(begins)
        page.get_by_role("link", name="JSON", exact=True).evaluate("link => link.removeAttribute('download')")
        page.get_by_role("link", name="JSON", exact=True).click()  # from a disk, the browser shows it in any case
        assert page.locator("body").inner_text().startswith('{"head"')


def test_the_language_changes_and_the_page_stays(chromium: Browser, home: str) -> None:
    with watched(chromium, home) as seen:
        page = seen.page
        page.goto(f"{home}en/search.html?q=budapest")
        page.wait_for_selector(READY)
        page.get_by_role("link", name="français").click()
        page.wait_for_selector(READY)
        assert page.locator("html").get_attribute("lang") == "fr"
        assert page.get_by_role("searchbox").input_value() == "budapest"
        page.locator("ol.results a").first.click()
        page.get_by_role("link", name="magyar").click()
        assert "/hu/doc/" in page.url
        assert page.locator("html").get_attribute("lang") == "hu"


def test_the_first_file_leads_to_the_readers_language(chromium: Browser, home: str) -> None:
    with watched(chromium, home) as seen:
        seen.page.goto(f"{home}index.html")
        seen.page.wait_for_url("**/en/index.html")


@pytest.mark.parametrize("path", OWN)
def test_pages_fit_a_phone(path: str, chromium: Browser, home: str) -> None:
    with watched(chromium, home, width=PHONE) as seen:
        seen.page.goto(f"{home}fr/{path}.html")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index", "search", "sparql", "questions/06", "questions/05"])
def test_axe_finds_nothing(path: str, scheme: str, chromium: Browser, site: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with file_server(site) as home, watched(chromium, home, color_scheme=scheme) as seen:
        seen.page.goto(f"{home}hu/{path}.html")
        found = Axe().run(seen.page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []


def test_pages_are_valid_html(site: Path) -> None:
    some = ("index", "search", "sparql", "questions/05", "questions/06", "doc/project/interreg-ivc-2007-2013/clusnet")
    assert errors_of([site / "en" / f"{path}.html" for path in some] + [site / "404.html", site / "index.html"]) == []


def test_without_scripts_the_first_results_are_there(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/en/search.html")
    assert page.locator("ol.results > li").count() == 20
    assert "JavaScript" in page.locator("noscript").inner_text()
    context.close()


def count(page: Page) -> int:
    """How many results the page says there are."""
    return int(re.sub(r"\D", "", page.locator("#results").inner_text()) or "0")
