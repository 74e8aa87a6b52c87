"""Each shape passes on its good case and fires on its bad one, and says what it must in three languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, SH, SKOS, XSD, Literal, URIRef

from eulod.validation.data_graph import read_data
from eulod.validation.profiles import profiles_of, shapes_files
from eulod.validation.shapes_graph import check_shapes, read_shapes
from eulod.validation.validate import validate
from tests.shapes.folder import (
    CASES,
    FOLDER,
    NAMESPACE,
    ONTOLOGY,
    SHAPES,
    TARGETS,
    alone,
    identifier,
    reported,
    targets,
    used_terms,
)

DESIGNED = {
    row["id"]: row for row in csv.DictReader((Path(__file__).parent / "designed.csv").read_text("utf-8").splitlines())
}
IDS = {identifier(shape): shape for shape in reported()}
# Vocabularies whose terms need no declaration in eulod.ttl.
STANDARD = tuple(str(namespace) for namespace in (RDF, RDFS, SH, SKOS, XSD))


def test_the_shapes_are_those_of_the_design() -> None:
    assert sorted(IDS) == sorted(DESIGNED)


@pytest.mark.parametrize("name", sorted(DESIGNED))
def test_severity_and_target_are_those_of_the_design(name: str) -> None:
    shape = IDS[name]
    assert SHAPES.value(shape, SH.severity) == SH[DESIGNED[name]["severity"]]
    named = {str(node) for kind in TARGETS for node in SHAPES.objects(shape, kind)}
    assert any(node.endswith(DESIGNED[name]["target"]) for node in named), named


@pytest.mark.parametrize("name", sorted(DESIGNED))
def test_the_good_case_passes(name: str) -> None:
    data = read_data([CASES / name / "pass.ttl"])
    assert targets(IDS[name], data), "the case holds nothing that the shape looks at"
    assert validate(data, alone(IDS[name]), ontology=ONTOLOGY).findings == ()


@pytest.mark.parametrize("name", sorted(DESIGNED))
def test_the_bad_case_fires(name: str) -> None:
    data = read_data([CASES / name / "fail.ttl"])
    found = validate(data, alone(IDS[name]), ontology=ONTOLOGY).findings
    assert {finding.code for finding in found} == {name}
    assert {finding.shape for finding in found} == {f"<{NAMESPACE}{name}>"}
    assert {str(finding.severity) for finding in found} == {DESIGNED[name]["severity"].lower()}
    assert len({finding.focus_node for finding in found}) == int(DESIGNED[name]["bad"]), found


@pytest.mark.parametrize("name", sorted(DESIGNED))
@pytest.mark.parametrize("language", ["en", "hu", "fr"])
def test_a_finding_speaks_three_languages(name: str, language: str) -> None:
    templates = [m for m in SHAPES.objects(IDS[name], SH.message) if isinstance(m, Literal) and m.language == language]
    assert len(templates) == 1
    assert str(templates[0])[-1] == "."


@pytest.mark.parametrize("name", sorted(name for name in DESIGNED if (IDS[name], SH.sparql, None) in SHAPES))
def test_a_message_names_what_was_found(name: str) -> None:
    data = read_data([CASES / name / "fail.ttl"])
    for language in ("en", "hu", "fr"):
        for finding in validate(data, alone(IDS[name]), ontology=ONTOLOGY, language=language).findings:
            assert "{?" not in finding.message


def test_no_result_points_to_a_blank_node() -> None:
    for shape in reported():
        assert shape == URIRef(f"{NAMESPACE}{identifier(shape)}")
        assert SHAPES.value(shape, SH.name)
        assert all(isinstance(query, URIRef) for query in SHAPES.objects(shape, SH.sparql))
    assert all(isinstance(inner, URIRef) for inner in SHAPES.objects(None, SH.property))


def test_what_shapes_refer_to_has_no_severity_or_message() -> None:
    owners = {shape for part in (SH.severity, SH.message) for shape in SHAPES.subjects(part)}
    assert owners == set(reported())


def test_the_shapes_are_well_formed() -> None:
    check_shapes(read_shapes(shapes_files(FOLDER)))


def test_each_shape_is_in_one_profile() -> None:
    own = {profile.name: set(SHAPES.objects(profile.iri, DCTERMS.hasPart)) for profile in profiles_of(SHAPES)}
    assert sorted(str(shape) for parts in own.values() for shape in parts) == [str(shape) for shape in reported()]
    for name, row in DESIGNED.items():
        assert IDS[name] in own[row["profile"]], name


def test_only_declared_terms_are_used() -> None:
    declared = {str(node) for node in ONTOLOGY.subjects()}
    assert sorted(node for node in used_terms() if node not in declared and not node.startswith(STANDARD)) == []


def test_every_case_belongs_to_a_shape() -> None:
    assert sorted(folder.name for folder in CASES.iterdir()) == sorted(DESIGNED)


def test_the_readme_lists_every_shape() -> None:
    lines = (FOLDER / "README.md").read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| [")]
    listed = {row[1].strip().partition("]")[0][1:]: (row[3].strip(), row[5].strip()) for row in rows}
    assert listed == {name: (row["severity"], row["profile"]) for name, row in DESIGNED.items()}
