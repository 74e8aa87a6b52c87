"""The page of a search: a form that works without a script, results, facets with counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eulod.browsing.dataset import Browsing
from eulod.browsing.kinds import FACETS
from eulod.browsing.model import Found, Resource
from eulod.pages.facts import years_of
from eulod.pages.reader import Reader
from eulod.pages.rendering import render

SIZE = 20
"""How many results a page shows."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A chosen value, and the address of the search without it."""

    facet: str
    resource: Resource
    without: str


def search_page(
    browsing: Browsing,
    reader: Reader,
    *,
    text: str = "",
    facets: Mapping[str, Sequence[str]] | None = None,
    page: int = 1,
    template: str = "search.html",
) -> str:
    """One page of the results of a search; `facets` as `Browsing.search` has them, unknown names left out."""
    chosen = {name: list(values) for name, values in (facets or {}).items() if name in FACETS and values}
    found = browsing.search(text, chosen, page, size=SIZE)
    asked = {"q": [text], **chosen}
    return render(
        template,
        reader,
        browsing,
        title=f"{text} – {reader.text('search.title')}" if text else reader.text("search.title"),
        active="search",
        found=found,
        first=(found.page - 1) * SIZE + 1,
        narrowed=_narrowed(found, asked, reader),
        years={iri: years_of(entity) for iri, entity in found.described.items()},
        paging=lambda at: reader.links.search({**asked, "page": [str(at)]}),
    )


def _narrowed(found: Found, asked: Mapping[str, Sequence[str]], reader: Reader) -> list[Narrowed]:
    return [
        Narrowed(facet.name, value.resource, reader.links.search(_without(asked, facet.name, value.resource.iri)))
        for facet in found.facets
        for value in facet.values
        if value.chosen
    ]


def _without(asked: Mapping[str, Sequence[str]], name: str, value: str) -> dict[str, Sequence[str]]:
    return {key: [one for one in values if (key, one) != (name, value)] for key, values in asked.items()}
