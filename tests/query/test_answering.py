"""Answers as bytes: the rows and the order of `ask`, whatever the terms are, and never more than the limits."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eulod.errors import ResultFormatMismatch, ResultTooLarge, UnknownGraph
from eulod.query.answering import Question, answer
from eulod.query.limits import Limits
from eulod.query.results import write_result
from eulod.query.sparql import RdfDataset, Solutions, ask

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPES = ("integer", "decimal", "double", "boolean", "date", "string", "negativeInteger", "nonNegativeInteger")
LEXICAL = (
    "1",
    "-1",
    "+2",
    "01",
    "1.0",
    "1.",
    ".5",
    "1e6",
    "1.5E-3",
    "true",
    "false",
    "0",
    "",
    "x",
    "INF",
    "2020-01-01",
)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
typed = st.builds(
    lambda lexical, name: ox.Literal(lexical, datatype=ox.NamedNode(XSD + name)),
    st.sampled_from(LEXICAL) | texts,
    st.sampled_from(TYPES),
)
tagged = st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(("en", "hu", "fr-be")))
iris = st.sampled_from(("http://e/a", "http://e/b#x", "http://e/é")).map(ox.NamedNode)
ROWS = "SELECT ?s ?o ?none { ?s <http://e/p> ?o OPTIONAL { ?o <http://e/none> ?none } }"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"


def store_of(objects: list[ox.Literal | ox.NamedNode]) -> ox.Store:
    """A store with a statement for each object."""
    store = ox.Store()
    for number, term in enumerate(objects):
        store.add(ox.Quad(ox.NamedNode(f"http://e/{number % 3}"), ox.NamedNode("http://e/p"), term))
    return store


def read(body: bytes, form: ox.QueryResultsFormat) -> list[tuple[object, ...]]:
    """The rows of an answer."""
    found = ox.parse_query_results(body, form)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(row) for row in found]


@given(st.lists(typed | tagged | iris, max_size=12))
def test_rows_and_their_order_are_those_of_ask(objects: list[ox.Literal | ox.NamedNode]) -> None:
    store = store_of(objects)
    expected = ask(store, ROWS)
    assert isinstance(expected, Solutions)
    for name, form in (("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)):
        assert read(answer(store, Question(ROWS, name), Limits()).body, form) == list(expected.rows)


@given(st.lists(typed | tagged | iris, max_size=8))
def test_bytes_are_those_of_the_command(objects: list[ox.Literal | ox.NamedNode]) -> None:
    store = store_of(objects)
    for query, form in ((ROWS, "csv"), (ROWS, "xml"), (GRAPH, "ttl")):
        stream = io.BytesIO()
        write_result(ask(store, query), stream, form=form)
        assert answer(store, Question(query, form, form), Limits()).body == stream.getvalue()


@pytest.mark.parametrize("query", ["SELECT * {}", "SELECT ?none {}", "SELECT ?s { ?s <http://e/none> ?o }"])
def test_rows_without_values_are_counted(query: str) -> None:
    store = store_of([ox.Literal("x")])
    expected = ask(store, query)
    assert isinstance(expected, Solutions)
    assert read(answer(store, Question(query), Limits()).body, ox.QueryResultsFormat.JSON) == list(expected.rows)


@pytest.mark.parametrize("query", [ROWS, GRAPH])
def test_more_than_the_limit_is_an_error(query: str) -> None:
    store = store_of([ox.Literal(str(number)) for number in range(30)])
    assert answer(store, Question(query), Limits(rows=30)).body
    with pytest.raises(ResultTooLarge, match="29 rows"):
        answer(store, Question(query), Limits(rows=29))
    with pytest.raises(ResultTooLarge):
        answer(store, Question(query), Limits(answer=100))


def test_a_format_must_fit_the_kind_of_answer() -> None:
    store = store_of([])
    for question in (Question(ROWS, "", "ttl"), Question(GRAPH, "json", ""), Question("ASK {}", "xlsx", "")):
        with pytest.raises(ResultFormatMismatch):
            answer(store, question, Limits())


def test_graphs_of_the_request_replace_those_of_the_query() -> None:
    store = store_of([])
    for name in "ab":
        store.add(ox.Quad(*(ox.NamedNode(f"http://e/{name}"),) * 4))
    only_a = RdfDataset(("http://e/a",), ("http://e/b",))
    query = "SELECT ?s ?g FROM <http://e/b> { ?s ?p ?o GRAPH ?g { ?x ?y ?z } }"
    rows = read(answer(store, Question(query, dataset=only_a), Limits()).body, ox.QueryResultsFormat.JSON)
    assert rows == [(ox.NamedNode("http://e/a"), ox.NamedNode("http://e/b"))]
    with pytest.raises(UnknownGraph, match="http://e/c"):
        answer(store, Question(query, dataset=RdfDataset(("http://e/c",))), Limits())
