"""Which queries of sh:sparql are asked once, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.validation.compile.value_test import NotCompilable
from eulod.validation.sparql_reading import read_query
from tests.validation.checking import set_wise
from tests.validation.graphs import shapes

ONCE = (
    "SELECT $this ?v WHERE { $this <p:p> ?v FILTER (?v > 1) }",
    "SELECT $this WHERE { $this <p:p> ?v FILTER CONTAINS(?v, 'a)b') }",
    "SELECT $this WHERE { $this <p:p> ?v ; <p:q> ?w FILTER (?v > ?w * 1.01) }",
    "SELECT $this WHERE { $this <p:p>/<p:q>* ?v . ?v <p:r>? $this }",
    "SELECT $this (COUNT(?v) AS ?n) WHERE { $this <p:p> ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
    "SELECT DISTINCT $this WHERE { $this <p:p>/<p:q> ?v FILTER NOT EXISTS { ?v <p:r> $this } }",
)
EACH = {
    "SELECT $this WHERE { FILTER ($this != <p:x>) }": "no outer pattern binds",
    "SELECT $this WHERE { OPTIONAL { $this <p:p> ?v } }": "no outer pattern binds",
    "SELECT $this WHERE { $this ?p ?v }": "a variable",
    "SELECT $this WHERE { $this <p:p> ?v { SELECT $this WHERE { $this <p:q> ?x } LIMIT 1 } }": "a SELECT inside",
    "SELECT $this WHERE { $this <p:p> ?v { ?a <p:q> ?b FILTER (?b != $this) } }": "looks out of its group",
    "SELECT $this WHERE { $this <p:p> ?v FILTER REGEX(?v, '^a') }": "Builtin_REGEX",
    "SELECT $this WHERE { $this <p:p> ?v FILTER (?v / 3 > 1) }": "it divides",
    "SELECT $this WHERE { $this <p:p> ?v , ?w FILTER (?v * ?w > 1) }": "other than a short number",
    "SELECT $this WHERE { $this <p:p> ?v FILTER (?v * 2 > 1 || ?v * 3 > 2) }": "multiplies several times",
    "SELECT $this WHERE { $this <p:p>* ?v }": "no outer pattern binds",
    "SELECT $this WHERE { $this <p:p> ?v . ?x <p:q>* ?y }": "matches every node",
    "SELECT $this WHERE { $this <p:p> ?v } LIMIT 1": "Slice",
    "SELECT ?v WHERE { $this <p:p> ?v }": "does not select",
    "SELECT $this WHERE { $this <p:p> ?v } GROUP BY ?v": "groups by other",
    "SELECT $this WHERE { $this <p:p> ?v } GROUP BY $this HAVING (MAX(?v) > 1)": "least or greatest",
    "SELECT $this WHERE { $this <p:p> ?v OPTIONAL { $this <p:q> ?x FILTER (?x > ?v) } }": "has a condition",
}


@pytest.mark.parametrize("text", ONCE)
def test_a_query_that_binds_this_is_asked_once(text: str) -> None:
    assert read_query(text).patterns


@pytest.mark.parametrize(("text", "reason"), EACH.items())
def test_other_queries_are_asked_for_each_focus_node_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(NotCompilable, match=reason):
        read_query(text)


def test_conditions_hold_where_they_are_errors() -> None:
    text = read_query("SELECT $this WHERE { $this <p:p> ?v . FILTER ( ?v > '(' ) } # FILTER (").text
    assert "FILTER (COALESCE((( ?v > '(' )), true))" in text
    assert text.endswith("# FILTER (")


def test_a_blank_focus_node_is_found_by_a_query(tmp_path: Path) -> None:
    against = shapes(
        tmp_path,
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
        e:S sh:targetSubjectsOf e:p ; sh:sparql [ sh:select "SELECT $this WHERE { $this <http://e/p> 1 }" ] .""",
    )
    path = tmp_path / "blank.ttl"
    path.write_text("@prefix e: <http://e/> . [] e:p 1 . [] e:p 2 .", encoding="utf-8")
    outcome = set_wise([path], against)
    assert [finding.focus_node for finding in outcome.report.findings] == ["_:d1b1"]
    assert (outcome.shapes[0].candidates, outcome.shapes[0].fall_backs) == (1, ())
