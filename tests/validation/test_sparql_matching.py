"""Queries that are bounded by what their patterns match give the results of pySHACL, and leave it little to judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.validation.data_graph import read_data
from eulod.validation.set_wise import Checked
from eulod.validation.validate import validate
from tests.validation.checking import set_wise
from tests.validation.graphs import shapes

SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
e:S sh:targetClass e:T ; sh:sparql [ sh:select '''PREFIX e: <http://e/> SELECT {} ''' ] ."""
START = "@prefix e: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "


def checked(folder: Path, query: str, data: str) -> tuple[Checked, list[str]]:
    """How a shape with one query was checked and whom it found fault with; both layers agree."""
    against = shapes(folder, SHAPE.format(query))
    path = folder / "data.ttl"
    path.write_text(START + data, encoding="utf-8")
    outcome = set_wise([path], against)
    assert outcome.report == validate(read_data([path]), against)
    return outcome.shapes[0], [finding.focus_node for finding in outcome.report.findings]


def test_a_query_that_divides_is_asked_where_its_patterns_match(tmp_path: Path) -> None:
    data = "e:1 a e:T ; e:p 10 ; e:q 4 . e:2 a e:T ; e:p 10 ; e:q 9 . e:3 a e:T ; e:p 10 . e:4 a e:T ."
    shape, found = checked(tmp_path, "$this WHERE { $this e:p ?p ; e:q ?q FILTER (?p / ?q > 2) }", data)
    assert found == ["<http://e/1>"]
    assert (shape.candidates, shape.focus_nodes) == (2, 4)
    assert [one.reason for one in shape.fall_backs] == ["it divides, or multiplies by other than a short number"]


def test_a_product_with_a_short_number_is_exact(tmp_path: Path) -> None:
    data = "e:1 a e:T ; e:p 101.1 ; e:q 100 . e:2 a e:T ; e:p 101.0 ; e:q 100 ."
    shape, found = checked(tmp_path, "$this WHERE { $this e:p ?p ; e:q ?q FILTER (?p > ?q * 1.01) }", data)
    assert (found, shape.candidates, shape.fall_backs) == (["<http://e/1>"], 1, ())


DAYS = tuple(f'"2024-0{month}-29"^^xsd:date' for month in range(3, 6))
NUMBERS = ("1", "2.5", "3")


@pytest.mark.parametrize(
    ("irregular", "regular", "query"),
    [
        ('"2024-02-30"^^xsd:date', DAYS, "WHERE { $this e:p ?p BIND (IF(?p > ?p, 1, 0) AS ?n) } GROUP BY $this ?n"),
        ('"2024-02-28Z"^^xsd:date', DAYS, "WHERE { $this e:p ?p FILTER (STR(?p) > '2024-03-30' && ?p > ?p) }"),
        ('"1e0"^^xsd:double', NUMBERS, "WHERE { $this e:p ?p } GROUP BY $this HAVING (SUM(?p) > 2.75)"),
        ('"1234567890123456789.5"^^xsd:decimal', NUMBERS, "WHERE { $this e:p ?p FILTER (?p * 1.1 > 3.2) }"),
    ],
)
def test_irregular_values_are_judged_by_pyshacl(
    tmp_path: Path, irregular: str, regular: tuple[str, ...], query: str
) -> None:
    values = " ".join(f"e:{n} a e:T ; e:p {value} ." for n, value in enumerate((irregular, *regular)))
    shape, found = checked(tmp_path, f"$this {query}", values)
    assert shape.fall_backs == ()
    assert shape.candidates == len({"<http://e/0>", *found})


def test_an_irregular_value_in_an_optional_pattern_is_seen(tmp_path: Path) -> None:
    query = "$this WHERE { $this e:p ?p OPTIONAL { $this e:q ?q } BIND (IF(?q > 1, 1, 0) AS ?n) } GROUP BY $this ?n "
    data = "e:1 a e:T ; e:p 1 ; e:q '1e0'^^xsd:float . e:2 a e:T ; e:p 1 ; e:q 2 . e:3 a e:T ; e:p 1 ."
    shape, _ = checked(tmp_path, f"{query} HAVING (MAX(?n) = 1)", data)
    assert (shape.candidates, shape.focus_nodes) == (3, 3)


def test_a_path_of_no_step_matches_nodes_without_any(tmp_path: Path) -> None:
    shape, found = checked(tmp_path, "$this ?v WHERE { $this e:p* ?v FILTER (?v = $this) }", "e:1 a e:T . e:2 a e:T .")
    assert found == ["<http://e/1>", "<http://e/2>"]
    assert [one.reason for one in shape.fall_backs] == ["no outer pattern binds $this"]


def test_irregular_values_do_not_make_every_node_a_candidate(tmp_path: Path) -> None:
    good = "".join(f"e:{n} a e:T ; e:p {n} . " for n in range(2, 40))
    query = "$this WHERE { $this e:p ?p } GROUP BY $this HAVING (SUM(?p) > 38)"
    shape, found = checked(tmp_path, query, f"{good} e:1 a e:T ; e:p '1e2'^^xsd:double .")
    assert (found, shape.candidates) == (["<http://e/1>", "<http://e/39>"], 2)
