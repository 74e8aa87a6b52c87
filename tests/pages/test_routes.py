"""Every address of the pages: what it answers, in which language, and what leads where."""

from __future__ import annotations

import json
from urllib.parse import quote, urljoin

import jsonschema
import pytest
from starlette.applications import Starlette

from eulod.browsing.dataset import Browsing
from eulod.pages.links import LANGUAGES
from eulod.serving.accepted import accepted_language
from tests.pages.asking import HOST, Elements, application, get

PROJECT = "/doc/project/interreg-ivc-2007-2013/clusnet.html"
PAGES = ("/", "/search?q=clust", "/sources", "/api", "/sparql", "/ontology", "/report", "/downloads", PROJECT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_the_language_of_its_address(app: Starlette, path: str, language: str) -> None:
    answer = get(app, f"/{language}{path}")
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    page = Elements(answer.text)
    assert page.all("html")[0]["lang"] == language
    others = {link["hreflang"]: link["href"] for link in page.all("link") if "hreflang" in link}
    assert others == {one: f"/{one}{path}" for one in LANGUAGES}


def test_without_a_language_in_the_address_the_reader_is_asked(app: Starlette) -> None:
    answer = get(app, PROJECT, {"accept-language": "de, hu;q=0.9, en;q=0.5"})
    assert answer.headers["content-language"] == "hu"
    assert answer.headers["vary"] == "Accept-Language"
    assert "Városok és Klaszterek" in answer.text


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "en"),
        ("hu", "hu"),
        ("fr-CA, en;q=0.9", "fr"),
        ("en;q=0, hu;q=0.1", "hu"),
        ("*", "en"),
        ("hu;q=x, fr", "fr"),
    ],
)
def test_the_language_that_a_reader_likes_best_is_chosen(header: str, chosen: str) -> None:
    assert accepted_language(header, LANGUAGES) == chosen


def test_every_entity_has_a_page_and_nothing_leads_nowhere(browsing: Browsing, app: Starlette) -> None:
    """Every page of every entity, and every address of the host that one of each kind leads to."""
    links: set[str] = set()
    for kind in browsing.overview().kinds:
        for number, iri in enumerate(browsing.iris(kind)):
            key = iri.removeprefix(f"{browsing.base}id/")
            path = f"/hu/doc/{key}.html" if key != iri else f"/hu/resource?iri={quote(iri, safe='')}"
            answer = get(app, path)
            assert answer.status_code == 200, iri
            if number == 0:
                page = Elements(answer.text)
                links |= {urljoin(path, one["href"]).partition("#")[0] for one in page.all("a") if "href" in one}
    inside = sorted(link for link in links if link.startswith("/") and not link.endswith((".ttl", ".jsonld", ".nt")))
    assert len(inside) > 100
    assert [link for link in inside if get(app, link).status_code != 200] == []


def test_a_project_shows_partners_money_timeline_and_sources(app: Starlette) -> None:
    page = Elements(get(app, f"/en{PROJECT}").text).text
    for shown in ("Grand Lyon", "Dortmund", "Leipzig", "Germany", "project partner", "EU contribution", "seminar"):
        assert shown in page, shown
    assert "records/clusnet.yaml , record 1, line 23" in page
    assert "mappings/records/mapping.yml:393" in page
    assert "A projekt az INTERREG IV C Programban" in page


def test_a_name_is_marked_with_its_language(app: Starlette) -> None:
    text = get(app, f"/en{PROJECT}").text
    assert '<bdi lang="hu">Városok és Klaszterek</bdi>' in text
    assert "<bdi>Clusters &amp; Cities Network</bdi>" in text


def test_the_data_block_is_json_that_ends_no_script(app: Starlette) -> None:
    text = get(app, f"/en{PROJECT}").text
    block = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    said = json.loads(block)
    assert said["@id"] == "https://w3id.org/eulod/id/project/interreg-ivc-2007-2013/clusnet"
    assert "<" not in block


def test_a_page_behind_a_prefix_leads_below_it(browsing: Browsing) -> None:
    page = Elements(get(application(browsing, prefix="/data"), f"/en{PROJECT}").text)
    addresses = [one["href"] for one in (*page.all("a"), *page.all("link")) if one["href"].startswith("/")]
    assert addresses
    assert [one for one in addresses if not one.startswith("/data/")] == []


@pytest.mark.parametrize(
    "path",
    [
        *("/en/doc/project/none.html", "/hu/nothing", "/en/doc/../../etc/passwd.html", "/static/../reader.py"),
        *("/en/resource", "/en/resource?iri=none", "/static/none.css", "/sitemap-99.xml"),
    ],
)
def test_what_is_not_there_is_404(app: Starlette, path: str) -> None:
    assert get(app, path).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "2"])
def test_any_page_number_is_a_page(app: Starlette, page: str) -> None:
    assert get(app, f"/en/search?page={page}").status_code == 200


def test_a_search_form_keeps_what_was_asked(app: Starlette) -> None:
    page = Elements(get(app, "/en/search?q=clust&kind=project").text)
    fields = page.all("input")
    assert next(one["value"] for one in fields if one["name"] == "q") == "clust"
    assert [one["value"] for one in fields if "checked" in one] == ["project"]


def test_the_json_interface_answers_as_its_description_says(app: Starlette) -> None:
    description = get(app, "/api/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    paths = {
        "/api/search": "/api/search?q=clust&country=http://publications.europa.eu/resource/authority/country/HUN",
        "/api/entity": f"/api/entity?iri=https://w3id.org/eulod/id{PROJECT.removeprefix('/doc').removesuffix('.html')}",
        "/api/overview": "/api/overview",
    }
    for path, asked in paths.items():
        content = description["paths"][path]["get"]["responses"]["200"]["content"]
        schema = {**content["application/json"]["schema"], "components": description["components"]}
        answer = get(app, asked)
        assert answer.headers["content-type"] == "application/json"
        jsonschema.validate(answer.json(), schema)
    assert get(app, "/api/entity").status_code == 400
    assert get(app, "/api/entity?iri=none").headers["content-type"] == "application/problem+json"


def test_an_entity_in_json_tells_its_sources(app: Starlette) -> None:
    said = get(
        app, f"/api/entity?iri=https://w3id.org/eulod/id{PROJECT.removeprefix('/doc').removesuffix('.html')}"
    ).json()
    (titles,) = (one for one in said["properties"] if one["predicate"] == "http://purl.org/dc/terms/title")
    (origin,) = titles["statements"][0]["origins"]
    assert origin["file"] == "records/clusnet.yaml"
    assert origin["cells"]["project.titles[*].text"] == "Clusters & Cities Network"


def test_crawlers_find_every_page(browsing: Browsing, app: Starlette) -> None:
    robots = get(app, "/robots.txt").text
    assert f"Sitemap: {HOST}/sitemap.xml" in robots
    assert f"{HOST}/sitemap-1.xml" in get(app, "/sitemap.xml").text
    listed = get(app, "/sitemap-1.xml").text
    assert listed.count("<loc>") == 3 * (
        1
        + 6
        + len(
            browsing.listed(
                ("project", "organisation", "programme", "place", "event", "output", "decision", "document", "concept"),
                10_000,
            )
        )
    )
    assert f"<loc>{HOST}/hu{PROJECT}</loc>" in listed


def test_the_description_of_the_dataset_is_at_its_well_known_address(browsing: Browsing, app: Starlette) -> None:
    answer = get(app, "/.well-known/void")
    assert answer.headers["content-type"].startswith("text/turtle")
    assert answer.content == (browsing.release / "dataset.ttl").read_bytes()
