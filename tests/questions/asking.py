"""The competency questions, and their answers by both engines."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph
from rdflib.query import ResultRow

from eulod.query.results import write_result
from eulod.query.sparql import Solutions, Term, ask
from tests.ontology.modules import ONTOLOGY

FOLDER = ONTOLOGY / "questions"
_WORDED = re.compile(r"^# (\w\w): (.+)$", re.MULTILINE)

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question: its file `01-….rq`, and the text of the query."""

    path: Path
    text: str

    @property
    def number(self) -> str:
        """The number as the name of the file has it, two digits."""
        return self.path.name[:2]

    @property
    def worded(self) -> dict[str, str]:
        """The question as its comments ask it, by language."""
        return dict(_WORDED.findall(self.text))

    @property
    def expected(self) -> Path:
        """The rows that the five records and the reference data give."""
        return FOLDER / "expected" / f"{self.number}.csv"


QUESTIONS = tuple(Question(path, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.rq")))


def canonical(release: Path) -> Path:
    """The dump of a release that holds the canonical graph."""
    return release / "data.nt"


def store_of(*documents: Path) -> ox.Store:
    """The documents in one default graph."""
    store = ox.Store()
    for document in documents:
        store.load(path=document, base_iri=document.as_uri())
    return store


def answer(store: ox.Store, question: Question) -> Solutions:
    """The rows of a question, in the order it asks for."""
    result = ask(store, question.text, name=question.path.name)
    assert isinstance(result, Solutions)
    return result


def as_csv(solutions: Solutions) -> str:
    """The rows in the CSV format of SPARQL, with plain line ends."""
    stream = io.BytesIO()
    write_result(solutions, stream, form="csv")
    return stream.getvalue().decode().replace("\r\n", "\n")


def lexical(solutions: Solutions) -> list[Row]:
    """The rows without datatypes, on which engines differ: oxigraph makes a nonNegativeInteger an integer."""
    return [tuple(None if term is None else _text(term) for term in row) for row in solutions.rows]


def by_rdflib(graph: Graph, question: Question) -> list[Row]:
    """The rows that rdflib gives for the same query."""
    rows = graph.query(question.text)
    return [tuple(None if term is None else str(term) for term in row) for row in rows if isinstance(row, ResultRow)]


def _text(term: Term) -> str:
    assert not isinstance(term, ox.Triple)
    return term.value
