"""Queries of strangers: each ends within its limits, harms no other, and reaches nothing outside."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from tests.serving.live import Live, serving
from tests.trap import Trap, trap

TIMEOUT = 2
ALL = "?s ?p ?o"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
RUNAWAY = "^(.*.*.*.*){50}$"


def grown(more: Callable[[str], str]) -> str:
    """A query whose text grows tenfold eleven times, as each variable is made of the one before."""
    steps = " ".join(f"BIND({more(f'?{before}')} AS ?{name})" for before, name in pairwise("abcdefghijkl"))
    return f"SELECT (STRLEN(?l) AS ?n) {{ BIND('aaaaaaaaaa' AS ?a) {steps} }}"


HOSTILE = {
    "nested braces": "SELECT * " + "{" * 5000 + ALL + "}" * 5000,
    "nested parentheses": "SELECT (" + "(" * 5000 + "1" + ")" * 5000 + " AS ?x) {}",
    "nested brackets": "ASK { ?s ?p " + "[ ?p " * 5000 + "1" + "]" * 5000 + " }",
    "nested subqueries": "SELECT * { " + "{ SELECT * { " * 2000 + ALL + " } }" * 2000 + " }",
    "a chain of sums": "SELECT (1" + "+1" * 20_000 + " AS ?x) {}",
    "a chain of nots": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "a chain of unions": "ASK { {}" + " UNION {}" * 20_000 + " }",
    "many triples": "ASK { " + " ".join(f"?s{i} a ?o{i} ." for i in range(800)) + " }",
    "a chain of paths": "SELECT (COUNT(*) AS ?n) { ?s " + "/".join(["(a|!a)"] * 300) + " ?o }",
    "a path bomb": "SELECT (COUNT(*) AS ?n) { ?s (((!<x:y>)*)*)* ?o . ?o (!<x:z>|^!<x:z>)+ ?r . ?r (!<x:y>)* ?q }",
    "a cross product": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}",
    "a cross product in full": f"SELECT * {{ {PRODUCT} }}",
    "a sorted cross product": f"SELECT * {{ {PRODUCT} }} ORDER BY ?c ?f",
    "a distinct cross product": f"SELECT DISTINCT ?c ?f ?i {{ {PRODUCT} }}",
    "a constructed cross product": f"CONSTRUCT {{ ?a ?e ?i }} {{ {PRODUCT} }}",
    "a CONCAT bomb": grown(lambda name: f"CONCAT({', '.join([name] * 10)})"),
    "a REPLACE bomb": grown(lambda name: f"REPLACE({name}, 'a', 'aaaaaaaaaa')"),
    "a GROUP_CONCAT bomb": f"SELECT (GROUP_CONCAT(?c; separator=',') AS ?x) {{ {PRODUCT} }}",
    "a regular expression bomb": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} FILTER(REGEX(STR(?c), '{RUNAWAY}')) }}",
    "many values": "SELECT * { " + " ".join(f"VALUES ?v{i} {{ {'1 2 3 4 5 6 7 8 9 ' * 10}}}" for i in range(8)) + " }",
    "an exponential filter": f"SELECT * {{ {ALL} FILTER NOT EXISTS {{ {PRODUCT} FILTER(?a != ?s && ?d = ?i) }} }}",
}
REACHING = [
    "SELECT * { SERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT <U/x>{ ?s ?p ?o } }",
    "PREFIX e: <U/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "BASE <U/> SELECT * { SERVICE#c\n<x>{ ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { #comment\rSERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <U/x> } SERVICE ?x { ?s ?p ?o } }",
    "LOAD <U/x>",
    "PREFIX e: <U/> # comment\n load silent e:x INTO GRAPH e:g",
    "SELECT * FROM <U/x> { ?s ?p ?o }",
    "SELECT * FROM NAMED <U/x> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX e: <U/> SELECT * from#c\ne:x { ?s ?p ?o }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "BASE <U/> ASK FROM NAMED <x> { ?s ?p ?o }",
]


@pytest.fixture(scope="module")
def guarded(samples_release: Path) -> Iterator[Live]:
    """A server with short limits."""
    with serving(samples_release, "--workers", "1", "--timeout", str(TIMEOUT), "--memory", "400MB") as server:
        yield server


@pytest.fixture(scope="module")
def outside() -> Iterator[Trap]:
    """A server that must see no hit."""
    with trap() as caught:
        yield caught


def assert_well(server: Live) -> None:
    """The next query is answered within a second."""
    start = time.monotonic()
    assert json.loads(server.ask("ASK { ?s ?p ?o }", timeout=5).body)["boolean"] is True
    assert time.monotonic() - start < 1


def test_there_are_more_than_twenty() -> None:
    assert len(HOSTILE) >= 20


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_within_the_limit_with_a_message(name: str, guarded: Live) -> None:
    start = time.monotonic()
    answer = guarded.ask(HOSTILE[name], timeout=TIMEOUT + 5)
    assert time.monotonic() - start < TIMEOUT + 1
    assert answer.status in (400, 413, 503), answer.text[:200]
    assert answer.type == "text/plain"
    assert answer.text.partition(" ")[0].rstrip(":") in ("Q005", "Q009", "Q010", "Q011", "query")
    assert "help: " in answer.text
    assert_well(guarded)


def test_many_hostile_queries_at_once_leave_the_server_well(guarded: Live) -> None:
    names = ["a cross product", "a sorted cross product", "a REPLACE bomb", "a path bomb"] * 2
    with ThreadPoolExecutor(len(names)) as pool:
        answers = list(pool.map(lambda name: guarded.ask(HOSTILE[name], timeout=30), names))
    assert {answer.status for answer in answers} == {503}
    assert_well(guarded)


def test_an_entity_is_told_while_every_worker_is_busy(guarded: Live) -> None:
    with ThreadPoolExecutor(4) as pool:
        busy = [pool.submit(guarded.ask, HOSTILE["a cross product"], timeout=30) for _ in range(4)]
        time.sleep(0.3)
        start = time.monotonic()
        answer = guarded.ask("SELECT ?p ?o { <https://w3id.org/eulod/id/dataset/all> ?p ?o }", timeout=5)
        assert time.monotonic() - start < 1
        assert answer.status == 200
        assert {one.result().status for one in busy} == {503}
    assert_well(guarded)


@pytest.mark.parametrize("text", REACHING)
def test_nothing_outside_is_reached(text: str, guarded: Live, outside: Trap) -> None:
    answer = guarded.ask(text.replace("U", outside.address, 1) if "<U" in text else text)
    assert answer.status == 400, answer.text
    assert "help: " in answer.text
    assert outside.hits == []
    assert_well(guarded)


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_the_request_cannot_name_graphs_outside(name: str, guarded: Live, outside: Trap) -> None:
    answer = guarded.ask("ASK {}", graphs={name: f"{outside.address}/x"})
    assert answer.status == 400
    assert "no graph of these data" in answer.text
    assert outside.hits == []


def test_rows_beyond_the_limit_are_an_error_and_not_cut(samples_release: Path) -> None:
    with serving(samples_release, "--workers", "1", "--max-results", "100") as server:
        assert server.ask("SELECT * { ?s ?p ?o } LIMIT 100").status == 200
        answer = server.ask("SELECT * { ?s ?p ?o } LIMIT 101")
        assert answer.status == 413
        assert "100 rows" in answer.text
        assert server.ask("CONSTRUCT WHERE { ?s ?p ?o }").status == 413
