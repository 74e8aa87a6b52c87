"""The JSON-LD context of the dumps: every term, and no more coercion than holds for every value."""

from __future__ import annotations

from typing import Any

from pyld import jsonld
from rdflib import OWL, RDF, RDFS, XSD, URIRef

from eulod.terms.prefixes import PREFIXES
from tests.ontology.modules import BASE, context, example, local, prefixes, properties, read, terms

CORE = read("eulod.ttl")
CONSTRAINTS = read("constraints.ttl")
PLAIN = {RDF.langString, XSD.string}
NODE = f"{BASE}id/project/interreg-europe-2014-2020/better"


def definition(name: str) -> dict[str, str]:
    """A term definition of the context, always as a map."""
    entry: Any = context()[name]
    return dict(entry) if isinstance(entry, dict) else {"@id": str(entry)}


def expand(curie: str) -> str:
    """A compact IRI, written out with the prefixes of the context."""
    prefix, _, name = curie.partition(":")
    return prefixes()[prefix] + name if prefix in prefixes() else curie


def quads(node: dict[str, Any]) -> str:
    """The N-Quads of a node under the published context, canonically sorted."""
    return canonical({"@context": context(), "@graph": [node]})


def canonical(document: Any) -> str:
    """A JSON-LD document as canonical N-Quads."""
    return str(jsonld.normalize(document, {"algorithm": "URDNA2015", "format": "application/n-quads"}))


def coercion(term: URIRef) -> str | None:
    """What the context may say of the values of a property, by its kind and range."""
    if (term, RDF.type, OWL.ObjectProperty) in CORE:
        return "@id"
    datatype = CONSTRAINTS.value(term, RDFS.range)
    return None if datatype in PLAIN else str(datatype)


def test_prefixes_of_published_data_are_all_there() -> None:
    assert dict(PREFIXES).items() <= prefixes().items()


def test_each_term_of_eulod_is_there_under_its_own_name() -> None:
    for term in terms(CORE):
        assert expand(definition(local(term))["@id"]) == str(term)


def test_properties_are_coerced_as_their_ranges_allow() -> None:
    for term in properties(CORE):
        said = definition(local(term)).get("@type")
        assert (said and expand(said)) == coercion(term), term


def test_other_terms_are_declared_in_the_core() -> None:
    names = {name for name in context() if not name.startswith("@")} - prefixes().keys()
    named = {URIRef(expand(definition(name)["@id"])) for name in names}
    assert named <= set(CORE.subjects(RDF.type))


def test_dates_of_varying_precision_are_not_coerced() -> None:
    assert all("@type" not in definition(name) for name in ("startDate", "endDate", "issued"))


def test_no_two_names_stand_for_one_term() -> None:
    iris = [expand(definition(name)["@id"]) for name in context() if not name.startswith("@")]
    assert len(iris) == len(set(iris))


def test_short_names_and_compact_iris_give_the_same_quads() -> None:
    short = {
        "@id": NODE,
        "@type": "Project",
        "programme": f"{BASE}id/programme/interreg-europe-2014-2020",
        "earliestStart": "2019-08-01",
        "statedPartnerCount": "5",
        "acronym": "BETTER",
    }
    compact = {
        "@id": NODE,
        "@type": "eulod:Project",
        "eulod:programme": {"@id": f"{BASE}id/programme/interreg-europe-2014-2020"},
        "eulod:earliestStart": {"@value": "2019-08-01", "@type": "xsd:date"},
        "eulod:statedPartnerCount": {"@value": "5", "@type": "xsd:nonNegativeInteger"},
        "eulod:acronym": {"@value": "BETTER"},
    }
    assert quads(short) == quads(compact)
    assert len(quads(short).splitlines()) == len(short) - 1


def test_compact_iris_are_never_coerced() -> None:
    text = {"@id": NODE, "eulod:programme": "a text", "foaf:homepage": "another"}
    assert quads(text).count('"') == 4


def test_examples_survive_compaction_with_the_context() -> None:
    for term in terms(CORE):
        expanded = jsonld.from_rdf(example(CORE, term).serialize(format="nt"))
        compacted = jsonld.compact(expanded, {"@context": context()})
        assert canonical(compacted) == canonical(expanded), local(term)


def test_prefixes_are_sorted() -> None:
    assert list(prefixes()) == sorted(prefixes())
