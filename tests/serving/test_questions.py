"""The competency questions give the same rows over `eulod query`, the endpoint, and the engine alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from eulod.cli import main
from eulod.sparql_text import is_ordered
from eulod.terms.prefixes import PREFIXES
from eulod.terms.shown import term_object
from tests.questions.asking import QUESTIONS, Question, canonical, store_of
from tests.serving.live import Live

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def engine(samples_release: Path) -> ox.Store:
    """The canonical graph in the engine, without anything of ours."""
    return store_of(canonical(samples_release))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path.stem)
def test_rows_are_equal(question: Question, live: Live, samples_release: Path, engine: ox.Store) -> None:
    told = rows(live.ask(question.text, format="json").body)
    assert told == by_command(samples_release, question)
    alone = by_engine(engine, question)
    assert told == alone if is_ordered(question.text) else as_set(told) == as_set(alone)


@pytest.mark.parametrize("form", ["csv", "tsv", "xml"])
def test_bytes_are_those_of_the_command(form: str, live: Live, samples_release: Path) -> None:
    question = QUESTIONS[7]
    done = CliRunner().invoke(main, ["query", str(samples_release), "--query-file", str(question.path), "-f", form])
    assert live.ask(question.text, format=form).body == done.stdout_bytes


def test_there_are_twenty_and_most_have_rows(live: Live) -> None:
    counts = [len(rows(live.ask(question.text).body)) for question in QUESTIONS]
    assert len(counts) == 20
    assert sum(count > 0 for count in counts) >= 15


def rows(body: bytes) -> Rows:
    """The bindings of SPARQL JSON."""
    found: Rows = json.loads(body)["results"]["bindings"]
    return found


def by_command(release: Path, question: Question) -> Rows:
    """The rows that `eulod query` prints."""
    done = CliRunner().invoke(main, ["query", str(release), "--query-file", str(question.path), "-f", "json"])
    assert done.exit_code == 0, done.stderr
    return rows(done.stdout_bytes)


def by_engine(store: ox.Store, question: Question) -> Rows:
    """The rows that pyoxigraph gives."""
    found = store.query(question.text, prefixes=dict(PREFIXES))
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [
        {name: term_object(str(term)) for name, term in zip(names, row, strict=True) if term is not None}
        for row in found
    ]


def as_set(found: Iterable[dict[str, Any]]) -> list[str]:
    """Rows whose order is not asked for."""
    return sorted(json.dumps(row, sort_keys=True) for row in found)
