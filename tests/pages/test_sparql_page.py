"""The SPARQL page against a running endpoint: from example to chart to download, errors with their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import watched
from tests.serving.conftest import live as live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.serving.live import Live

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
COUNTRIES = re.compile("Which pairs of countries")
PAYLOAD = """SELECT ?a ?b ?n { VALUES (?a ?b ?n) {
  ("<script>alert(1)</script>" <javascript:alert(1)> 1) ("=1+1\u202e" <http://x.test/onclick> 2) } }"""


def ask(page: Page, query: str) -> None:
    page.get_by_label("Query").fill(query)
    page.get_by_role("button", name="Ask").click()


def test_from_example_to_chart_to_download(chromium: Browser, live: Live) -> None:
    with watched(chromium, live.address) as seen:
        page = seen.page
        page.goto(f"{live.address}/en/sparql")
        page.get_by_role("link", name=COUNTRIES).click()
        page.wait_for_selector("#answer svg")
        rows = page.locator("#answer tbody tr").count()
        assert page.locator("#answer rect.s1").count() == rows > 10
        assert page.get_by_role("heading", name=f"{rows} rows").is_visible()
        for name, begins in (("CSV", b"\xef\xbb\xbffirst,second,projects"), ("XLSX", b"PK")):
            with page.expect_download() as waiting:
                page.get_by_role("button", name=name).click()
            assert waiting.value.path().read_bytes().startswith(begins)


def test_the_address_is_a_lasting_link(chromium: Browser, live: Live) -> None:
    query = "SELECT ?s { ?s a eulod:Programme } ORDER BY ?s LIMIT 3"
    with watched(chromium, live.address) as seen:
        seen.page.goto(f"{live.address}/hu/sparql")
        seen.page.locator("#query").fill(query)
        seen.page.keyboard.press("Control+Enter")
        seen.page.wait_for_selector("#answer tbody")
        assert parse_qs(urlsplit(seen.page.url).query)["query"] == [query]
        seen.page.reload()
        seen.page.wait_for_selector("#answer tbody")
        assert seen.page.locator("#answer tbody tr").count() == 3
        seen.page.locator("#answer tbody a").first.click()
        assert "/hu/doc/programme/" in seen.page.url


def test_an_error_is_told_and_its_place_marked(chromium: Browser, live: Live) -> None:
    page = chromium.new_page()
    page.goto(f"{live.address}/en/sparql")
    ask(page, "SELECT ?s WHERE {\n  ?s a nothing:Known .\n}")
    page.wait_for_selector("#answer .error")
    assert "Q001" in page.locator("#answer").inner_text()
    place = re.search(r":(\d+):(\d+): ", page.locator("#answer").inner_text())
    assert place is not None
    start = page.evaluate("document.activeElement.selectionStart")
    before = page.locator("#query").input_value()[:start]
    assert (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1) == (int(place[1]), int(place[2]))
    page.close()


def test_dates_become_a_line_and_counts_can_be_chosen(chromium: Browser, live: Live) -> None:
    with watched(chromium, live.address) as seen:
        page = seen.page
        page.goto(f"{live.address}/en/sparql")
        ask(
            page,
            "SELECT ?day (COUNT(?s) AS ?n) { ?s dcat:startDate ?day FILTER(DATATYPE(?day) = xsd:date) } GROUP BY ?day",
        )
        page.wait_for_selector("#answer svg")
        assert page.locator("#answer circle.mark").count() == page.locator("#answer tbody tr").count()
        page.get_by_label("Chart of").select_option("")
        assert page.locator("#answer svg > title").inner_html() == "number of rows"


def test_graphs_and_yes_or_no_are_shown(chromium: Browser, live: Live) -> None:
    with watched(chromium, live.address) as seen:
        page = seen.page
        page.goto(f"{live.address}/fr/sparql")
        page.locator("#query").fill("ASK { ?s a eulod:Project }")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#answer p.lead")
        assert page.locator("#answer").inner_text() == "oui"
        page.locator("#query").fill("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 2")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#answer pre")
        assert "@prefix" in page.locator("#answer").inner_text()


def test_payloads_in_answers_are_inert(chromium: Browser, live: Live) -> None:
    with watched(chromium, live.address) as seen:
        page = seen.page
        page.on("dialog", lambda dialog: seen.problems.append(dialog.message))
        page.goto(f"{live.address}/en/sparql")
        ask(page, PAYLOAD)
        page.wait_for_selector("#answer tbody")
        assert page.locator("#answer script").count() == 0
        assert "<script>alert(1)</script>" in page.locator("#answer tbody").inner_text()
        assert "\u202e" not in page.locator("#answer tbody").inner_text()
        assert page.locator("#answer a[href^=javascript]").count() == 0


def test_the_form_works_without_scripts(chromium: Browser, live: Live) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live.address}/en/sparql?question=6")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    assert waiting.value.path().read_bytes().startswith(b"\xef\xbb\xbffirst,second,projects")
    context.close()
