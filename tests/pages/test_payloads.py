"""Hostile text in every literal and every web address of a release, and in the cells of its sources, does nothing."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from eulod.browsing.dataset import Browsing, open_dataset
from eulod.browsing.model import Origin, Resource, Statement
from eulod.pages import parts
from eulod.pages.links import ServerLinks
from eulod.pages.reader import Reader
from eulod.pages.rendering import visible
from tests.pages.asking import Elements, application, get

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog
    from starlette.applications import Starlette

PAYLOAD = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}</script><!-- javascript:alert(3) "
    "\u202eevil\u202c \u2066x\u2069 =HYPERLINK(1) &lt;b&gt; ]]> `${1}`"
)
ESCAPED = PAYLOAD.replace("\\", "\\\\").replace('"', '\\"')
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
WEB = ("http://xmlns.com/foaf/0.1/page", "http://xmlns.com/foaf/0.1/homepage")
LINE = re.compile(r'^(<[^>]*> <([^>]*)> )"(?:[^"\\]|\\.)*"((?:@[\w-]+)? <[^>]*> \.)$')


@pytest.fixture(scope="module")
def hostile(records_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Browsing:
    """The records with every text, and every address of a web page, replaced."""
    folder = tmp_path_factory.mktemp("hostile") / "release"
    shutil.copytree(records_release, folder)
    lines = (folder / "data.nq").read_text(encoding="utf-8").splitlines()
    written = "".join(f"{changed(line)}\n" for line in lines)
    assert written.count("alert(1)</script>") > 300
    (folder / "data.nq").write_text(written, encoding="utf-8")
    for name in ("manifest.json", "dataset.jsonld"):
        said = json.loads((folder / name).read_bytes())
        (folder / name).write_text(json.dumps(tainted(said)), encoding="utf-8")
    return open_dataset(folder, folder.parent / "built")


def changed(line: str) -> str:
    """A statement with a payload as its text or its web address."""
    if found := LINE.match(line):
        return f'{found[1]}"{ESCAPED}"{found[3]}'
    subject, predicate, rest = line.split(" ", 2)
    if predicate[1:-1] in WEB:
        return f"{subject} {predicate} <javascript:alert(4)> {rest.split(' ', 1)[1]}"
    return line


def tainted(value: object, key: str = "") -> object:
    """The texts that people wrote of a dataset, replaced."""
    if isinstance(value, dict):
        return {name: tainted(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [tainted(one, key) for one in value]
    wanted = ("covers", "lacks", "attribution", "homepage", "description", "name", "@value", "en", "hu", "fr")
    return PAYLOAD if key in wanted and isinstance(value, str) else value


def inert(text: str) -> None:
    """Fail unless a page has no element, attribute or character that a payload brought."""
    page = Elements(text)
    for tag, attributes in page.elements:
        assert tag not in ("img", "iframe", "object", "b"), tag
        assert not [name for name in attributes if name.startswith("on")], attributes
        for name in ("href", "src", "action", "formaction"):
            assert not attributes.get(name, "").strip().lower().startswith(("javascript:", "data:")), attributes
    for script in page.all("script"):
        assert script.get("type") == "application/ld+json" or script["src"].startswith("/static/"), script
    assert not HIDDEN.search(text)
    assert "49" not in text.replace("alert(1)", "") or "{{7*7}}" in page.text


def test_payloads_in_every_text_are_inert_on_every_page(hostile: Browsing) -> None:
    app = application(hostile)
    seen = 0
    for iri in hostile.iris():
        key = iri.removeprefix(f"{hostile.base}id/")
        if key != iri:
            text = get(app, f"/hu/doc/{key}.html").text
            inert(text)
            seen += "&lt;script&gt;alert(1)" in text
    assert seen > 100


@pytest.mark.parametrize("path", ["/fr/", "/en/sources", "/hu/search", "/en/search?q=script", "/en/downloads"])
def test_payloads_are_inert_in_lists(hostile: Browsing, path: str) -> None:
    answer = get(application(hostile), path)
    assert answer.status_code == 200
    assert "alert(1)" in answer.text or path == "/en/downloads"
    inert(answer.text)


@pytest.mark.parametrize(
    "path",
    [
        '/en/search?q="><script>alert(1)</script>',
        "/en/search?q=%E2%80%AEevil&country=javascript:alert(1)&page=<script>",
        '/en/resource?iri="><script>alert(1)</script>',
        "/en/doc/<script>alert(1)</script>.html",
        "/hu/resource?iri=http://publications.europa.eu/resource/authority/country/HUN&in=<script>&page=</script>",
    ],
)
def test_what_an_address_asks_for_is_inert(app: Starlette, path: str) -> None:
    inert(get(app, path).text)


def test_json_tells_payloads_as_they_are(hostile: Browsing) -> None:
    answer = get(application(hostile), "/api/search?q=alert")
    assert answer.headers["content-type"] == "application/json"
    assert PAYLOAD in [label["text"] for one in answer.json()["results"] for label in one["labels"]]


def test_cells_of_sources_are_inert() -> None:
    origin = Origin(PAYLOAD, PAYLOAD, 1, 2, ((PAYLOAD, PAYLOAD),), PAYLOAD, PAYLOAD, 3)
    statement = Statement(1, Resource("http://purl.org/dc/terms/title"), Resource("http://example.org/"), (), (origin,))
    reader = Reader("en", ServerLinks("https://w3id.org/eulod/", "en"))
    text = str(parts.sources(reader, [statement], {}, PAYLOAD, True))
    assert text.count("&lt;script&gt;") == 5
    inert(text)


@given(st.text())
def test_a_part_of_a_page_escapes_as_a_template_does(text: str) -> None:
    assert parts.escaped(text) == str(escape(visible(text)))


def test_what_turns_the_reading_direction_is_marked() -> None:
    assert visible("a\u202eb\u0000c\nd") == "a\ufffdb\ufffdc\nd"


def test_a_browser_runs_nothing_of_it(hostile: Browsing, chromium: Browser, tmp_path: Path) -> None:
    """The pages as files, without the policy that would stop scripts anyway."""
    page = chromium.new_page()
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    for iri in list(hostile.iris("project"))[:3]:
        file = tmp_path / "page.html"
        file.write_text(
            get(application(hostile), f"/en/doc/{iri.removeprefix(hostile.base + 'id/')}.html").text, encoding="utf-8"
        )
        page.goto(file.as_uri())
        for link in page.locator("a:has-text('alert')").all()[:5]:
            assert not (link.get_attribute("href") or "").startswith("javascript")
    page.close()
    assert said == []
