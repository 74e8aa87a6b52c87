"""The downloads: every file of the release with what tells it apart, and the licence of each source."""

from __future__ import annotations

from eulod.browsing.dataset import Browsing
from eulod.browsing.downloads import GROUPS, release_files
from eulod.pages.links import is_web
from eulod.pages.reader import Reader
from eulod.pages.rendering import render
from eulod.pages.wording import size
from eulod.publication.manifest import release_id

LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC BY-SA 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}
"""Short names of licences by their IRI; others show the IRI."""


def downloads_page(browsing: Browsing, reader: Reader) -> str:
    """The page of all files that the manifest of the release lists."""
    files = release_files(browsing.manifest)
    grouped = [(group, [file for file in files if file.group == group]) for group in GROUPS]
    return render(
        "downloads.html",
        reader,
        browsing,
        title=reader.text("downloads.title"),
        active="downloads",
        grouped=[(group, found) for group, found in grouped if found],
        sources=browsing.overview().sources,
        release=release_id(browsing.release),
        is_web=is_web,
        size=lambda count: size(reader, count),
        licence=lambda iri: LICENCES.get(iri, iri),
    )
