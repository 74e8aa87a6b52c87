"""A static site: whole, the same every time, and with no link that leads nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from eulod.browsing.dataset import open_dataset
from eulod.browsing.index import built_folder
from eulod.cli import main
from eulod.config import read_settings
from eulod.site.dump_slices import jsonld, ntriples, turtle
from eulod.site.folder import MARK
from eulod.site.write_site import write_site
from tests.exported import exported
from tests.shared import ROOT
from tests.site.conftest import URL

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]
FORMATS = {"nt": ox.RdfFormat.N_TRIPLES, "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}


class Addresses(HTMLParser):
    """The addresses and the anchors of a page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.page, self.leads, self.anchors = page, set[str](), set[str]()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element leads to, and its own name."""
        for name, value in attrs:
            if name in ("href", "src", "action") and tag != "base":
                self.leads.add(value or "")
            elif name == "id":
                self.anchors.add(value or "")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def pages(site: Path) -> Iterator[Path]:
    yield from sorted(path for path in site.rglob("*.html") if path.name != "404.html" and "release" not in path.parts)


def test_a_second_run_in_two_processes_gives_the_same_bytes(site: Path, samples_release: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_site(samples_release, again, url=URL, settings=read_settings(ROOT), processes=2)
    write_site(samples_release, again, url=URL, settings=read_settings(ROOT), processes=2)  # replaces it
    first, second = files(site), files(again)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again"]


def test_every_link_leads_to_a_file_and_every_anchor_is_there(site: Path) -> None:
    read: dict[Path, Addresses] = {}
    missing = []
    for page in pages(site):
        for address in Addresses(page).leads:
            parts = urlsplit(address)
            if parts.scheme or not (parts.path or parts.fragment):
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not target.is_file():
                missing.append((page.relative_to(site), address))
            elif parts.fragment:
                known = read.setdefault(target, Addresses(target))
                missing += [] if unquote(parts.fragment) in known.anchors else [(page.relative_to(site), address)]
    assert missing == []


def test_nothing_is_asked_from_elsewhere_and_nothing_is_inline(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"<script(?![^>]*(?:src=|application/ld\+json))", text) == [], page
        assert (
            re.findall(r'<(?:script|link rel="(?:stylesheet|icon)"|img)[^>]*(?:src|href)="(?:https?:)?//', text) == []
        )
        assert re.findall(r"<style|\sstyle=|\son\w+=", text) == [], page


def test_every_entity_has_a_page_in_each_language_and_its_data(site: Path, samples_release: Path) -> None:
    browsing = open_dataset(samples_release, built_folder(samples_release), settings=read_settings(ROOT))
    start = f"{browsing.base}id/"
    keys = [iri.removeprefix(start) for iri in browsing.iris() if iri.startswith(start)]
    assert len(keys) > 400
    for key in keys:
        for path in (*(f"{language}/doc/{key}.html" for language in ("en", "hu", "fr")), f"doc/{key}.ttl"):
            assert (site / path).is_file(), path


def test_documents_hold_what_the_release_says(site: Path, samples_release: Path) -> None:
    texts = dict(ntriples(samples_release)), dict(turtle(samples_release)), dict(jsonld(samples_release))
    assert texts[0].keys() == texts[1].keys() == texts[2].keys()
    for iri in texts[0]:
        found = [
            set(map(str, ox.parse(input=text[iri], format=form)))
            for text, form in zip(texts, FORMATS.values(), strict=True)
        ]
        assert found[0] == found[1] == found[2]
    whole = {line for path in site.glob("doc/**/*.nt") for line in path.read_text(encoding="utf-8").splitlines()}
    dump = set((samples_release / "data.nt").read_text(encoding="utf-8").splitlines())
    start = "<https://w3id.org/eulod/id/"
    assert whole == {line for line in dump if line.startswith(start)}


def test_the_release_is_there_byte_for_byte(site: Path, samples_release: Path) -> None:
    assert files(site / "release") == files(samples_release)
    assert (site / ".well-known" / "void").read_bytes() == (samples_release / "dataset.ttl").read_bytes()


def test_sitemaps_name_pages_that_are_there(site: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ElementTree.parse(site / "sitemap.xml").getroot()
    found = [
        place.text or ""
        for sitemap in index.iter(f"{space}loc")
        for place in ElementTree.parse(site / (sitemap.text or "").removeprefix(URL)).getroot().iter(f"{space}loc")
    ]
    assert len(found) > 1500
    assert all((site / unquote(address.removeprefix(URL))).is_file() for address in found)
    assert f"Sitemap: {URL}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_hosts_are_told_where_iris_lead(site: Path) -> None:
    apache = (site / ".htaccess").read_text(encoding="utf-8")
    assert "RewriteRule ^id/(.+)$ doc/$1.ttl [R=303" in apache
    assert "ErrorDocument 404 /projects/404.html" in apache
    assert f"RewriteRule ^id/(.+)$ {URL}hu/doc/$1.html [R=303" in (site / "w3id.htaccess").read_text(encoding="utf-8")
    assert "/id/*  /en/doc/:splat.html  303" in (site / "_redirects").read_text(encoding="utf-8")
    assert '<base href="/projects/">' in (site / "404.html").read_text(encoding="utf-8")


def test_answers_are_those_of_the_query_command(site: Path, samples_release: Path) -> None:
    for question in sorted((site / "answers").glob("*.rq")):
        asked = ["query", str(samples_release), "--query-file", str(question), "-f", "json"]
        answer = CliRunner().invoke(main, asked)
        assert json.loads(answer.stdout) == json.loads(question.with_suffix(".json").read_text(encoding="utf-8"))
        assert question.with_suffix(".csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_folder_of_somebody_else_is_refused(samples_release: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep", encoding="utf-8")
    refused = CliRunner().invoke(main, ["site", str(samples_release), "-o", str(tmp_path / "mine")])
    assert refused.exit_code == 2
    assert "E035" in refused.stderr
    assert files(tmp_path) == {"mine/letter.txt": b"keep"}


def test_a_run_that_fails_leaves_the_last_site(
    site: Path, samples_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "public"
    target.mkdir()
    (target / MARK).write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr("eulod.site.write_site.write_search_index", lambda pages: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_site(samples_release, target, processes=1)
    assert files(target) == {MARK: b"{}\n"}


def test_payloads_are_inert(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Markup, addresses with scripts, formulas and marks that turn the reading direction, in a table of one's own."""
    folder = tmp_path_factory.mktemp("payloads")
    assert CliRunner().invoke(main, ["init", str(folder), "--base", "https://data.example.eu/"]).exit_code == 0
    table = folder / "data" / "projects.csv"
    head, first, *_ = table.read_text(encoding="utf-8").splitlines()
    bad = '=cmd|""/x <script>alert(1)</script> <img src=x onerror=alert(1)> \u202eevil\u2066'
    row = first.replace("Green squares for small towns", f'"{bad.replace(chr(34), chr(34) * 2)}"')
    table.write_text(f"{head}\n{row}\n", encoding="utf-8")
    release = exported(tmp_path_factory, "payloads", read_settings(folder))
    site = write_site(release, folder / "public", settings=read_settings(folder), processes=1).folder
    texts = {path: path.read_text(encoding="utf-8") for path in (*pages(site), *site.glob("*/search/*.js"))}
    assert any("alert(1)" in text for text in texts.values())
    for path, text in texts.items():
        assert "<script>alert" not in text, path
        assert "<img" not in text, path
        assert not {"\u202e", "\u2066"} & set(text), path
