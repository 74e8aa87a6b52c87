"""Problems in words: the same for every command."""

from __future__ import annotations

from dataclasses import replace

from eulod.sources.problem import Problem, listed

ONE = Problem("rows", "rows.csv", 2, 0, "cost", "1.2.3", "V001", "no amount", True, "mapping.yml", 7)


def test_a_problem_names_place_value_reason_and_the_line_that_asks_for_something_else() -> None:
    assert str(ONE) == "rows.csv: record 2, column 'cost': V001 '1.2.3' is no amount (mapping.yml:7)"
    broken = replace(ONE, record=0, line=5, column="", value="", code="S005", reason="the record has too many cells")
    assert str(broken) == "rows.csv:5: S005 the record has too many cells (mapping.yml:7)"


def test_of_many_the_first_are_listed_and_the_others_counted() -> None:
    many = [replace(ONE, record=record) for record in range(1, 13)]
    assert listed(many)[9:] == [str(many[9]), "and 2 more"]
    assert listed(many[:10]) == [str(problem) for problem in many[:10]]
