"""Linked data: an IRI leads to its document, in the format asked for, with what a client needs to know of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib import RDF, Graph, URIRef

from eulod.terms.prefixes import PREFIXES
from tests.serving.live import Live, serving

BASE = "https://w3id.org/eulod/"
KEY = "project/interreg-ivc-2007-2013/clusnet"
PARSED = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
GONE = """
@prefix e: <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<http://e/id/old> a e:T ; owl:deprecated true ; dcterms:isReplacedBy <http://e/id/new> .
<http://e/id/new> a e:T ; e:p <http://e/id/caf%C3%A9> .
<http://e/id/withdrawn> a e:T ; owl:deprecated true .
<http://e/id/caf%C3%A9> a e:T . <http://e/id/árvíztűrő> a e:T . <http://e/id/file.ttl> a e:T .
GRAPH e:g { <http://e/id/withheld> a e:T }
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server over IRIs that were replaced, withdrawn or withheld, and others with letters beyond ASCII."""
    file = tmp_path_factory.mktemp("changed") / "changed.trig"
    file.write_text(GONE, encoding="utf-8")
    with serving(file, "--workers", "1", "--base", "http://e/") as server:
        yield server


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("text/turtle;q=0.3, application/n-triples;q=0.7", "nt"),
        ("application/*;q=0.5, text/turtle;q=0.1", "nt"),
    ],
)
def test_an_iri_leads_to_its_document(accept: str, form: str, live: Live) -> None:
    answer = live.send(f"/id/{KEY}", headers={"Accept": accept})
    assert answer.status == 303
    assert answer.headers["location"] == f"/doc/{KEY}.{form}"
    assert answer.headers["vary"] == "Accept"
    document = live.send(answer.headers["location"])
    assert document.status == 200
    assert document.headers["content-location"] == f"/doc/{KEY}.{form}"
    read = Graph().parse(data=document.text, format=PARSED[form])
    assert (URIRef(f"{BASE}id/{KEY}"), RDF.type, URIRef(PREFIXES["eulod"] + "Project")) in read


def test_every_format_says_the_same(live: Live) -> None:
    graphs = [
        set(Graph().parse(data=live.send(f"/doc/{KEY}.{form}").text, format=name)) for form, name in PARSED.items()
    ]
    assert all(graph == graphs[0] for graph in graphs)


def test_a_document_holds_statements_labels_and_what_points_to_it(live: Live) -> None:
    read = Graph().parse(data=live.send(f"/doc/{KEY}.nt").text, format="nt")
    thing = URIRef(f"{BASE}id/{KEY}")
    own = live.ask(f"CONSTRUCT {{ <{thing}> ?p ?o }} {{ <{thing}> ?p ?o }}", format="nt").text
    assert set(Graph().parse(data=own, format="nt")) <= set(read)
    (programme,) = read.objects(thing, URIRef(PREFIXES["eulod"] + "programme"))
    assert list(read.objects(programme, URIRef(PREFIXES["dcterms"] + "title")))
    assert list(read.subjects(None, thing))
    assert (URIRef(f"{BASE}doc/{KEY}"), URIRef(PREFIXES["foaf"] + "primaryTopic"), thing) in read


def test_a_document_is_negotiated_at_its_own_address(live: Live) -> None:
    answer = live.send(f"/doc/{KEY}", headers={"Accept": "application/n-triples"})
    assert (answer.status, answer.type) == (200, "application/n-triples")
    assert answer.headers["vary"] == "Accept"
    assert answer.headers["content-location"] == f"/doc/{KEY}.nt"
    links = answer.headers["link"]
    for form in PARSED:
        assert f'</doc/{KEY}.{form}>; rel="alternate"' in links
    assert f'</doc/{KEY}>; rel="canonical"' in links
    assert 'rel="describedby"' in links


def test_a_document_that_the_client_has_is_not_sent_again(live: Live) -> None:
    first = live.send(f"/doc/{KEY}.ttl")
    for _ in range(2):
        again = live.send(f"/doc/{KEY}.ttl", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status, again.body) == (304, b"")
    assert live.send(f"/doc/{KEY}.nt").headers["etag"] != first.headers["etag"]


def test_what_fits_no_format_is_406_with_the_variants(live: Live) -> None:
    for path in (f"/id/{KEY}", f"/doc/{KEY}"):
        answer = live.send(path, headers={"Accept": "image/png"})
        assert answer.status == 406
        assert f"/doc/{KEY}.ttl" in answer.text
        assert 'rel="alternate"' in answer.headers["link"]


@pytest.mark.parametrize(
    "path",
    [
        "/id/none",
        "/doc/none.ttl",
        "/id/",
        "/doc/",
        "/id/../../etc/passwd",
        "/id/%00",
        "/id/a%20b",
        "/doc/%2e%2e/x.ttl",
        "/id/<x>",
    ],
)
def test_what_is_not_known_is_404(path: str, live: Live) -> None:
    answer = live.send(path, headers={"Accept": "text/turtle"})
    assert answer.status == 404
    assert "help: " in answer.text


def test_documents_are_only_read(live: Live) -> None:
    assert live.send(f"/doc/{KEY}.ttl", method="POST", body=b"").status == 405
    head = live.send(f"/doc/{KEY}.ttl", method="HEAD")
    assert (head.status, head.body) == (200, b"")


def test_the_description_of_the_release_has_documents_too(live: Live) -> None:
    answer = live.send("/id/dataset/catalogue", headers={"Accept": "text/turtle"})
    assert answer.status == 303
    assert "dcat:Catalog" in live.send(answer.headers["location"]).text


def test_what_was_replaced_leads_on_and_what_was_withdrawn_is_gone(changed: Live) -> None:
    replaced = changed.send("/id/old")
    assert (replaced.status, replaced.headers["location"]) == (301, "/id/new")
    for name in ("withdrawn", "withheld"):
        assert changed.send(f"/id/{name}").status == 410
        assert "earlier release" in changed.send(f"/doc/{name}.ttl").text


@pytest.mark.parametrize("key", ["caf%C3%A9", "%C3%A1rv%C3%ADzt%C5%B1r%C5%91", "file.ttl"])
def test_iris_are_found_as_they_are_written(key: str, changed: Live) -> None:
    answer = changed.send(f"/id/{key}", headers={"Accept": "text/turtle"})
    assert answer.status == 303
    assert answer.headers["location"] == f"/doc/{key}.ttl"
    assert "a <http://e/T>" in changed.send(answer.headers["location"]).text


def test_a_key_may_end_like_a_format(changed: Live) -> None:
    assert changed.send("/doc/file.ttl", headers={"Accept": "application/n-triples"}).type == "application/n-triples"


def test_a_page_stands_at_the_address_of_the_document(live: Live) -> None:
    html = {"Accept": "text/html"}
    answer = live.send(f"/id/{KEY}", headers=html)
    assert (answer.status, answer.headers["location"]) == (303, f"/doc/{KEY}.html")
    for path in (f"/doc/{KEY}", f"/doc/{KEY}.html"):
        page = live.send(path, headers=html)
        assert (page.status, page.type) == (200, "text/html")
    negotiated = live.send(f"/doc/{KEY}", headers=html)
    assert negotiated.headers["content-location"] == f"/doc/{KEY}.html"
    assert "Accept" in negotiated.headers["vary"]
    again = live.send(f"/doc/{KEY}", headers={**html, "If-None-Match": negotiated.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
