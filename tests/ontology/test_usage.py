"""Small stays small: each class and property is asked for by a question or checked by a shape."""

from __future__ import annotations

import re

from tests.ontology.modules import EULOD, ONTOLOGY, local, read, terms
from tests.shared import ROOT

NAMED = re.compile(rf"\beulod:(\w+)|<{re.escape(str(EULOD))}(\w+)>")


def names_used(text: str) -> set[str]:
    """The terms of eulod that a query or a shapes graph names, comments aside."""
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return {name or other for name, other in NAMED.findall(code)}


def test_each_term_is_used_by_a_question_or_a_shape() -> None:
    files = [*ONTOLOGY.glob("questions/*.rq"), *ROOT.glob("shapes/**/*.ttl")]
    used = {name for file in files for name in names_used(file.read_text(encoding="utf-8"))}
    assert sorted({local(term) for term in terms(read("eulod.ttl"))} - used) == []


def test_questions_and_shapes_name_only_terms_that_exist() -> None:
    known = {local(term) for term in terms(read("eulod.ttl"))}
    for file in [*ONTOLOGY.glob("questions/*.rq"), *ROOT.glob("shapes/**/*.ttl")]:
        assert names_used(file.read_text(encoding="utf-8")) <= known, file.name


def test_names_in_comments_do_not_count() -> None:
    text = "# eulod:fund\n?project eulod:programme ?p ; <https://w3id.org/eulod/ns#theme> ?t ."
    assert names_used(text) == {"programme", "theme"}
