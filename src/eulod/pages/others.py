"""The pages that are written from a release's files alone, by the names of `links.PAGES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import MappingProxyType

from eulod.browsing.dataset import Browsing
from eulod.browsing.findings import read_findings
from eulod.browsing.questions import Question, read_questions
from eulod.browsing.vocabulary import read_vocabulary
from eulod.pages.downloads_page import downloads_page
from eulod.pages.ontology_page import ontology_page
from eulod.pages.reader import Reader
from eulod.pages.report_page import report_page
from eulod.pages.sparql_page import sparql_page
from eulod.shipped import shipped


def other_pages(browsing: Browsing) -> Mapping[str, Callable[[Browsing, Reader], str]]:
    """A function for each page, which has read what it needs of the release once."""
    vocabulary, report = read_vocabulary(browsing.release), read_findings(browsing.release)
    return MappingProxyType(
        {
            "sparql": partial(sparql_page, questions=questions()),
            "ontology": partial(ontology_page, vocabulary=vocabulary),
            "report": partial(report_page, report=report, vocabulary=vocabulary),
            "downloads": downloads_page,
        }
    )


@cache
def questions() -> tuple[Question, ...]:
    """The competency questions that come with eulod."""
    return read_questions(shipped("ontology") / "questions")
