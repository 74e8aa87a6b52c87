from __future__ import annotations

from eulod.publication.dataset_counts import ClassCount, LinkCount, PropertyCount
from tests.publication.graph import BASE, CANONICAL, EU, NS, count


def test_totals() -> None:
    found = count()
    assert (found.triples, found.entities, found.subjects, found.objects) == (13, 3, 4, 11)
    assert (found.start, found.end) == ("2009-04-01", "2012-03-31")
    assert found.example == f"{BASE}id/project/x/a"


def test_classes_and_properties_are_sorted() -> None:
    found = count()
    assert found.classes[1:] == (ClassCount(f"{NS}Participation", 1), ClassCount(f"{NS}Project", 2))
    assert PropertyCount(f"{NS}partnerCountry", 2, 1, 2) in found.properties
    assert list(found.properties) == sorted(found.properties)
    assert sum(part.triples for part in found.properties) == found.triples


def test_links_are_counted_by_target_and_property() -> None:
    found = count()
    assert found.links == (
        LinkCount("eu-country", f"{NS}country", 1),
        LinkCount("eu-country", f"{NS}partnerCountry", 2),
        LinkCount("eu-nuts", f"{NS}nutsRegion", 1),
        LinkCount("keep", "http://xmlns.com/foaf/0.1/page", 1),
    )
    assert found.countries == (f"{EU}country/FRA", f"{EU}country/HUN")


def test_the_order_of_rows_does_not_matter() -> None:
    assert count(CANONICAL[::-1]) == count()


def test_a_graph_without_projects_has_no_example_and_no_period() -> None:
    found = count(CANONICAL[-1:])
    assert (found.triples, found.entities, found.start, found.end, found.example) == (1, 0, None, None, None)
    assert (found.links, found.countries) == ((), ())
