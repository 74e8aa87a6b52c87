"""The endpoint over HTTP: formats, errors, what may be kept, and what people download."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from lxml import etree
from rdflib import Graph

from tests.serving.live import SPARQL, Live, serving

ROWS = "SELECT ?s ?o { ?s a ?o } LIMIT 3"
GRAPH = "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 3"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TRICKY = """@prefix e: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a e:p "=1+1" . e:b e:p "-5"^^xsd:integer . e:c e:p "+SUM(A1)" . e:d e:p "@x" . e:e e:p "<script>alert(1)</script>" .
e:f e:p "https://e/" . e:g e:p "1.50"^^xsd:decimal . e:h e:p "12345678901234567890"^^xsd:integer . e:i e:p "\\t=1" .
e:j e:p "two\\nlines, \\"quoted\\"" . e:k e:p "{=1}" ."""


@pytest.fixture(scope="module")
def tricky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server over texts that a spreadsheet takes for formulas."""
    file = tmp_path_factory.mktemp("tricky") / "tricky.ttl"
    file.write_text(TRICKY, encoding="utf-8")
    with serving(file, "--workers", "1") as server:
        yield server


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (ROWS, None, JSON),
        (ROWS, "*/*", JSON),
        (ROWS, "application/json", JSON),
        (ROWS, "text/csv;q=0.2, application/sparql-results+xml;q=0.9", XML),
        (ROWS, "text/*", "text/csv"),
        (ROWS, "text/tab-separated-values, */*;q=0.1", "text/tab-separated-values"),
        (ROWS, f"{JSON};q=0, */*", XML),
        (ROWS, "application/xml;q=0.9, */*;q=0.8", XML),
        (GRAPH, None, "text/turtle"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/ld+json;q=0.9, text/turtle;q=0.8", "application/ld+json"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        ("ASK {}", XML, XML),
        ("DESCRIBE <https://w3id.org/eulod/id/programming-period/2021-2027>", "text/turtle", "text/turtle"),
    ],
)
def test_the_format_is_negotiated(query: str, accept: str | None, expected: str, live: Live) -> None:
    answer = live.ask(query, accept=accept)
    assert (answer.status, answer.type) == (200, expected)
    assert answer.headers["vary"] == "Accept"
    assert answer.body


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_graphs_are_equal_in_every_format(accept: str, form: str, live: Live) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { ?s a eulod:Programme ; ?p ?o }"
    expected = Graph().parse(data=live.ask(query, format="nt").text, format="nt")
    assert set(Graph().parse(data=live.ask(query, accept=accept).text, format=form)) == set(expected)
    assert len(expected) > 50


@pytest.mark.parametrize(
    ("query", "accept"), [(ROWS, "image/png"), (ROWS, "text/turtle"), (GRAPH, "text/csv"), (GRAPH, XLSX)]
)
def test_what_fits_no_format_is_406(query: str, accept: str, live: Live) -> None:
    answer = live.ask(query, accept=accept)
    assert answer.status == 406
    assert "help: " in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_405(method: str, live: Live) -> None:
    answer = live.send(SPARQL, method=method)
    assert answer.status == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        (f"{SPARQL}?query=", {}, None, 400),
        (f"{SPARQL}?query=ASK%20%7B%7D&format=pdf", {}, None, 400),
        (f"{SPARQL}?nothing=1", {}, None, 400),
        (f"{SPARQL}?query=%ff", {}, None, 400),
        (f"{SPARQL}?query={'a' * 20_000}", {}, None, 414),
        (SPARQL, {"Content-Type": "text/plain"}, b"ASK {}", 415),
        (SPARQL, {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 415),
        (SPARQL, {"Content-Type": "application/sparql-query; charset=utf-16"}, "ASK {}".encode("utf-16"), 415),
        (SPARQL, {"Content-Type": "application/sparql-query"}, b"ASK { \xff }", 400),
        (SPARQL, {"Content-Type": "application/sparql-query"}, b"ASK {} #" + b"a" * (300 << 10), 413),
        (SPARQL, {"Content-Type": "application/sparql-query"}, b"ASK {} #" + b"a" * (2 << 20), 413),
        (SPARQL, {"Content-Type": "application/x-www-form-urlencoded"}, b"update=CLEAR+ALL", 400),
        (f"{SPARQL}?query=ASK%7B%7D", {"Content-Type": "application/sparql-query"}, b"ASK {}", 400),
        (f"{SPARQL}?{'a=1&' * 1500}query=ASK%7B%7D", {}, None, 400),
    ],
)
def test_errors_name_the_problem_and_the_remedy(
    path: str, headers: dict[str, str], body: bytes | None, status: int, live: Live
) -> None:
    answer = live.send(path, method="GET" if body is None else "POST", headers=headers, body=body)
    assert answer.status == status
    assert answer.type == "text/plain"
    assert "\n  help: " in answer.text


def test_a_syntax_error_is_located(live: Live) -> None:
    answer = live.ask("SELECT *\n{ ?s ?p }")
    assert answer.status == 400
    assert answer.text.startswith("query:2:")


def test_a_browser_gets_the_page_with_its_query(live: Live) -> None:
    browser = {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "hu, en;q=0.5",
    }
    answer = live.send(f"{SPARQL}?query=ASK%20%7B%7D", headers=browser)
    assert (answer.status, answer.headers["location"]) == (303, "/hu/sparql?query=ASK%20%7B%7D")
    assert live.send(answer.headers["location"]).type == "text/html"
    assert live.send(f"{SPARQL}?query=ASK%20%7B%7D&format=json", headers=browser).status == 200


def test_the_files_of_the_release_are_served_and_no_others(live: Live, samples_release: Path) -> None:
    whole = live.send("/release/data.nt")
    assert whole.body == (samples_release / "data.nt").read_bytes()
    part = live.send("/release/data.nt", headers={"Range": "bytes=10-19"})
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert live.send("/release/data.nt", headers={"If-None-Match": whole.headers["etag"]}).status == 304
    for path in ("manifest.json/", "../releases", "..%2f..%2fcurrent.json", "/etc/passwd", "%2e%2e/x"):
        assert live.send(f"/release/{path}").status == 404


def test_cors_lets_other_sites_read(live: Live) -> None:
    answer = live.send(
        SPARQL, method="OPTIONS", headers={"Origin": "https://e", "Access-Control-Request-Method": "POST"}
    )
    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert live.ask("ASK {}").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", SPARQL, f"{SPARQL}?query=x", "/id/x", "/doc/x", "/nothing", "/../etc/passwd"])
def test_every_answer_has_the_headers_of_safety(path: str, live: Live) -> None:
    headers = live.send(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]
    assert "set-cookie" not in headers
    assert "server" not in headers


def test_an_answer_is_not_sent_again_to_who_has_it(live: Live) -> None:
    first = live.ask(ROWS)
    path = f"{SPARQL}?{urlencode({'query': ROWS})}"
    for _ in range(2):  # the second from the bytes of the request
        again = live.send(path, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    other = live.send(path, headers={"If-None-Match": first.headers["etag"], "Accept": "text/csv"})
    assert other.status == 200
    assert other.headers["etag"] != first.headers["etag"]


def test_what_changes_is_not_kept(live: Live) -> None:
    answers = [live.ask("SELECT (RAND() AS ?x) {}") for _ in range(2)]
    assert answers[0].body != answers[1].body
    assert "etag" not in answers[0].headers
    assert answers[0].headers["cache-control"] == "no-store"


def test_kept_answers_are_the_same_bytes(live: Live) -> None:
    answers = [live.ask(ROWS, accept="text/csv") for _ in range(6)]
    assert len({answer.body for answer in answers}) == 1
    assert len({tuple(sorted(name for name in answer.headers)) for answer in answers}) == 1


def test_head_has_no_body(live: Live) -> None:
    path = f"{SPARQL}?{urlencode({'query': ROWS})}"
    answer = live.send(path, method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) == len(live.send(path).body)


def test_post_and_get_answer_alike(live: Live) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    direct = {"Content-Type": "application/sparql-query"}
    bodies = {
        live.ask(ROWS).body,
        live.send(SPARQL, method="POST", headers=form, body=urlencode({"query": ROWS}).encode()).body,
        live.send(f"{SPARQL}/", method="POST", headers=direct, body=ROWS.encode()).body,
    }
    assert len(bodies) == 1


def test_graphs_of_the_release_can_be_named(live: Live) -> None:
    graphs = [
        row["g"]["value"]
        for row in json.loads(live.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").body)["results"]["bindings"]
    ]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted(query: str, graphs: dict[str, str] | None = None) -> int:
        return int(json.loads(live.ask(query, graphs=graphs).body)["results"]["bindings"][0]["n"]["value"])

    assert counted(count, {"default-graph-uri": graphs[0]}) == counted(
        f"SELECT (COUNT(*) AS ?n) FROM <{graphs[0]}> {{ ?s ?p ?o }}"
    )
    assert counted(count, {"named-graph-uri": graphs[0]}) == 0
    assert counted(count) > counted(count, {"default-graph-uri": graphs[0]}) > 0


def test_csv_for_people_has_no_formula(tricky: Live) -> None:
    query = "SELECT ?o { ?s ?p ?o } ORDER BY ?s"
    answer = tricky.ask(query, format="csv-guarded")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.body.startswith(b"\xef\xbb\xbf")
    cells = [row[0] for row in csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""))][1:]
    assert cells[:5] == ["'=1+1", "-5", "'+SUM(A1)", "'@x", "<script>alert(1)</script>"]
    assert cells[8] == "'\t=1"
    assert [row[0] for row in csv.reader(io.StringIO(tricky.ask(query, format="csv").text, newline=""))][1] == "=1+1"


def test_a_workbook_has_texts_and_numbers_only(tricky: Live) -> None:
    answer = tricky.ask("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s", format="xlsx")
    assert (answer.status, answer.type) == (200, XLSX)
    assert answer.body == tricky.ask("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ", format="xlsx").body
    with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not [name for name in book.namelist() if "externalLink" in name or "vba" in name]
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    assert sheet.findall(".//m:f", space) == []
    assert sheet.findall(".//m:hyperlink", space) == []
    numbers = [
        cell.findtext("m:v", namespaces=space) for cell in sheet.findall(".//m:c", space) if cell.get("t") is None
    ]
    assert numbers == ["-5", "1.5"]
    texts = ["".join(cell.itertext()) for cell in sheet.findall(".//m:c[@t='inlineStr']", space)]
    assert {"=1+1", "12345678901234567890", "{=1}"} <= set(texts)


def test_texts_of_sheets_that_are_too_long_are_refused(tricky: Live) -> None:
    grown = " ".join(
        f"BIND(CONCAT(?{a}, ?{a}, ?{a}, ?{a}, ?{a}, ?{a}, ?{a}, ?{a}, ?{a}, ?{a}) AS ?{b})"
        for a, b in ("ab", "bc", "cd")
    )
    answer = tricky.ask(f"SELECT ?d {{ BIND('{'a' * 40}' AS ?a) {grown} }}", format="xlsx")
    assert answer.status == 406
    assert "32,767" in answer.text


def test_the_prefix_of_a_proxy_is_in_every_address(samples_release: Path) -> None:
    with serving(samples_release, "--workers", "1", "--root-path", "/open/data/", "--trust-forwarded") as server:
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "data.my-town.eu"}
        for path in ("/sparql", "/open/data/sparql"):
            text = server.send(path, headers=forwarded).text
            assert "<https://data.my-town.eu/open/data/sparql>" in text
        place = server.send("/id/programming-period/2021-2027").headers["location"]
        assert place.startswith("/open/data/doc/programming-period/2021-2027.")
        assert server.send(place).status == 200 or place.endswith(".html")


def test_forwarded_headers_are_not_believed_untold(live: Live) -> None:
    text = live.send(SPARQL, headers={"X-Forwarded-Host": "evil.example", "Accept": "text/turtle"}).text
    assert "evil.example" not in text
    assert "<script" not in live.send(SPARQL, headers={"Host": "a<script>", "Accept": "text/turtle"}).text
    assert quote(live.address, safe=":/") in text
