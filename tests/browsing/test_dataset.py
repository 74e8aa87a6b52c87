"""What a release opened for browsing tells: entities, searches, counts."""

from __future__ import annotations

import pytest

from eulod.browsing.dataset import PAGE, Browsing
from eulod.browsing.kinds import iri, kind_of
from eulod.browsing.model import ACRONYM, MAIN, Label
from eulod.browsing.search import match_expression
from eulod.query.sparql import Solutions, query

BASE = "https://w3id.org/eulod/"
PROJECT = f"{BASE}id/project/interreg-ivc-2007-2013/clusnet"
HUNGARY = "http://publications.europa.eu/resource/authority/country/HUN"


def asked(browsing: Browsing, text: str) -> list[tuple[str, ...]]:
    """The rows of a SPARQL query over the same release."""
    found = query([browsing.release], text)
    assert isinstance(found, Solutions)
    return [tuple("" if cell is None else getattr(cell, "value", str(cell)) for cell in row) for row in found.rows]


def test_an_entity_has_its_names_types_and_records(browsing: Browsing) -> None:
    entity = browsing.entity(PROJECT)
    assert entity is not None
    assert entity.resource.kind == "project"
    assert Label("CLUSNET", "", ACRONYM) in entity.resource.labels
    assert Label("Városok és Klaszterek", "hu", MAIN) in entity.resource.labels
    assert [one.iri for one in entity.types] == [iri("eulod:Project")]
    assert [one.iri for one in entity.records] == [f"{BASE}id/record/records/clusnet"]


def test_a_claim_quotes_its_wording_at_the_statement(browsing: Browsing) -> None:
    entity = browsing.entity(PROJECT)
    assert entity is not None
    (statement,) = entity.statements(iri("eulod:programme"))
    (quote,) = statement.quotes
    assert "INTERREG IV C" in quote.text.value
    assert quote.text.language == "hu"
    assert quote.status.endswith("/accepted")


def test_what_the_release_does_not_name_is_nothing(browsing: Browsing) -> None:
    assert browsing.entity(f"{BASE}id/project/none") is None
    assert browsing.described([f"{BASE}id/project/none"]) == {}
    assert browsing.resource(f"{BASE}id/project/none").kind == ""


def test_incoming_links_are_counted_and_paged(browsing: Browsing) -> None:
    kind = iri("rdf:type")
    money = iri("eulod:MoneyLine")
    first, second = (browsing.entity(money, incoming=kind, page=page) for page in (1, 2))
    assert first is not None
    assert second is not None
    (one,), (other,) = ([found for found in e.incoming if found.predicate.iri == kind] for e in (first, second))
    ((count,),) = asked(browsing, f"SELECT (COUNT(*) AS ?n) {{ ?x a <{money}> }}")
    assert one.total == other.total == int(count) > PAGE
    assert len(one.subjects) == PAGE
    assert (one.page, other.page) == (1, 2)
    assert not {*one.subjects} & {*other.subjects}


@pytest.mark.parametrize("text", ["clust", "CLUST", "klaszterek varosok", "Városok"])
def test_a_search_finds_words_by_their_beginning_whatever_the_case_and_marks(browsing: Browsing, text: str) -> None:
    assert PROJECT in [one.iri for one in browsing.search(text, size=50).results]


def test_projects_come_before_documents_of_the_same_words(browsing: Browsing) -> None:
    kinds = [one.kind for one in browsing.search("clusterpolisee").results]
    assert kinds[0] == "project"


def test_a_project_is_found_by_its_partners(browsing: Browsing) -> None:
    assert PROJECT in [one.iri for one in browsing.search("Dortmund", {"kind": ["project"]}).results]


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "NEAR(",
        "a AND",
        "names:x",
        "*",
        "-",
        "(",
        "x" * 5000,
        "\x00",
        "'; DROP TABLE text",
        "___",
        "_ a",
        "\u0301",
        "²",
        "a\u0301",
        "日本",
    ],
)
def test_no_search_is_a_syntax_error(browsing: Browsing, text: str) -> None:
    browsing.search(text)


def test_a_search_asks_for_words_alone() -> None:
    assert match_expression('names:"x" OR y*') == '"names"* "x"* "OR"* "y"*'


def test_a_facet_counts_what_choosing_it_finds(browsing: Browsing) -> None:
    found = browsing.search("", {"kind": ["project"]})
    for facet in found.facets:
        for value in facet.values:
            if facet.name != "kind":
                narrowed = browsing.search("", {"kind": ["project"], facet.name: [value.resource.iri]})
                assert narrowed.total == value.count, (facet.name, value.resource.iri)


def test_projects_with_hungarian_partners_are_those_of_a_query(browsing: Browsing) -> None:
    found = browsing.search("", {"kind": ["project"], "country": [HUNGARY]}, size=100)
    rows = asked(
        browsing,
        f"SELECT DISTINCT ?p {{ ?p a eulod:Project {{ ?p eulod:hasParticipation/eulod:country <{HUNGARY}> }} "
        f"UNION {{ ?p eulod:partnerCountry <{HUNGARY}> }} }}",
    )
    assert {one.iri for one in found.results} == {iri for (iri,) in rows}
    assert browsing.found_by(HUNGARY)["country"] >= found.total


def test_choices_within_a_facet_are_alternatives(browsing: Browsing) -> None:
    (facet,) = (one for one in browsing.search("", {"kind": ["project"]}).facets if one.name == "programme")
    two = facet.values[:2]
    found = browsing.search("", {"kind": ["project"], "programme": [value.resource.iri for value in two]})
    assert found.total == sum(value.count for value in two)
    (again,) = (one for one in found.facets if one.name == "programme")
    assert {value.resource.iri for value in again.values if value.chosen} == {value.resource.iri for value in two}
    assert again.total == facet.total


def test_unknown_choices_find_nothing(browsing: Browsing) -> None:
    assert browsing.search("", {"country": ["http://example.org/none"]}).total == 0
    assert browsing.search("", {"kind": ["none"]}).total == 0


def test_pages_follow_each_other_and_the_last_stands_for_those_beyond(browsing: Browsing) -> None:
    pages = [browsing.search("", {}, page, size=40) for page in range(1, browsing.search("", size=40).pages + 1)]
    iris = [one.iri for found in pages for one in found.results]
    assert len(iris) == len({*iris}) == pages[0].total
    assert browsing.search("", {}, 10_000, size=40).page == len(pages)


def test_counts_are_those_of_queries(browsing: Browsing) -> None:
    overview = browsing.overview()
    for kind, type_ in (
        ("project", "eulod:Project"),
        ("organisation", "org:Organization"),
        ("money", "eulod:MoneyLine"),
    ):
        ((count,),) = asked(browsing, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a {type_} }}")
        assert overview.kinds[kind] == int(count)
    rows = asked(
        browsing, "SELECT ?programme (COUNT(DISTINCT ?p) AS ?n) { ?p eulod:programme ?programme } GROUP BY ?programme"
    )
    assert {(one.programme.iri, str(one.projects)) for one in overview.programmes} == {*rows}


def test_sums_are_those_of_a_query(browsing: Browsing) -> None:
    from decimal import Decimal

    rows = asked(
        browsing,
        "SELECT ?programme ?kind ?currency (SUM(?value) AS ?sum) (COUNT(DISTINCT ?p) AS ?n) { "
        "?p eulod:programme ?programme ; eulod:hasMoney ?m . "
        "?m eulod:amountKind ?kind ; eulod:currency ?currency ; schema:value ?value } "
        "GROUP BY ?programme ?kind ?currency",
    )
    shown = {
        (one.programme.iri, sum_.kind.iri, sum_.currency.iri, Decimal(sum_.amount), sum_.projects)
        for one in browsing.overview().programmes
        for sum_ in one.sums
    }
    assert shown
    assert shown == {(p, kind, currency, Decimal(total), int(n)) for p, kind, currency, total, n in rows}


def test_sources_tell_what_the_manifest_says(browsing: Browsing) -> None:
    sources = browsing.overview().sources
    assert [one.name for one in sources] == [entry["name"] for entry in browsing.manifest["inputs"]]
    assert all(one.retrieved and one.covers and one.licence for one in sources)


def test_places_have_coordinates_of_their_own_or_of_their_organisations(browsing: Browsing) -> None:
    places = browsing.overview().places
    located = [one for one in places if one.latitude is not None]
    assert located
    assert all(-90 <= (one.latitude or 0) <= 90 and -180 <= (one.longitude or 0) <= 180 for one in located)
    (paris,) = (one for one in places if one.place.iri.endswith("/place/fra/paris"))
    assert paris.latitude is not None
    assert abs(paris.latitude - 48.86) < 0.2


def test_entities_are_streamed_by_iri(browsing: Browsing) -> None:
    iris = list(browsing.iris())
    assert iris == sorted(iris)
    assert len(iris) == sum(browsing.overview().kinds.values())
    assert [one.iri for one in browsing.entities("programme")] == list(browsing.iris("programme"))


def test_the_most_telling_class_gives_the_kind() -> None:
    assert kind_of([iri("foaf:Document"), iri("eulod:SourceDocument")]) == "document"
    assert kind_of([iri("schema:VideoObject")]) == "thing"
    assert kind_of([]) == ""
