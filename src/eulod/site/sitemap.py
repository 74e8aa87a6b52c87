"""Sitemaps for search engines: the pages in every language, each naming the others.

Sources: https://www.sitemaps.org/protocol.html https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from eulod.pages.links import LANGUAGES
from eulod.site.texts import write_parts

PAGES = 10_000
"""How many pages are in one file, so that with their languages it stays below the limits of 50,000 and 50 MB."""
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_sitemaps(root: Path, url: str, paths: Iterable[str]) -> None:
    """Write sitemap.xml, which names the files with the pages at `paths` below the folder of each language."""
    rest, files = iter(paths), 0
    while some := list(islice(rest, PAGES)):
        files += 1
        write_parts(root / f"sitemap-{files}.xml", _sitemap(url, some))
    names = (f"<sitemap><loc>{url}sitemap-{number}.xml</loc></sitemap>\n" for number in range(1, files + 1))
    write_parts(root / "sitemap.xml", [f"{_HEAD}<sitemapindex {_NAMESPACES}>\n", *names, "</sitemapindex>\n"])


def _sitemap(url: str, paths: list[str]) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_NAMESPACES}>\n"
    for path in paths:
        addresses = {language: f"{url}{language}/{quote(path, safe='/~')}" for language in LANGUAGES}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
            for language, address in addresses.items()
        )
        yield from (f"<url><loc>{address}</loc>{links}</url>\n" for address in addresses.values())
    yield "</urlset>\n"
