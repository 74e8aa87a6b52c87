"""Names, numbers, money and dates as each reader writes them."""

from __future__ import annotations

import pytest

from eulod.browsing.kinds import iri
from eulod.browsing.model import ACRONYM, ALTERNATIVE, FALLBACK, Label, Literal, Resource
from eulod.pages.links import LANGUAGES, ServerLinks, is_web
from eulod.pages.reader import Reader

BASE = "https://w3id.org/eulod/"
EUR = "http://publications.europa.eu/resource/authority/currency/EUR"
HUN = Resource("http://publications.europa.eu/resource/authority/country/HUN")


def reader(language: str = "en") -> Reader:
    """A reader of a language."""
    return Reader(language, ServerLinks(BASE, language))


def plain(text: str) -> str:
    """A text with ordinary blanks."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "€1,234,567.50"), ("hu", "1 234 567,50 EUR"), ("fr", "1 234 567,50 €")],
)
def test_money_is_written_with_its_currency(language: str, shown: str) -> None:
    assert plain(reader(language).money("1234567.5", EUR)) == shown


def test_money_without_cents_has_none() -> None:
    assert reader().money("35022473", EUR) == "€35,022,473"
    assert reader().money("35022473.0000", EUR) == "€35,022,473"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2012", ("2012", "2012", "2012")),
        ("2012-05", ("May 2012", "2012. május", "mai 2012")),
        ("2012-05-03", ("3 May 2012", "2012. május 3.", "3 mai 2012")),
        ("2012-05-03T21:00:00Z", ("3 May 2012", "2012. május 3.", "3 mai 2012")),
        ("2012-13", ("2012-13",) * 3),
        ("soon", ("soon",) * 3),
    ],
)
def test_a_date_is_as_precise_as_it_is_stated(text: str, shown: tuple[str, ...]) -> None:
    assert tuple(plain(reader(language).date(text)) for language in LANGUAGES) == shown


def test_numbers_keep_their_digits() -> None:
    assert reader().number("0.000001234") == "0.000001234"
    assert plain(reader("fr").number("1234567.891")) == "1 234 567,891"
    assert reader().number("n/a") == "n/a"
    assert plain(reader("fr").percent("0.447")) == "44,7 %"


def test_a_literal_is_written_by_its_datatype() -> None:
    assert reader().value(Literal("1234", "", iri("xsd:integer"))) == "1,234"
    assert reader().value(Literal("2012-05", "", iri("xsd:gYearMonth"))) == "May 2012"
    assert reader("hu").value(Literal("true", "", iri("xsd:boolean"))) == "igen"
    assert reader().value(Literal("1234")) == "1234"


def test_countries_have_names_in_every_language() -> None:
    assert [reader(language).name(HUN).text for language in LANGUAGES] == ["Hungary", "Magyarország", "Hongrie"]


def test_the_readers_language_comes_first_and_the_original_stays() -> None:
    project = Resource(
        f"{BASE}id/project/x", "project", (Label("Cities", "en"), Label("Városok", "hu"), Label("CLUSNET", "", ACRONYM))
    )
    assert reader("hu").name(project).text == "Városok"
    assert [label.text for label in reader("hu").originals(project)] == ["Cities"]
    assert reader("fr").name(project).text == "Cities"
    assert reader("hu").acronym(project) == "CLUSNET"


def test_a_place_is_called_by_its_name_in_the_readers_language() -> None:
    leipzig = Resource(
        f"{BASE}id/place/deu/leipzig", "place", (Label("Leipzig", "de"), Label("Lipcse", "hu", ALTERNATIVE))
    )
    assert reader("hu").name(leipzig) == Label("Lipcse", "hu", ALTERNATIVE)
    assert [label.text for label in reader("hu").originals(leipzig)] == ["Leipzig"]
    assert reader("en").name(leipzig).text == "Leipzig"


def test_what_has_no_label_is_called_by_its_key() -> None:
    assert reader().name(Resource(f"{BASE}id/record/records/clusnet", "record")) == Label(
        "records/clusnet", "", FALLBACK
    )
    assert reader().name(Resource("http://example.org/x")).text == "http://example.org/x"


@pytest.mark.parametrize(("tag", "said"), [("hu", "hu"), ("en", ""), ("en-GB", ""), ("", ""), ("und", ""), ('x"', "")])
def test_a_language_is_marked_where_it_is_not_the_pages_own(tag: str, said: str) -> None:
    assert reader("en").lang(tag) == said


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org/", True),
        ("mailto:office@town.test", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ('https://example.org/"onclick="x', False),
        ("//example.org/", False),
        ("https://example.org/\u202e", True),
    ],
)
def test_only_addresses_of_the_web_are_linked(address: str, linked: bool) -> None:
    assert is_web(address) is linked
