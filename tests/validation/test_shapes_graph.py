"""Shapes graphs: what is refused, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.errors import (
    EulodError,
    NoShapes,
    RdfSyntaxError,
    ShapesFetchRefused,
    ShapesMalformed,
    ShapesUnsupported,
)
from eulod.validation.shapes_graph import check_shapes, read_shapes
from tests.trap import trap
from tests.validation.graphs import data, shapes

HEAD = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
    " @prefix e: <http://e/> .\n"
)
QUERY = "e:S a sh:NodeShape ; sh:targetClass e:Thing ; sh:sparql [ sh:select '''SELECT $this {}''' ] ."


def test_good_shapes_pass(tmp_path: Path) -> None:
    check_shapes(shapes(tmp_path))


def test_a_syntax_error_says_where(tmp_path: Path) -> None:
    with pytest.raises(RdfSyntaxError) as caught:
        shapes(tmp_path, HEAD + "e:S a sh:NodeShape\ne:T a sh:NodeShape .")
    assert str(caught.value).startswith(f"{tmp_path / 'shapes.ttl'}:3:1: R003 ")


@pytest.mark.parametrize(
    "text",
    [
        "e:shapes a owl:Ontology ; owl:imports <U/x> .",
        QUERY.format("WHERE { SERVICE <U/x> { $this ?p ?o } }"),
        QUERY.format("WHERE { ?s ?p ?o . service<U/x>{ $this ?p ?o } }"),
        QUERY.format("WHERE { \\\\u0053ERVICE <U/x> { $this ?p ?o } }"),
        QUERY.format("FROM <U/x> WHERE { $this ?p ?o }"),
        QUERY.format("FROM NAMED <file:///etc/passwd> WHERE { GRAPH ?g { $this ?p ?o } }"),
    ],
)
def test_nothing_is_fetched(tmp_path: Path, text: str) -> None:
    with trap() as caught:
        with pytest.raises(ShapesFetchRefused):
            shapes(tmp_path, HEAD + text.replace("U/", f"{caught.address}/"))
        assert caught.hits == []


def test_an_import_of_what_is_given_is_no_fetching(tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text(HEAD + "e:other a owl:Ontology .", encoding="utf-8")
    main = tmp_path / "main.ttl"
    main.write_text(HEAD + "e:main a owl:Ontology ; owl:imports e:other .", encoding="utf-8")
    assert len(read_shapes([main, other])) == 3


@pytest.mark.parametrize(
    "text",
    ["e:S sh:rule [ a sh:TripleRule ] .", "e:S sh:target [ a sh:SPARQLTarget ] .", "e:f a sh:SPARQLFunction ."],
)
def test_advanced_features_are_refused_rather_than_left_out(tmp_path: Path, text: str) -> None:
    with pytest.raises(ShapesUnsupported, match="sh:"):
        shapes(tmp_path, HEAD + text)


@pytest.mark.parametrize(
    "declared",
    ['sh:prefix "x: <http://e/> SELECT" ; sh:namespace "http://e/"', 'sh:prefix "x" ; sh:namespace "> SELECT"'],
)
def test_a_declared_prefix_cannot_carry_a_query(tmp_path: Path, declared: str) -> None:
    with pytest.raises(ShapesMalformed):
        shapes(tmp_path, HEAD + f"e:shapes a owl:Ontology ; sh:declare [ {declared} ] .")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:minCount 1 ] .", "path"),
        ("e:S a sh:NodeShape ; sh:targetClass e:T ; sh:minLength -1, 2 .", "http://e/S"),
        (QUERY.format("WHERE { $this ?p }"), "not SPARQL"),
    ],
)
def test_malformed_shapes_are_listed(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ShapesMalformed, match=named):
        check_shapes(shapes(tmp_path, HEAD + text))


def test_a_file_without_targets_is_no_shapes_file(tmp_path: Path) -> None:
    with pytest.raises(NoShapes):
        check_shapes(data(tmp_path))


@pytest.mark.parametrize("class_", ["<http://www.w3.org/2000/01/rdf-schema#Class>", "owl:Class"])
def test_a_class_that_is_a_shape_is_a_target(tmp_path: Path, class_: str) -> None:
    check_shapes(shapes(tmp_path, HEAD + f"e:S a sh:NodeShape, {class_} ; sh:closed false ."))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EulodError, match=r"none\.ttl"):
        read_shapes([tmp_path / "none.ttl"])
