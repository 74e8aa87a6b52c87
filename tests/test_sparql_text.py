"""What a query may ask for is found however it is written, and ordinary queries are left alone."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eulod.errors import QueryError, QuerySyntaxError, QueryTooDeep, ServiceRefused, UpdateRefused
from eulod.query.sparql import ask
from eulod.sparql_text import chained, graph_clauses, is_ordered, is_update, nesting, normalised, service_clause
from tests.trap import trap

HOSTILE = [
    "SELECT * { SERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { service<U/x>{ ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT <U/x> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<U/x>{ ?s ?p ?o } }",
    "PREFIX : <U/> SELECT * { service:x { ?s ?p ?o } }",
    "PREFIX e: <U/> SELECT * { SERVICEe:x { ?s ?p ?o } }",
    "PREFIX silent: <U/> SELECT * { SERVICE silent:x { ?s ?p ?o } }",
    "PREFIX e: <U/> SELECT * { SERVICE e:a\\#b { ?s ?p ?o } }",
    "SELECT * { SERVICE#comment\n<U/x>#another {\n{ ?s ?p ?o } }",
    "SELECT * { #comment\rSERVICE <U/x> { ?s ?p ?o } }",
    'SELECT * { ?s ?p ?o FILTER(?s<?p#x> """\n) SERVICE <U/x> { ?s ?p ?o } #"""\n }',
    "SELECT * { ?s ?p ?o FILTER(?s<?p#x> '\n) SERVICE <U/x> { ?s ?p ?o } #'\n }",
    "SELECT * { ?s ?p ?o FILTER(?s<?p)SERVICE#>\n<U/x>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.SERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a'SERVICE <U/x> { ?s ?p ?o } }",
    'SELECT * { ?s ?p """"a"""SERVICE <U/x> { ?s ?p ?o } }',
    "SELECT * { ?s ?p '\\'' . SERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <U/x> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <U/x> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <U/x> { ?s ?p ?o } } } } }",
    "SELECT * { LATERAL { SERVICE <U/x> { ?s ?p ?o } } }",
    "BASE <U/> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <U/x> { ?s ?p ?o } }",
    "ASK { SERVICE <U/x> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <U/x> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '\\u0027 . SERVICE <U/x> { ?s ?p ?o } #' }",
    "LOAD <U/x>",
    "PREFIX e: <http://e/> # comment\n load <U/x> INTO GRAPH e:g",
    "SELECT * FROM <U/x> { ?s ?p ?o }",
    "SELECT * FROM NAMED <U/x> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX e: <U/> SELECT * FROM e:x { ?s ?p ?o }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
]


@pytest.fixture
def store() -> ox.Store:
    """A store with one statement."""
    made = ox.Store()
    made.add(ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("1")))
    return made


@pytest.mark.parametrize("text", HOSTILE)
def test_no_query_reaches_outside(store: ox.Store, text: str) -> None:
    with trap() as caught:
        with pytest.raises(QueryError):
            ask(store, text.replace("U/", f"{caught.address}/"))
        assert caught.hits == []


def test_the_trap_would_catch_an_engine_that_is_not_guarded(store: ox.Store) -> None:
    with trap() as caught:
        with pytest.raises(OSError, match="500"):
            list(store.query(f"SELECT * {{ SERVICE <{caught.address}/x> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
        assert caught.hits == ["/x"]


HARMLESS = [
    "SELECT ?service { ?service ?from $service }",
    'SELECT * { ?s ?p "SERVICE <http://e/> { }" }',
    "SELECT * { ?s ?p '''a SERVICE <http://e/> { }''' }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://e/> { }",
    "SELECT * { GRAPH <http://e/service/x> { ?s ?p ?o } }",
    "SELECT * { GRAPH <http://e/service#x> { ?s ?p ?o } }",
    "PREFIX e: <http://e/service-description#> SELECT * { GRAPH e:service { ?s ?p ?o } }",
    "SELECT * { ?s <http://e/from> <http://e/o> ; prov:wasDerivedFrom <http://e/d> }",
    "PREFIX service: <http://e/> SELECT * { ?s service:p ?o }",
    "SELECT * { ?s ?p 'le service'@fr . FILTER(?o < 3 && ?o > 1) }",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_queries_run(store: ox.Store, text: str) -> None:
    ask(store, text)


PIECES = st.sampled_from(
    ["SERVICE", " ", "\n", "<http://127.0.0.1:1/>", "{", "}", '"', "'", '"""', "#", "<", ">", "?a", ":", "\\", "SILENT"]
)


@given(st.lists(PIECES, max_size=14).map("".join))
@example('?a<?a#>"""\n)SERVICE<http://127.0.0.1:1/>{}#"""\n')
def test_what_the_engine_takes_for_a_service_is_found(middle: str) -> None:
    text = normalised(f"SELECT * {{ FILTER(1 {middle} }}")
    try:
        list(ox.Store().query(text))  # type: ignore[arg-type]
    except SyntaxError:
        return  # the engine does not take it at all
    except (OSError, RuntimeError):
        assert service_clause(text) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT DATA { <a:a> <a:b> <a:c> }", True),
        ("# comment\nBASE <http://e/> PREFIX e: <http://e/> DELETE WHERE { ?s ?p ?o }", True),
        ("WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", True),
        ("clear all", True),
        ("PREFIX insert: <http://e/> SELECT * { ?s insert:data ?o }", False),
        ("SELECT ?delete { ?delete ?p ?o }", False),
    ],
)
def test_updates_are_told_from_queries(store: ox.Store, text: str, expected: bool) -> None:
    assert is_update(text) == expected
    if expected:
        with pytest.raises(UpdateRefused):
            ask(store, text)


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT * { ?s ?p ?o } order\nby ?s VALUES ?s { <a:a> }", True),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } }", False),
        ("SELECT * { ?s ?p 'ORDER BY' } # ORDER BY ?s", False),
    ],
)
def test_the_outer_order_is_seen(text: str, ordered: bool) -> None:
    assert is_ordered(text) == ordered


def test_from_clauses_are_expanded() -> None:
    text = "PREFIX e: <http://e/> SELECT * FROM <http://e/a> FROM NAMED e:b { ?s ?p ?o }"
    assert [iri for _, iri in graph_clauses(text)] == ["http://e/a", "http://e/b"]


@pytest.mark.parametrize("brackets", ["{}", "()", "[]"])
def test_deep_nesting_is_refused_before_the_engine_sees_it(store: ox.Store, brackets: str) -> None:
    text = "SELECT * {" + brackets[0] * 20_000 + brackets[1] * 20_000 + "}"
    assert nesting(text) > 20_000
    with pytest.raises(QueryTooDeep):
        ask(store, text)


def test_a_refusal_says_where(store: ox.Store) -> None:
    with pytest.raises(ServiceRefused) as caught:
        ask(store, "SELECT * {\n  SERVICE <http://e/> {} }", name="a.rq")
    assert str(caught.value).startswith("a.rq:2:3: Q002 ")


def test_a_syntax_error_says_where(store: ox.Store) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(store, "SELECT * {\n ?s ?p ?o\n} ORDR BY ?s", name="a.rq")
    assert str(caught.value).startswith("a.rq:3:")


CHAINS = {
    "sums": ("SELECT (1", "+1", " AS ?x) {}"),
    "alternatives": ("ASK { FILTER(true", "||true", ") }"),
    "nots": ("ASK { FILTER(", "!", "true) }"),
    "paths": ("ASK { ?s a", "|a", " ?o }"),
    "unions": ("ASK { {}", " UNION {}", " }"),
    "optionals": ("ASK { ", "OPTIONAL { ?s a ?o } ", "}"),
    "minuses": ("ASK { ?s a ?o ", "MINUS { ?s a ?x } ", "}"),
    "filters": ("ASK { ?s a ?o ", "FILTER(?s = ?s) ", "}"),
}


@pytest.mark.parametrize("name", CHAINS)
def test_long_chains_are_refused_and_shorter_ones_do_not_end_the_process(name: str, store: ox.Store) -> None:
    start, link, end = CHAINS[name]
    ask(store, start + link * 300 + end)
    with pytest.raises(QueryTooDeep, match="chains"):
        ask(store, start + link * 20_000 + end)


def test_names_strings_and_lists_of_values_are_no_chains(store: ox.Store) -> None:
    names = " ".join(f"<http://e/a-b/c+{number}>" for number in range(2000))
    assert chained(f"SELECT * {{ VALUES ?x {{ {names} }} }}") < 20
    ask(store, f"SELECT * {{ VALUES ?x {{ {names} }} FILTER(?x != '{'-+/' * 2000}') }}")
