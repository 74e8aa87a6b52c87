"""The words for classes and facets by which entities are counted, searched and shown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from eulod.terms.prefixes import PREFIXES

_CLASSES = (
    ("project", "eulod:Project"),
    ("programme", "eulod:Programme"),
    ("organisation", "org:Organization"),
    ("place", "dcterms:Location"),
    ("participation", "eulod:Participation"),
    ("money", "eulod:MoneyLine"),
    ("phase", "eulod:Phase"),
    ("event", "eulod:ProjectEvent"),
    ("output", "eulod:Output"),
    ("decision", "eulod:Decision"),
    ("document", "eulod:SourceDocument"),
    ("record", "eulod:SourceRecord"),
    ("claim", "eulod:Claim"),
    ("programming-period", "eulod:ProgrammingPeriod"),
    ("concept", "skos:Concept"),
    ("concept-scheme", "skos:ConceptScheme"),
    ("period", "dcterms:PeriodOfTime"),
    ("document", "foaf:Document"),
    ("identifier", "adms:Identifier"),
    ("address", "locn:Address"),
)
THING = "thing"
"""The kind of what has a class that no word stands for."""


@cache
def iri(name: str) -> str:
    """The IRI of `prefix:name`."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


CLASSES = MappingProxyType({iri(name): kind for kind, name in _CLASSES})
"""Class IRI to kind, the most telling class first."""
KINDS = (*dict.fromkeys(kind for kind, _ in _CLASSES), THING)
"""Every kind, in the order in which they are listed."""
FACETS = ("kind", "programme", "period", "country", "theme", "status", "organisation")
"""What a search is narrowed by."""
SEARCHED = (
    *("project", "organisation", "programme", "place", "event", "output", "decision"),
    *("document", "concept", "programming-period"),
)
"""The kinds that a search finds, in the order of its facet."""


def kind_of(types: Iterable[str]) -> str:
    """The kind of what has these classes, IRIs; '' without any.

    >>> kind_of(["http://xmlns.com/foaf/0.1/Document", "https://w3id.org/eulod/ns#SourceDocument"])
    'document'
    """
    classes = set(types)
    return next((kind for type_, kind in CLASSES.items() if type_ in classes), THING if classes else "")
