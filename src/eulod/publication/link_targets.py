"""The datasets of others that eulod links to; the order decides where one IRI space lies within another."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A dataset of others: its name, where its IRIs begin, and its page."""

    title: str
    space: str
    page: str


_VOCABULARIES = "https://op.europa.eu/en/web/eu-vocabularies/"


def _table(title: str, name: str) -> LinkTarget:
    page = f"{_VOCABULARIES}dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/{name}"
    return LinkTarget(title, f"http://publications.europa.eu/resource/authority/{name}/", page)


TARGETS = MappingProxyType(
    {
        "cordis": LinkTarget("CORDIS", "https://cordis.europa.eu/", "https://cordis.europa.eu/"),
        "eu-country": _table("EU countries and territories", "country"),
        "eu-currency": _table("EU currencies", "currency"),
        "eu-language": _table("EU languages", "language"),
        "eu-nuts": LinkTarget("NUTS", "http://data.europa.eu/nuts/", "https://ec.europa.eu/eurostat/web/nuts"),
        "eu-programme": _table("EU programmes", "eu-programme"),
        "eurio": LinkTarget("CORDIS in EURIO", "http://data.europa.eu/s66/", "https://cordis.europa.eu/data/"),
        "euroscivoc": LinkTarget("EuroSciVoc", "http://data.europa.eu/8mn/euroscivoc/", f"{_VOCABULARIES}euroscivoc"),
        "geonames": LinkTarget("GeoNames", "https://sws.geonames.org/", "https://www.geonames.org/"),
        "keep": LinkTarget("keep.eu", "https://keep.eu/", "https://keep.eu/"),
        "kohesio": LinkTarget("Kohesio", "https://kohesio.ec.europa.eu/", "https://kohesio.ec.europa.eu/"),
        "kohesio-entities": LinkTarget(
            "Kohesio knowledge graph", "https://linkedopendata.eu/entity/", "https://linkedopendata.eu/"
        ),
        "wikidata": LinkTarget("Wikidata", "http://www.wikidata.org/entity/", "https://www.wikidata.org/"),
    }
)
