"""Queries: over files and releases, in a stable order, in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from eulod.errors import NoData, ResultFormatMismatch, UnknownGraph
from eulod.query.results import FORMATS, write_result
from eulod.query.sparql import Answer, Solutions, Triples, ask, query
from eulod.query.store import open_store

TURTLE = '<http://e/b> <http://e/p> "two, or\\nmore"@en . <http://e/a> <http://e/p> 1 . <http://e/c> <http://e/q> "x" .'
QUADS = "".join(f"<http://e/{name}> <http://e/p> <http://e/o> <http://e/g> .\n" for name in ("a", "withheld"))
TRIPLES = "<http://e/a> <http://e/p> <http://e/o> .\n"
ROWS = "SELECT ?s ?o { ?s <http://e/p> ?o }"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A Turtle file."""
    path = tmp_path / "data.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return path


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder with the dumps of a release, one statement withheld from the canonical graph."""
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "eulod.nt").write_text(TRIPLES, encoding="utf-8")
    (folder / "eulod.nq").write_text(QUADS, encoding="utf-8")
    (folder / "dataset.ttl").write_text("<http://e/dataset> <http://e/p> 1 .", encoding="utf-8")
    return folder


def written(data: Path, text: str, form: str | None) -> str:
    """The answer in a format."""
    stream = io.BytesIO()
    write_result(query([data], text), stream, form=form)
    return stream.getvalue().decode()


def test_rows_are_sorted_unless_the_query_orders_them(data: Path) -> None:
    free, ordered = query([data], ROWS), query([data], ROWS + " ORDER BY DESC(?s)")
    assert isinstance(free, Solutions)
    assert isinstance(ordered, Solutions)
    assert [str(row[0]) for row in free.rows] == ["<http://e/a>", "<http://e/b>"]
    assert ordered.rows == free.rows[::-1]


def test_every_form_of_query_has_its_answer(data: Path) -> None:
    assert query([data], "ASK { ?s ?p ?o }") == Answer(True)
    assert isinstance(query([data], "DESCRIBE <http://e/a>"), Triples)
    graph = query([data], GRAPH)
    assert isinstance(graph, Triples)
    assert len(graph.triples) == 3


def test_usual_prefixes_need_no_declaration(data: Path) -> None:
    assert query([data], "ASK { ?s a eulod:Project ; dcterms:title ?t }") == Answer(False)


def test_a_release_answers_from_its_canonical_graph(release: Path) -> None:
    store = open_store([release])
    assert ask(store, "ASK { <http://e/withheld> ?p ?o }") == Answer(False)
    assert ask(store, "ASK { GRAPH <http://e/g> { <http://e/withheld> ?p ?o } }") == Answer(True)
    assert ask(store, "ASK FROM <http://e/g> { <http://e/withheld> ?p ?o }") == Answer(True)
    assert ask(store, "ASK { <http://e/dataset> ?p ?o }") == Answer(False)


def test_quads_alone_are_queried_as_their_union(release: Path) -> None:
    assert query([release / "eulod.nq"], "ASK { <http://e/withheld> ?p ?o }") == Answer(True)


def test_an_empty_folder_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(NoData):
        open_store([tmp_path])


def test_from_is_for_graphs_of_the_data(release: Path) -> None:
    with pytest.raises(UnknownGraph, match="http://e/other"):
        query([release], "ASK FROM <http://e/other> { ?s ?p ?o }")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_the_standard_formats_are_read_back(data: Path, form: str) -> None:
    text = written(data, ROWS, form)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert rows == [["s", "o"], ["http://e/a", "1"], ["http://e/b", "two, or\nmore"]]
        return
    standard = {"tsv": ox.QueryResultsFormat.TSV, "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}
    read = ox.parse_query_results(text, standard[form])
    assert isinstance(read, ox.QuerySolutions)
    answer = query([data], ROWS)
    assert isinstance(answer, Solutions)
    assert [tuple(row) for row in read] == list(answer.rows)


def test_unbound_is_left_out_and_empty_in_the_table(data: Path) -> None:
    text = "SELECT ?s ?none { ?s <http://e/q> ?o OPTIONAL { ?s <http://e/none> ?none } }"
    assert json.loads(written(data, text, "json"))["results"]["bindings"] == [
        {"s": {"type": "uri", "value": "http://e/c"}}
    ]
    assert written(data, text, "table") == "s             none\n------------  ----\n<http://e/c>\n(1 row)\n"


def test_the_table_keeps_a_row_on_its_line(data: Path) -> None:
    assert written(data, ROWS, None).splitlines() == [
        "s             o",
        "------------  ------------",
        "<http://e/a>  1",
        "<http://e/b>  two, or more",
        "(2 rows)",
    ]


@pytest.mark.parametrize(("form", "parser"), [("ttl", "turtle"), ("jsonld", "json-ld")])
def test_graphs_are_read_back(data: Path, form: str, parser: str) -> None:
    graph = Graph().parse(data=written(data, GRAPH, form), format=parser)
    assert isomorphic(graph, Graph().parse(data=TURTLE, format="turtle"))


@pytest.mark.parametrize(("text", "answer"), [("ASK { ?s ?p ?o }", "yes\n"), ("ASK { ?s <http://e/none> ?o }", "no\n")])
def test_ask_answers_in_words(data: Path, text: str, answer: str) -> None:
    assert written(data, text, "table") == answer
    assert json.loads(written(data, text, "json"))["boolean"] == (answer == "yes\n")


@pytest.mark.parametrize(("text", "forms"), [(ROWS, {"ttl", "jsonld"}), (GRAPH, set(FORMATS) - {"ttl", "jsonld"})])
def test_a_format_of_the_other_kind_is_refused(data: Path, text: str, forms: set[str]) -> None:
    for form in forms:
        with pytest.raises(ResultFormatMismatch, match=form):
            written(data, text, form)


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_two_runs_give_the_same_bytes(data: Path, form: str) -> None:
    assert written(data, ROWS, form) == written(data, ROWS, form)


def test_graphs_in_turtle_have_only_the_prefixes_in_use(data: Path) -> None:
    data.write_text("<http://e/a> a <https://w3id.org/eulod/ns#Project> .", encoding="utf-8")
    assert written(data, GRAPH, "ttl").count("@prefix") == 1
    assert written(data, GRAPH, "ttl") == written(data, GRAPH, "ttl")
