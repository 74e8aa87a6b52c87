"""The alignments: one SSSOM table, and the Turtle that is made from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.namespace import SKOS

from tests.ontology.modules import EULOD, ONTOLOGY, fixture, local, read, terms
from tests.shared import shared
from tools.alignments import MappingSet, alignments_turtle, read_mapping_set, write_alignments

TABLE = (ONTOLOGY / "alignments.sssom.tsv").read_text(encoding="utf-8")
MAPPINGS = read_mapping_set(TABLE)
ASKED = {"subject_id", "predicate_id", "object_id", "mapping_justification", "confidence", "author_id", "mapping_date"}
VOCABULARIES = {
    "dcat": "dcat3.ttl",
    "dg": "DINGO-OWL.ttl",
    "eurio": "EURIO.ttl",
    "frapo": "frapo.ttl",
    "org": "org.ttl",
    "prov": "prov-o.ttl",
    "schema": "schemaorg-30.0-current-https.ttl",
}
NOT_IN_SHARED = {"eli", "epo"}


def iri(curie: str, mappings: MappingSet = MAPPINGS) -> URIRef:
    """A CURIE of the table, expanded."""
    prefix, _, name = curie.partition(":")
    return URIRef(f"{mappings.metadata['curie_map'][prefix]}{name}")


def test_turtle_is_current() -> None:
    assert (ONTOLOGY / "alignments.ttl").read_text(encoding="utf-8") == alignments_turtle(MAPPINGS)


def test_turtle_is_written_beside_the_table(tmp_path: Path) -> None:
    (tmp_path / "alignments.sssom.tsv").write_text(TABLE, encoding="utf-8")
    write_alignments(tmp_path)
    assert (tmp_path / "alignments.ttl").read_bytes() == (ONTOLOGY / "alignments.ttl").read_bytes()


def test_order_of_rows_does_not_matter() -> None:
    reversed_rows = MappingSet(MAPPINGS.metadata, MAPPINGS.rows[::-1])
    assert alignments_turtle(reversed_rows) == alignments_turtle(MAPPINGS)


def test_rows_are_complete() -> None:
    for row in MAPPINGS.rows:
        assert all(row[column] for column in ASKED), row
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert 0 < float(row["confidence"]) < 1
        assert date.fromisoformat(row["mapping_date"])
    assert len({(row["subject_id"], row["object_id"]) for row in MAPPINGS.rows}) == len(MAPPINGS.rows)


def test_the_set_is_described() -> None:
    assert {"mapping_set_id", "mapping_set_version", "license", "creator_id", "curie_map"} <= MAPPINGS.metadata.keys()


def test_matches_are_as_designed() -> None:
    found = sorted(f"{row['subject_id']} {row['predicate_id']} {row['object_id']}" for row in MAPPINGS.rows)
    assert found == fixture("matches.txt").read_text(encoding="utf-8").splitlines()


def test_no_match_is_called_exact() -> None:
    used = {row["predicate_id"] for row in MAPPINGS.rows}
    assert used == {"skos:broadMatch", "skos:closeMatch", "skos:relatedMatch"}


def test_subjects_are_terms_of_eulod() -> None:
    core = read("eulod.ttl")
    labels = {f"eulod:{local(term)}": {str(label) for label in core.objects(term)} for term in terms(core)}
    for row in MAPPINGS.rows:
        assert row["subject_label"] in labels[row["subject_id"]]


def test_mapping_properties_are_annotations() -> None:
    made = read("alignments.ttl")
    for row in MAPPINGS.rows:
        predicate = iri(row["predicate_id"])
        assert (iri(row["subject_id"]), predicate, iri(row["object_id"])) in made
        assert list(made.objects(predicate, RDF.type)) == [OWL.AnnotationProperty]


def test_only_the_table_aligns() -> None:
    hand_kept = read("eulod.ttl", "constraints.ttl")
    mapping = {SKOS.broadMatch, SKOS.closeMatch, SKOS.exactMatch, SKOS.narrowMatch, SKOS.relatedMatch}
    assert not mapping & set(hand_kept.predicates())
    aligned = {s for p in mapping for s in read("alignments.ttl").subjects(p)}
    assert all(str(subject).startswith(str(EULOD)) for subject in aligned)


@pytest.mark.parametrize("prefix", sorted(VOCABULARIES))
def test_aligned_terms_exist_with_their_label_and_type(prefix: str) -> None:
    vocabulary = Graph().parse(shared("data/ontologies") / VOCABULARIES[prefix])
    made = read("alignments.ttl")
    for row in (row for row in MAPPINGS.rows if row["object_id"].startswith(f"{prefix}:")):
        term = iri(row["object_id"])
        assert row["object_label"] in {str(value) for value in vocabulary.objects(term)}
        assert set(made.objects(term, RDF.type)) <= set(vocabulary.objects(term, RDF.type))


def test_every_aligned_vocabulary_is_looked_at() -> None:
    prefixes = {row["object_id"].partition(":")[0] for row in MAPPINGS.rows}
    assert prefixes == VOCABULARIES.keys() | NOT_IN_SHARED
