"""The competency questions: expected rows on the five records, none on nothing, the same from two engines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from tests.questions.asking import FOLDER, QUESTIONS, Question, answer, as_csv, by_rdflib, canonical, lexical, store_of

HERE = Path(__file__).parent
MORE = HERE / "more_projects.ttl"
ROW = re.compile(r"^\| \[(\d\d)\]\((\S+)\) \| (.+?) \| (\d+) \|$", re.MULTILINE)

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path.stem)


@pytest.fixture(scope="module")
def records(records_release: Path) -> ox.Store:
    """The canonical graph of the five records and the reference data."""
    return store_of(canonical(records_release))


@pytest.fixture(scope="module")
def rdflib_records(records_release: Path) -> Graph:
    """The same graph in rdflib."""
    return Graph().parse(canonical(records_release), format="nt")


def test_there_are_twenty() -> None:
    assert [question.number for question in QUESTIONS] == [f"{number:02}" for number in range(1, 21)]


@each_question
def test_it_is_asked_in_three_languages(question: Question) -> None:
    assert sorted(question.worded) == ["en", "fr", "hu"]
    assert all(text.endswith("?") for text in question.worded.values())


@each_question
def test_the_records_give_the_expected_rows(question: Question, records: ox.Store, update_golden: bool) -> None:
    found = as_csv(answer(records, question))
    if update_golden:
        question.expected.write_text(found, encoding="utf-8", newline="\n")
    assert found == question.expected.read_text(encoding="utf-8")


@each_question
def test_no_row_comes_twice(question: Question, records: ox.Store) -> None:
    rows = answer(records, question).rows
    assert len(set(rows)) == len(rows)


@each_question
def test_rdflib_gives_the_same_rows_in_the_same_order(
    question: Question, records: ox.Store, rdflib_records: Graph
) -> None:
    assert by_rdflib(rdflib_records, question) == lexical(answer(records, question))


@each_question
def test_an_empty_graph_gives_no_row(question: Question) -> None:
    rows = ox.Store().query(question.text)  # without eulod's prefixes: the question declares its own
    assert isinstance(rows, ox.QuerySolutions)
    assert list(rows) == []
    assert by_rdflib(Graph(), question) == []


@each_question
def test_it_has_rows_where_there_is_something_to_find(question: Question, records_release: Path) -> None:
    store = store_of(canonical(records_release), MORE)
    assert answer(store, question).rows


def test_the_readme_lists_each_question_and_its_rows(records: ox.Store) -> None:
    listed = ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8"))
    counted = [(q.number, q.path.name, q.worded["en"], str(len(answer(records, q).rows))) for q in QUESTIONS]
    assert listed == counted


def test_row_counts_on_all_sources(samples_release: Path, update_golden: bool) -> None:
    _compare_counts(samples_release, HERE / "all_sources_counts.json", update_golden=update_golden)


@pytest.mark.slow
def test_row_counts_on_the_real_files(full_release: Path, update_golden: bool) -> None:
    _compare_counts(full_release, HERE / "full_counts.json", update_golden=update_golden)


def _compare_counts(release: Path, golden: Path, *, update_golden: bool) -> None:
    store = store_of(canonical(release))
    found = {question.path.stem: len(answer(store, question).rows) for question in QUESTIONS}
    if update_golden:
        golden.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8", newline="\n")
    assert found == json.loads(golden.read_text(encoding="utf-8"))
