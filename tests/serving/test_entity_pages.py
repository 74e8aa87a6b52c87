"""Pages of entities are the same whether they are kept or not, packed or not; and nothing else is kept."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from eulod.browsing.dataset import Browsing, read_dataset
from eulod.browsing.index_file import INDEX
from eulod.cli import main
from eulod.pages.links import LANGUAGES
from eulod.query.built_store import BUILT
from eulod.serving.entity_pages import Asked, is_kept, made_from, page_of
from eulod.serving.kept_pages import KEPT, KeptPages, packed
from eulod.site.entities import paged_iris
from tests.serving.live import Answer, Live, serving

KEY = "project/interreg-ivc-2007-2013/clusnet"
FRANCE = "http://publications.europa.eu/resource/authority/country/FRA"
HTML = {"Accept": "text/html"}
SMALL = {**HTML, "Accept-Encoding": "gzip, deflate, br"}
PAGES = (
    *(f"/{language}/doc/{KEY}.html" for language in LANGUAGES),
    f"/en/resource?iri={quote(FRANCE, safe='')}",
    f"/doc/{KEY}.html",
    f"/doc/{KEY}",
)
PLAIN = ("--workers", "1", "--config", os.devnull)
MARKED = packed(b"<p>read from the file</p>")


@pytest.fixture
def release(samples_release: Path, tmp_path: Path) -> Path:
    """The release in a folder of its own, for which the store and the index are built already."""
    with serving(samples_release, "--workers", "1", "--keep-pages", "0"):
        built = samples_release.parent.parent / BUILT / samples_release.name
    copied = tmp_path / "out" / "releases" / samples_release.name
    shutil.copytree(samples_release, copied)
    shutil.copytree(built, folder(copied), ignore=shutil.ignore_patterns(f"{KEPT}*"))
    return copied


def folder(release: Path) -> Path:
    """What is built of a release."""
    return release.parent.parent / BUILT / release.name


def kept_file(release: Path) -> Path:
    return folder(release) / KEPT


def rows(release: Path) -> int:
    """How many pages are kept."""
    with closing(sqlite3.connect(kept_file(release))) as connection:
        ((found,),) = connection.execute("SELECT count(*) FROM page")
    return int(found)


def browsed(release: Path) -> Browsing:
    return read_dataset(release, folder(release) / INDEX)


def mark(release: Path, language: str = "en", root: str = "") -> None:
    """Put another page in the place of one, as a server of that root would find it."""
    kept = KeptPages(kept_file(release), 2 << 30, made_from(browsed(release), root, ""))
    kept.put([(Asked(language, f"doc/{KEY}.html").name, MARKED)])
    kept.close()


def told(answer: Answer) -> Mapping[str, str]:
    """The headers without the date."""
    return {name: value for name, value in answer.headers.items() if name != "date"}


def plain(answer: Answer) -> bytes:
    """The body as a client sees it."""
    return gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body


@pytest.fixture
def server(release: Path) -> Iterator[Live]:
    with serving(release, "--workers", "2") as live:
        yield live


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_kept_or_not_and_packed_or_not(path: str, release: Path, server: Live) -> None:
    with serving(release, "--workers", "1", "--keep-pages", "0") as other:
        never = [other.send(path, headers=headers) for headers in (HTML, SMALL)]
    first = [server.send(path, headers=headers) for headers in (HTML, SMALL)]
    again = [server.send(path, headers={**headers, "X-Other": "1"}) for headers in (HTML, SMALL)]
    assert never[0].body.endswith(b"</html>\n")
    assert {plain(answer) for answer in (*never, *first, *again)} == {never[0].body}
    for without, kept in ((never, first), (never, again)):
        assert [told(answer) for answer in without] == [told(answer) for answer in kept]
    assert "content-encoding" not in never[0].headers
    assert never[1].headers["content-encoding"] == "gzip"
    assert len(never[1].body) < len(never[0].body) / 3
    assert never[0].headers["etag"] != never[1].headers["etag"]
    assert "Accept-Encoding" in never[0].headers["vary"] or not path.endswith(".html")  # there another one follows
    assert rows(release) == 1


@pytest.mark.parametrize("headers", [HTML, SMALL])
@pytest.mark.parametrize("path", PAGES[-2:])
def test_who_has_a_page_is_told_so_and_head_tells_the_same_as_get(
    path: str, headers: Mapping[str, str], server: Live
) -> None:
    new = server.send(path, method="HEAD", headers=headers)
    got = server.send(path, headers=headers)
    assert (new.status, new.body) == (200, b"")
    assert told(new) == told(got)
    assert int(got.headers["content-length"]) == len(got.body)
    head = server.send(path, method="HEAD", headers={**headers, "X-Other": "1"})
    assert (head.body, told(head)) == (b"", told(got))
    tag = got.headers["etag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}'):
        same = server.send(path, headers={**headers, "If-None-Match": held})
        assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
        assert same.headers["vary"] == got.headers["vary"]
    other = server.send(path, headers={**(SMALL if headers is HTML else HTML), "If-None-Match": tag})
    assert other.status == 200


def test_the_next_start_reads_what_was_kept(release: Path) -> None:
    with serving(release, "--workers", "1") as live:
        live.send(f"/hu/doc/{KEY}.html")
    assert rows(release) == 1
    mark(release)
    with serving(release, "--workers", "2") as live:
        assert live.send(f"/en/doc/{KEY}.html").body == MARKED.html()
        assert live.send(f"/doc/{KEY}.html", headers=SMALL).body == MARKED.packed
        assert b"</html>" in live.send(f"/fr/doc/{KEY}.html").body


def test_pages_of_other_settings_are_not_seen(release: Path) -> None:
    mark(release)
    with serving(release, "--workers", "1", "--root-path", "/data") as live:
        assert b"</html>" in live.send(f"/en/doc/{KEY}.html").body
    with serving(release, "--workers", "1", "--url", "https://data.example.org") as live:
        assert b"</html>" in live.send(f"/en/doc/{KEY}.html").body
    mark(release, root="/data")
    with serving(release, "--workers", "1", "--root-path", "/data") as live:
        assert b"</html>" in live.send(f"/hu/doc/{KEY}.html").body


def test_what_pages_depend_on_is_part_of_their_key(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browsing = browsed(release)
    found = {made_from(browsing, "", ""), made_from(browsing, "/data", ""), made_from(browsing, "", "https://a.eu")}
    other = browsed(release)
    other.digest = "of another index"
    found.add(made_from(other, "", ""))
    monkeypatch.setattr("eulod.serving.entity_pages.version", lambda name: "99")
    found.add(made_from(browsing, "", ""))
    monkeypatch.setattr("eulod.serving.entity_pages._code", lambda: "of another version")
    found.add(made_from(browsing, "", ""))
    assert len(found) == 6


def test_only_the_addresses_of_links_take_room(release: Path, server: Live) -> None:
    statuses = {
        server.send(path, headers={**SMALL, "X-Turn": str(turn)}).status
        for turn in range(2)
        for path in (
            *(f"/en/doc/{KEY}.html?utm={number}" for number in range(5)),
            f"/en/doc/{KEY}.html?in=x&page=3",
            f"/en/resource?iri={quote(FRANCE, safe='')}&x=1",
            f"/en/resource?iri={quote(FRANCE, safe=':/')}",
            f"/en/resource?x=1&iri={quote(FRANCE, safe='')}",
            f"/en/resource?iri={quote(f'https://w3id.org/eulod/id/{KEY}', safe='')}",
            "/en/search?q=budapest",
            "/en/",
            "/en/sources",
            "/sparql?query=ASK%7B%7D&format=json",
            f"/doc/{KEY}.ttl",
        )
    }
    assert statuses == {200}
    for path in ("/en/doc/project/no-such.html", "/en/resource?iri=http%3A%2F%2Fno.such%2F", "/en/resource?iri="):
        assert server.send(path).status == 404
    assert rows(release) == 0
    for path in (f"/en/doc/{KEY}.html", f"/en/doc/{KEY.replace('c', '%63')}.html", f"/doc/{KEY}.html"):
        assert server.send(path, headers={**HTML, "Accept-Language": "de, en;q=0.5"}).status == 200
    assert rows(release) == 1


def test_a_damaged_file_stops_nobody(release: Path) -> None:
    with serving(release, "--workers", "1") as live:
        right = live.send(f"/en/doc/{KEY}.html", headers=SMALL).body
    content = bytearray(kept_file(release).read_bytes())
    content[content.index(right[500:600])] ^= 1
    kept_file(release).write_bytes(content)
    with serving(release, "--workers", "1") as live:
        for turn in range(3):
            assert live.send(f"/en/doc/{KEY}.html", headers={**SMALL, "X-Turn": str(turn)}).body == right
        assert live.said.count("no more pages are kept: it is damaged") == 1
    kept_file(release).write_bytes(b"no database at all")
    with serving(release, "--workers", "2") as live:
        assert live.send(f"/en/doc/{KEY}.html", headers=SMALL).body == right
        assert "kept" not in live.said
    assert rows(release) == 1


def test_a_file_that_cannot_be_made_stops_nobody(release: Path) -> None:
    kept_file(release).mkdir()
    with serving(release, "--workers", "2") as live:
        assert live.send(f"/en/doc/{KEY}.html", headers=SMALL).status == 200
        assert live.said.count("pages are not kept") == 1


@pytest.mark.parametrize("processes", ["1", "2"])
def test_pages_are_written_ahead_and_what_is_there_is_left(processes: str, release: Path) -> None:
    arguments = ["serve", str(release), "--prepare", "--workers", processes, "--config", os.devnull]
    mark(release, "fr")
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    pages = len(LANGUAGES) * len(list(paged_iris(browsed(release))))
    assert done.exit_code == 0
    assert f"{pages - 1:,} pages written, 1 were there" in done.stderr
    assert rows(release) == pages
    again = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert f"0 pages written, {pages:,} were there" in again.stderr
    with serving(release, "--workers", "1", "--keep-pages", "0") as live:
        fresh = {path: live.send(path).body for path in PAGES}
    with serving(release, "--workers", "1") as live:
        assert live.send(f"/fr/doc/{KEY}.html").body == MARKED.html()
        for path in PAGES:
            assert live.send(path, headers=HTML).body == (MARKED.html() if "/fr/" in path else fresh[path])
    assert rows(release) == pages


def test_pages_that_do_not_find_room_are_an_error(release: Path) -> None:
    done = CliRunner().invoke(main, ["serve", str(release), "--prepare", *PLAIN, "--keep-pages", "1MB"])
    assert done.exit_code == 2
    assert "E037 1 MiB are not enough for all pages" in done.stderr
    assert kept_file(release).stat().st_size < 2 << 20


def test_nothing_is_written_ahead_where_it_would_not_last(tmp_path: Path) -> None:
    file = tmp_path / "data.nt"
    file.write_text("<http://e/a> <http://e/p> <http://e/b> .\n", encoding="utf-8")
    for arguments, said in (([], "E037"), (["--keep-pages", "0"], "--keep-pages is 0")):
        done = CliRunner().invoke(main, ["serve", str(file), "--prepare", *PLAIN, *arguments])
        assert (done.exit_code, said in done.stderr) == (2, True)


def test_every_page_has_one_address_that_is_kept(browsing_of_samples: Browsing) -> None:
    found = [page_of(iri, browsing_of_samples.base, "hu") for iri in paged_iris(browsing_of_samples)]
    assert len(set(found)) == len(found) > 500
    assert all(page is not None and is_kept(page, browsing_of_samples) for page in found)


@pytest.fixture
def browsing_of_samples(release: Path) -> Browsing:
    return browsed(release)
