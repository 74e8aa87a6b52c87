"""The page: whole in itself, safe whatever the data say, short however much was found, and whole in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eulod.validation.report import Report
from tests.programs import program
from tests.reports.examples import AWKWARD, EVIL, TITLE, finding, many, written

VOID = {"br", "meta"}
OPTIONAL = {"td", "th"}


class Page(HTMLParser):
    """A page read element by element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and that it must be closed."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID | OPTIONAL:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        assert tag in OPTIONAL or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data

    def all(self, name: str) -> list[str]:
        """The values of an attribute."""
        return [value for key, value in self.attributes if key == name]


def test_the_page_needs_nothing_else() -> None:
    page = Page(written(AWKWARD, "html"))
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "form", "object", "svg", "base"})
    assert all(value.startswith(("#", "http://e/", "https://w3id.org/eulod/")) for value in page.all("href"))
    assert not {"src", "style", "srcset"} & {name for name, _ in page.attributes}
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_the_policy_allows_its_own_style_alone() -> None:
    text = written(AWKWARD, "html")
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in text
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_what_data_say_is_text() -> None:
    text = written(AWKWARD, "html")
    assert "<script" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert 'href="javascript' not in text
    assert EVIL.split("&")[0].strip() in Page(text).text
    assert '"<b>&amp;"@hu' in Page(text).text


def test_the_counts_and_the_verdict_stand_first() -> None:
    text = Page(written(AWKWARD, "html")).text
    assert "Does not conform" in text
    assert text.index("Violations") < text.index("P01")
    assert "Shapes checked" in text
    assert "Nothing was found." in Page(written(Report(), "html")).text
    assert (
        "2 findings known from the baseline are not shown."
        in Page(
            written(Report((finding(TITLE, 1, known=True), finding(TITLE, 2, known=True), finding(TITLE, 3))), "html")
        ).text
    )


def test_few_findings_are_all_shown_and_many_in_part() -> None:
    assert written(many(900), "html").count("<td><span class='place'>") == 900
    text = written(many(100_000), "html")
    assert text.count("<td><span class='place'>") == 75
    assert '… and 33,309 more; all are in <a href="report.json"><code>report.json</code></a>' in text
    assert len(text) < 60_000


def test_a_place_names_line_record_and_cell() -> None:
    text = Page(written(AWKWARD, "html")).text
    assert "data/my projects.csv, line 2, record 1" in text
    assert "title = (empty)" in text


@pytest.mark.parametrize("report", [AWKWARD, replace(many(2000))], ids=["awkward", "many"])
def test_a_browser_opens_the_page_without_a_complaint(report: Report, tmp_path: Path) -> None:
    browser = program("chromium", "chromium-browser", "google-chrome", package="chromium")
    page = tmp_path / "report.html"
    page.write_text(written(report, "html"), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    done = subprocess.run(
        [browser, *options, "--enable-logging=stderr", "--dump-dom", page.as_uri()],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "CONSOLE" not in done.stderr
    assert "</footer>" in done.stdout
    assert "Does not conform" in done.stdout
