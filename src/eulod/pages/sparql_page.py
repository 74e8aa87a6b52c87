"""The SPARQL page: a query to write or to choose, sent to the endpoint; and the page of a question with its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from eulod.browsing.dataset import Browsing
from eulod.browsing.questions import Question
from eulod.pages.answer import answer_cells, answer_chart, numeric_columns
from eulod.pages.reader import Reader
from eulod.pages.rendering import render
from eulod.pages.wording import chosen, worded
from eulod.query.sparql import Solutions
from eulod.terms.shown import SHOWN_PREFIXES

ROWS = 500
"""How many rows of an answer a page shows; the downloads have them all."""
STARTING = """SELECT ?project ?title
WHERE {
  ?project a eulod:Project ;
           dcterms:title ?title .
}
ORDER BY ?title
LIMIT 100
"""
COMMANDS = """eulod query data.nt "SELECT ?project ?title { ?project a eulod:Project ; dcterms:title ?title }"
eulod serve"""
_KEY = "KEY"


def sparql_page(browsing: Browsing, reader: Reader, questions: Sequence[Question]) -> str:
    """The page, with the query or the question that its address names asked at once.

    A site without an endpoint leads to the answers of the questions instead.
    """
    return render(
        "sparql.html",
        reader,
        browsing,
        title=reader.text("sparql.title"),
        active="sparql",
        questions=questions,
        query=_query(reader, questions),
        starting=STARTING,
        commands=COMMANDS,
        endpoint=reader.links.endpoint(),
        entity_address=reader.links.entity(f"{browsing.base}id/{_KEY}"),
        prefixes=prefixes_json(),
        worded=lambda labels: worded(reader, labels),
    )


def _query(reader: Reader, questions: Sequence[Question]) -> str:
    """The query that the page's address names: itself, or that of a question by its number."""
    number = reader.links.asked("question")
    named = next((question.query for question in questions if str(question.number) == number), "")
    return reader.links.asked("query") or named


def question_page(
    browsing: Browsing, reader: Reader, question: Question, answer: Solutions, *, files: Mapping[str, str]
) -> str:
    """A question with its answer; `files` are the addresses of the answer by the name of a format."""
    rows = answer.rows[:ROWS]
    return render(
        "question.html",
        reader,
        browsing,
        title=chosen(reader, question.wordings).text,
        active="sparql",
        question=question,
        file=f"{question.number:02}-{question.key}.rq",
        answer=answer,
        shown_rows=answer_cells(browsing, reader, rows),
        numeric=numeric_columns(answer),
        chart=answer_chart(browsing, reader, answer),
        files=files.items(),
        worded=lambda labels: worded(reader, labels),
    )


def prefixes_json() -> str:
    """The prefixes by which IRIs are shortened, the longest namespaces first, for the page's script."""
    longest_first = sorted(SHOWN_PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))
    return json.dumps(longest_first)
