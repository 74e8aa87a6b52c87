"""The first page: what the dataset is, how much it holds, how fresh it is; and the page of its sources."""

from __future__ import annotations

from collections.abc import Mapping

from eulod.browsing.dataset import Browsing
from eulod.pages.home_charts import home_charts
from eulod.pages.reader import Reader
from eulod.pages.rendering import in_language, render


def home_page(browsing: Browsing, reader: Reader) -> str:
    """The first page."""
    about = browsing.about
    language, description = _described(about.description, reader.language)
    return render(
        "home.html",
        reader,
        browsing,
        title=in_language(about.title, reader.language),
        active="home",
        schema_org={**about.schema_org, "@context": about.schema_org["@context"]},
        description=description,
        description_language=language,
        overview=browsing.overview(),
        charts=home_charts(reader, browsing.overview()),
    )


def sources_page(browsing: Browsing, reader: Reader) -> str:
    """What each source covers, and the files that the release was made from."""
    return render("sources.html", reader, browsing, title=reader.text("home.sources"), overview=browsing.overview())


def _described(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The description and its language: the reader's, else English, else the first."""
    for tag in (language, "en", *texts):
        if tag in texts:
            return tag, texts[tag]
    return "", ""
