"""Queries about one IRI: answered without a worker as a worker answers them, and none that could cost much."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eulod.errors import EulodError
from eulod.query.answering import Question, Written, answer
from eulod.query.limits import Limits
from eulod.query.point_query import answered_at_once, point_query
from eulod.query.sparql import RdfDataset
from tests.query.test_answering import iris, tagged, typed

BASE = "http://e/"
DC, XSD = "http://purl.org/dc/terms/", "http://www.w3.org/2001/XMLSchema#"
subjects = st.sampled_from(("<http://e/0>", "<http://e/1>", "<0>", "<http://e/none>", "<>", "<http://e/x/../0>"))
predicates = st.sampled_from(("?p", "$q", "?o", "a", "dcterms:title", "e:p", "<http://e/p>", "<p>", "none:x"))
objects = st.sampled_from(
    ("?o", "?p", "$x", "<http://e/a>", "e:a", '"x"', '"x"@en', '"1"^^xsd:integer', f'"1"^^<{XSD}integer>')
)
shown = st.sampled_from(("*", "?o", "?p ?o", "?o $p", "?none ?o", "?o ?o", "?x ?p ?q ?o"))
pairs = st.tuples(predicates, objects).map(" ".join)
prologues = st.sampled_from(("", "PREFIX e: <http://e/>\n", "prefix e: <http://e/> prefix dcterms: <http://e/>"))
statements = st.lists(
    st.tuples(
        st.sampled_from(("0", "1")), st.sampled_from(("http://e/p", f"{DC}title", f"{DC}type")), typed | tagged | iris
    ),
    max_size=12,
)


@st.composite
def queries(draw: st.DrawFn) -> str:
    """A query about one IRI, now and then with a pattern, a name or a projection that does not fit."""
    said = " ; ".join(draw(st.lists(pairs, min_size=1, max_size=3)))
    form = draw(st.sampled_from(("ASK", f"SELECT {draw(shown)}", f"select {draw(shown)} WHERE")))
    limit = draw(st.sampled_from(("", "LIMIT 1", " limit 2 ")))
    end = draw(st.sampled_from(("", ".", ";")))
    return f"{draw(prologues)} {form} {{ {draw(subjects)} {said} {end}}}{limit}"


def store_of(found: list[tuple[str, str, ox.Literal | ox.NamedNode]]) -> ox.Store:
    """A store with these statements, and one more, so that it is not empty."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://e/more"), ox.NamedNode("http://e/p"), ox.Literal("x")))
    for subject, predicate, term in found:
        store.add(ox.Quad(ox.NamedNode(BASE + subject), ox.NamedNode(predicate), term))
    return store


def told(number: int) -> ox.Store:
    """A store that says so much of one IRI."""
    return store_of([("0", "http://e/p", ox.Literal(str(one))) for one in range(number)])


@given(statements, queries(), st.sampled_from(("json", "xml", "csv", "tsv")))
def test_the_answer_is_that_of_a_worker(
    found: list[tuple[str, str, ox.Literal | ox.NamedNode]], query: str, form: str
) -> None:
    store, question = store_of(found), Question(query, form, base=BASE)
    at_once = answered_at_once(store, question, Limits())
    try:
        expected: Written | None = answer(store, question, Limits())
    except EulodError:
        expected = None
    assert at_once is None or at_once == expected


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?p ?o WHERE { <http://e/0> ?p ?o }",
        "SELECT * { <http://e/0> ?z ?a }",
        "PREFIX e: <http://e/>\nselect $o\nwhere\n{\n  <http://e/0> e:p $o .\n}\nlimit 2",
        "SELECT ?a ?b { <http://e/0> dcterms:title ?a ; a ?b }",
        "ASK { <http://e/0> a <http://e/a> }",
        'SELECT ?p { <http://e/0> ?p "x"@en }',
    ],
)
def test_what_people_ask_of_an_entity_needs_no_worker(query: str, form: str) -> None:
    store = store_of([("0", "http://e/p", ox.Literal("x", language="en")), ("0", f"{DC}title", ox.Literal("1.0"))])
    question = Question(query, form, base=BASE)
    assert answered_at_once(store, question, Limits()) == answer(store, question, Limits())


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { <http://e/0> ?p ?o . ?o ?q ?r }",
        "SELECT DISTINCT ?p { <http://e/0> ?p ?o }",
        "SELECT * { <http://e/0> ?p ?o } ORDER BY ?o",
        "SELECT * { <http://e/0> ?p ?o } OFFSET 100000",
        "SELECT (COUNT(*) AS ?n) { <http://e/0> ?p ?o }",
        "SELECT * { <http://e/0> <http://e/p>* ?o }",
        "SELECT * { <http://e/0> <http://e/p>/<http://e/q> ?o }",
        "SELECT * { <http://e/0> ^<http://e/p> ?o }",
        "SELECT * { <http://e/0> e:p? ?o }",
        "SELECT * { <http://e/0> ?p ?o FILTER(?o > 1) }",
        "SELECT * { <http://e/0> ?p [] }",
        "SELECT * { <http://e/0> ?p ( 1 ) }",
        "SELECT * { { <http://e/0> ?p ?o } }",
        "SELECT * { GRAPH ?g { <http://e/0> ?p ?o } }",
        "SELECT * FROM <http://e/g> { <http://e/0> ?p ?o }",
        "SELECT * { SERVICE <http://e/0> { ?s ?p ?o } }",
        "SELECT * { <http://e/0> ?p ?o } # SERVICE <x> {}",
        "BASE <http://f/> SELECT * { <0> ?p ?o }",
        "DESCRIBE <http://e/0>",
        "CONSTRUCT WHERE { <http://e/0> ?p ?o }",
        "INSERT DATA { <http://e/0> a <http://e/1> }",
        "SELECT * { <http://e/0> ?p 1 }",
        'SELECT * { <http://e/0> ?p "\\u0041" }',
        "SELECT * { <http://e/0> ?p ?o " + "; ?p ?o " * 500 + "}",
    ],
)
def test_everything_else_is_a_workers(query: str) -> None:
    assert point_query(query) is None


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("SELECT ?p ?o { <http://e/0> ?p ?o }", 200),
        ("SELECT ?o { <http://e/0> <http://e/p> ?o ; <http://e/p> ?q }", 10),
        ("SELECT ?o { <http://e/0> ?o ?o }", 100),
    ],
)
def test_an_entity_of_which_much_is_said_is_a_workers(query: str, most: int) -> None:
    assert answered_at_once(told(most), Question(query), Limits()) == answer(told(most), Question(query), Limits())
    assert answered_at_once(told(most + 1), Question(query), Limits()) is None


def test_a_pattern_that_nothing_fits_does_not_hide_one_that_much_fits() -> None:
    query = "SELECT ?o { <http://e/0> <http://e/none> ?n ; <http://e/p> ?o }"
    assert answered_at_once(told(100), Question(query), Limits()) == answer(told(100), Question(query), Limits())
    assert answered_at_once(told(101), Question(query), Limits()) is None


def test_the_limits_of_the_server_hold() -> None:
    question = Question("SELECT ?o { <http://e/0> ?p ?o }")
    assert answered_at_once(told(6), question, Limits(rows=5)) is None
    assert answered_at_once(told(6), question, Limits(answer=20)) is None


def test_a_request_that_names_graphs_or_a_sheet_is_a_workers() -> None:
    text = "SELECT ?o { <http://e/0> ?p ?o }"
    assert answered_at_once(told(2), Question(text, dataset=RdfDataset(("http://e/g",))), Limits()) is None
    assert answered_at_once(told(2), Question(text, "xlsx"), Limits()) is None
