"""The reference page of the ontology: classes, properties, concept schemes and shapes as the release carries them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from eulod.browsing.dataset import Browsing
from eulod.browsing.model import Label
from eulod.browsing.vocabulary import Vocabulary, VocabularyTerm
from eulod.pages.charts.drawing import element, inside
from eulod.pages.links import is_web
from eulod.pages.reader import Reader
from eulod.pages.rendering import render
from eulod.pages.wording import worded
from eulod.terms.shown import shortened

SHAPE = "shape-"
"""What comes before a shape's identifier in the anchor of its entry."""


def ontology_page(browsing: Browsing, reader: Reader, vocabulary: Vocabulary) -> str:
    """The page; each term's anchor is its local name, so that `ns#Project` leads to it."""
    terms = {term.iri: local(term.iri) for term in vocabulary.terms}
    return render(
        "ontology.html",
        reader,
        browsing,
        title=reader.text("ontology.title"),
        active="ontology",
        vocabulary=vocabulary,
        classes=[term for term in vocabulary.terms if term.kind == "class"],
        properties=sorted((term for term in vocabulary.terms if term.kind != "class"), key=lambda term: term.iri),
        used_with=used_with(vocabulary.terms),
        local=local,
        anchor=lambda iri: f"#{terms[iri]}" if iri in terms else "",
        worded=lambda labels: worded(reader, labels),
        others=lambda labels: others(reader, labels),
        linked=lambda iris: _linked(terms, iris),
        matched=matched,
        shape_anchor=SHAPE,
    )


def local(iri: str) -> str:
    """What an IRI ends in."""
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def matched(term: VocabularyTerm) -> dict[str, list[str]]:
    """The terms of other vocabularies that come near, by SKOS relation."""
    found: dict[str, list[str]] = {}
    for relation, other in term.alignments:
        found.setdefault(relation, []).append(other)
    return found


def used_with(terms: Sequence[VocabularyTerm]) -> dict[str, list[str]]:
    """The properties of each class, by domain and by schema:domainIncludes."""
    found: dict[str, list[str]] = {}
    for term in sorted(terms, key=lambda term: term.iri):
        for class_ in dict.fromkeys((*term.domains, *term.includes)):
            found.setdefault(class_, []).append(term.iri)
    return found


def others(reader: Reader, labels: Sequence[Label]) -> Markup:
    """The names in the languages that are not the reader's, each with its tag."""
    rest = [label for label in labels if reader.lang(label.language)]
    parts = (element("span", f"{label.text} ({label.language})", lang=label.language) for label in rest)
    return Markup(", ").join(parts)


def _linked(terms: dict[str, str], iris: Sequence[str]) -> Markup:
    return Markup(", ").join(_links(terms, iris))


def _links(terms: dict[str, str], iris: Sequence[str]) -> Iterator[Markup]:
    for iri in iris:
        short = element("code", shortened(f"<{iri}>").strip("<>"))
        if iri in terms:
            yield element("a", short, href=f"#{terms[iri]}")
        else:
            yield element("a", short, href=iri, rel="external") if is_web(iri) else inside([short])
