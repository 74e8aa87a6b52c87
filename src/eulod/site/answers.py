"""The questions with their answers: computed once, shown in each language, and there to be downloaded."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox

from eulod.browsing.questions import Question
from eulod.pages.sparql_page import question_page
from eulod.query.people_formats import guarded_csv, xlsx
from eulod.query.results import write_result
from eulod.query.sparql import Solutions, ask
from eulod.site.site_pages import SitePages
from eulod.site.texts import write_text

FORMS = ("csv", "xlsx", "json")


def write_answer(pages: SitePages, store: ox.Store, question: Question) -> None:
    """Ask one question; write its page in each language and the answer in each of FORMS."""
    name = f"{question.number:02}-{question.key}"
    answer = ask(store, question.query, name=name)
    assert isinstance(answer, Solutions)
    for form, content in _files(answer).items():
        _write_bytes(pages.root / "answers" / f"{name}.{form}", content)
    write_text(pages.root / "answers" / f"{name}.rq", question.query)
    path = f"questions/{question.number:02}.html"
    for reader in pages.readers(path):
        files = {form: f"../../answers/{name}.{form}" for form in FORMS}
        pages.write(reader, path, question_page(pages.browsing, reader, question, answer, files=files))


def _files(answer: Solutions) -> dict[str, bytes]:
    """The answer in each format; the CSV is for spreadsheets, in which no cell may be a formula."""
    stream = io.BytesIO()
    write_result(answer, stream, form="json")
    return {"csv": guarded_csv(_rows(stream)), "xlsx": xlsx(_rows(stream)), "json": stream.getvalue()}


def _rows(stream: io.BytesIO) -> ox.QuerySolutions:
    rows = ox.parse_query_results(stream.getvalue(), ox.QueryResultsFormat.JSON)
    assert isinstance(rows, ox.QuerySolutions)
    return rows


def _write_bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
