"""What a reader does, in a real browser: search, narrow down, open a project, ask for its sources, change the language.

No page writes an error to the console or asks another host for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PHONE = {"width": 375, "height": 740}
TYPES = {
    "home": "/en/",
    "search": "/hu/search?q=budapest",
    "project": "/fr/doc/project/interreg-ivc-2007-2013/clusnet.html",
    "project-with-money": "/en/doc/project/cordis/101070806.html",
    "organisation": "/hu/doc/organisation/hun/budapest-fovaros-onkormanyzata.html",
    "programme": "/en/doc/programme/interreg-ivc-2007-2013.html",
    "place": "/hu/doc/place/deu/leipzig.html",
    "concept": "/fr/resource?iri=https%3A%2F%2Fw3id.org%2Feulod%2Fcode%2Ftheme%2Fclustering-economic-cooperation",
    "document": "/en/doc/source-document/records/clusnet.html",
    "record": "/hu/doc/record/records/clusnet.html",
    "claim": "/fr/doc/claim/records/415e8bb6df0b6308.html",
    "money": "/en/doc/money/cordis/101070806/eu-contribution/cordis-horizon/101070806.html",
    "country": "/fr/resource?iri=http%3A%2F%2Fpublications.europa.eu%2Fresource%2Fauthority%2Fcountry%2FHUN",
    "sources": "/hu/sources",
    "programs": "/en/api",
    "sparql": "/fr/sparql",
    "ontology": "/en/ontology",
    "report": "/hu/report",
    "downloads": "/fr/downloads",
    "not-found": "/hu/nothing.html",
}
"""An address of each type of page."""


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test when it complains, or asks another host."""
    made = chromium.new_page()
    complaints: list[str] = []
    made.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
    yield made
    made.close()
    assert complaints == []


def test_from_a_search_to_the_source_of_a_fact(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    page.get_by_label("Search projects").fill("cluster")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("group", name="Country").get_by_label("Germany").check()
    page.get_by_role("button", name="Apply").click()
    assert page.get_by_role("heading", name="1 result").is_visible()
    page.get_by_role("link", name="CLUSNET").click()
    assert "CLUSNET" in page.get_by_role("heading", level=1).inner_text()
    row = page.get_by_role("row", name="München").first
    assert row.get_by_role("link", name="Germany").is_visible()
    title = page.locator("details.source").first
    title.locator("summary").click()
    assert title.get_by_text("records/clusnet.yaml").first.is_visible()
    assert title.get_by_text("mappings/records/mapping.yml").first.is_visible()
    title.get_by_role("link", name=re.compile("CLUSNET - Városok")).click()
    assert "Városok és Klaszterek" in page.get_by_role("heading", level=1).inner_text()


def test_a_choice_is_taken_back(page: Page, address: str) -> None:
    page.goto(f"{address}/en/search?q=cluster&kind=project")
    page.get_by_role("list", name="Chosen").get_by_role("link", name="Project").click()
    assert "kind=" not in page.url
    assert "q=cluster" in page.url


def test_the_language_changes_and_the_page_stays(page: Page, address: str) -> None:
    page.goto(f"{address}{TYPES['project']}")
    assert page.get_by_role("heading", name="Partenaires").is_visible()
    page.get_by_role("link", name="magyar").click()
    assert page.locator("html").get_attribute("lang") == "hu"
    assert page.get_by_role("heading", name="Partnerek").is_visible()
    assert page.get_by_role("heading", level=1).inner_text().endswith("Városok és Klaszterek")
    assert page.get_by_text("Clusters & Cities Network").first.is_visible()
    page.get_by_role("link", name="Keresés").first.click()
    assert "/hu/search" in page.url


def test_the_first_visit_is_in_the_browsers_language(chromium: Browser, address: str) -> None:
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{address}/")
    assert page.locator("html").get_attribute("lang") == "fr"
    context.close()


def test_everything_can_be_reached_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/en/search?q=cluster")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_work_without_scripts(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/search?q=cluster&kind=project")
    page.get_by_role("link", name="CLUSNET").click()
    page.locator("details.source summary").first.click()
    assert page.get_by_text("records/clusnet.yaml").first.is_visible()
    context.close()


@pytest.mark.parametrize("name", TYPES)
def test_a_page_fits_a_phone_and_is_quiet(name: str, page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    missing = name == "not-found"
    if missing:  # the browser itself complains of a status
        page.close()
        return
    page.goto(address + TYPES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", TYPES)
def test_axe_finds_nothing(name: str, scheme: Any, chromium: Browser, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address + TYPES[name])
    page.evaluate("document.querySelectorAll('details').forEach((one, at) => { if (at < 6) one.open = true })")
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []
