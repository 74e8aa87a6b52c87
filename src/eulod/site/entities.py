"""The pages of entities, in every language, and their entries in the results of the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eulod.browsing.dataset import PAGE, Browsing
from eulod.browsing.model import Entity, Found
from eulod.pages.entity import entity_page
from eulod.pages.facts import years_of
from eulod.pages.links import LANGUAGES
from eulod.pages.rendering import environment
from eulod.site.file_names import entity_path, of_a_table
from eulod.site.pieces import piece
from eulod.site.site_pages import SitePages
from eulod.site.static_links import further
from eulod.site.texts import write_text

RESULTS = 64
"""How many entries of the search are in one file."""


def paged_iris(browsing: Browsing) -> Iterator[str]:
    """Every IRI that has a page, in code-point order; a stream."""
    base, last = f"{browsing.base}id/", ""
    query = "SELECT iri, kind FROM resource WHERE iri > ? ORDER BY iri LIMIT 2000"
    while rows := browsing.index.rows(query, (last,)):
        yield from (iri for iri, kind in rows if kind or iri.startswith(base) or of_a_table(iri))
        last = rows[-1][0]


def write_entities(pages: SitePages, iris: Sequence[str]) -> int:
    """Write the pages of some IRIs, further pages of long lists included; gives how many files."""
    written = 0
    for iri in iris:
        entity = pages.browsing.entity(iri)
        if entity is not None:
            written += _write(pages, entity, "")
            for parameters in _further(entity):
                predicate, page = parameters["in"][0], int(parameters["page"][0])
                more = pages.browsing.entity(iri, incoming=predicate, page=page)
                written += _write(pages, more, further(parameters), predicate) if more else 0
    return written


def write_results(pages: SitePages, number: int, iris: Sequence[str]) -> None:
    """Write one file of entries of the search in each language: HTML, as the search page shows it."""
    described = pages.browsing.described(iris)
    resources = {iri: described[iri].resource for iri in iris}
    years = {iri: years_of(entity) for iri, entity in described.items()}
    found = Found("", 0, 1, 1, tuple(resources.values()), (), described)
    template = environment().get_template("search_result.html")
    for reader in pages.readers("search.html"):
        values = {"r": reader, "links": reader.links, "found": found, "years": years}
        entries = [template.render(result=resource, **values).strip() for resource in resources.values()]
        name = f"{reader.language}/results-{number}"
        write_text(pages.root / reader.language / "search" / f"results-{number}.js", piece(name, entries))


def _write(pages: SitePages, entity: Entity, more: str, chosen: str = "") -> int:
    path = f"{entity_path(entity.iri, pages.browsing.base)}{more}.html"
    for reader in pages.readers(path):
        pages.write(reader, path, entity_page(pages.browsing, reader, entity, chosen=chosen))
    return len(LANGUAGES)


def _further(entity: Entity) -> Iterator[dict[str, list[str]]]:
    """The further pages of what leads to an entity."""
    for incoming in entity.incoming:
        for page in range(2, -(-incoming.total // PAGE) + 1):
            yield {"in": [incoming.predicate.iri], "page": [str(page)]}
