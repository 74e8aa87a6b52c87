"""What every writer of pages of a site shares: the release, the site's addresses, and a reader for each page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from eulod.browsing.dataset import Browsing
from eulod.pages.links import LANGUAGES
from eulod.pages.reader import Reader
from eulod.site.file_names import of_a_table
from eulod.site.static_links import StaticLinks
from eulod.site.texts import write_text

_KNOWN = 20_000


@dataclass(frozen=True)
class SitePages:
    """A release to write pages of into the folder `root`; `url` is the public address, with a slash at its end."""

    browsing: Browsing
    root: Path
    url: str
    _known: dict[str, bool] = field(default_factory=dict, repr=False)

    def readers(self, path: str) -> Iterator[Reader]:
        """A reader in each language of the page at `path`, which begins after the folder of the language."""
        for language in LANGUAGES:
            yield Reader(
                language, StaticLinks(self.browsing.base, language, path, self.url, self.paged, self.documented)
            )

    def write(self, reader: Reader, path: str, html: str) -> None:
        """Write a page for a reader."""
        write_text(self.root / reader.language / path, html)

    def documented(self, iri: str) -> bool:
        """Whether the release says anything of an IRI in its canonical graph, so that there is a document of it."""
        number = self.browsing.index.number(iri)
        query = "SELECT 1 FROM statement WHERE subject = ? AND withheld = '' LIMIT 1"
        return number is not None and bool(self.browsing.index.rows(query, (number,)))

    def paged(self, iri: str) -> bool:
        """Whether an IRI outside the dataset has a page: tables do, and what the release describes."""
        if iri not in self._known:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[iri] = of_a_table(iri) or bool(self.browsing.resource(iri).kind)
        return self._known[iri]
