"""The set-wise layer on seeded defects, hubs, hostile data and documents of every kind."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from rdflib import SH, Graph

from eulod.errors import RdfSyntaxError, UnsupportedTerm
from eulod.validation.data_graph import read_data
from eulod.validation.data_table import read_table
from eulod.validation.set_wise import validate_table
from eulod.validation.shapes_graph import read_shapes
from eulod.validation.validate import validate
from tests.shared import shared
from tests.validation.checking import engine, set_wise
from tests.validation.graphs import LINES, SHAPES, data, shapes

# Each seeded kind of defect, and the shape that finds it; a project that states more than its parts is no defect.
FOUND_BY = {
    "missing-title": "P-titlecount",
    "dup-lang-title": "P-title",
    "bad-lang-title": "P-title",
    "bad-acronym": "P-acronym",
    "end-before-start": "P-start",
    "budget-datatype": "P-total",
    "bad-status": "P-status",
    "negative-budget": "P-total",
    "sum-exceeds": "ProjectBudget",
    "no-coordinator": "P-coord",
    "bad-date-lexical": "P-start",
    "extra-acronym": "P-acronym",
    "country-literal": "O-country",
    "bad-nuts": "O-nuts",
    "lat-range": "O-loc",
    "missing-name": "O-name",
    "wrong-type-code": "O-act",
    "org-wrong-class": "A-org",
    "missing-role": "A-role",
    "neg-contribution": "A-contr",
}
NAMESPACE = "https://data.example.eu/shapes/"


def seeded(folder: Path, triples: int, *, seed: int, rate: float) -> tuple[Path, list[tuple[str, str]]]:
    """Data with seeded defects: the file, and the kind and node of each defect."""
    made = folder / "made.nt"
    program = [sys.executable, str(shared("bench/shacl_data.py")), str(triples), str(made)]
    subprocess.run([*program, "--seed", str(seed), "--rate", str(rate)], check=True, capture_output=True)
    lines = (folder / "made.expected.tsv").read_text(encoding="utf-8").splitlines()
    return made, [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.01, 0.3])
@pytest.mark.parametrize("seed", range(5))
def test_both_layers_agree_on_seeded_defects(tmp_path: Path, seed: int, rate: float, triples: int) -> None:
    made, defects = seeded(tmp_path, triples, seed=seed, rate=rate)
    against = read_shapes([shared("bench/shacl_shapes.ttl")])
    outcome = set_wise([made], against)
    assert outcome.report == validate(read_data([made]), against)
    found = {(finding.focus_node, finding.shape) for finding in outcome.report.findings}
    wanted = {(kind, node) for kind, node in defects if not hidden(kind, node, defects)}
    assert {
        (kind, node) for kind, node in wanted if (f"<{node}>", f"<{NAMESPACE}{FOUND_BY[kind]}>") not in found
    } == set()


def hidden(kind: str, node: str, defects: list[tuple[str, str]]) -> bool:
    """Whether a sum that is too great is so no more, because one of its parts was made negative."""
    parts = [other for found, other in defects if found == "neg-contribution"]
    return kind == "sum-exceeds" and any(part.startswith(f"{node}/") for part in parts)


def test_the_engine_judges_every_shape_of_the_benchmark(tmp_path: Path) -> None:
    made, _ = seeded(tmp_path, 6_000, seed=1, rate=0.05)
    outcome = set_wise([made], read_shapes([shared("bench/shacl_shapes.ttl")]))
    assert [shape.fall_backs for shape in outcome.shapes if shape.fall_backs] == []
    assert sum(shape.candidates for shape in outcome.shapes) < sum(shape.focus_nodes for shape in outcome.shapes) / 8
    assert outcome.judged < 3_000


@pytest.mark.slow
def test_a_bad_half_takes_no_longer_than_pyshacl_alone(tmp_path: Path) -> None:
    made, _ = seeded(tmp_path, 40_000, seed=3, rate=0.5)
    against = read_shapes([shared("bench/shacl_shapes.ttl")])
    table = read_table([made], engine=engine(), scratch=tmp_path, ontology=None)

    def seconds(*, exact: bool) -> float:
        start = time.process_time()
        outcome = validate_table(engine(), table, against, exact=exact)
        assert all(shape.candidates <= shape.focus_nodes for shape in outcome.shapes)
        return time.process_time() - start

    ours, alone = seconds(exact=False), seconds(exact=True)
    engine().drop(table)
    assert ours <= 1.2 * alone


@pytest.mark.parametrize("small", [0, 1_000])
def test_shapes_with_targets_are_told_with_their_focus_nodes(tmp_path: Path, small: int) -> None:
    data(tmp_path)
    table = read_table([tmp_path / "data.nt"], engine=engine(), scratch=tmp_path, ontology=None)
    outcome = validate_table(engine(), table, shapes(tmp_path), small=small)
    engine().drop(table)
    assert [(one.shape, one.focus_nodes) for one in outcome.shapes] == [("<http://e/S1>", 2), ("<http://e/S5>", 2)]


def test_a_hub_does_not_bring_its_neighbours(tmp_path: Path) -> None:
    text = (
        "<http://e/S> a <{0}NodeShape> ; <{0}targetClass> <http://e/Thing> ; <{0}property> [ <{0}path> <http://e/in> ; "
    )
    text += "<{0}class> <http://e/Place> ] , [ <{0}path> <http://e/name> ; <{0}minCount> 1 ] ."
    lines = [f"<http://e/{n}> <http://e/in> <http://e/hub> ." for n in range(500)]
    lines += [f"<http://e/{n}> a <http://e/Thing> ." for n in range(500)]
    lines += [f'<http://e/{n}> <http://e/name> "{n}" .' for n in range(1, 500)]
    path = tmp_path / "hub.ttl"
    path.write_text("\n".join((*lines, "<http://e/hub> a <http://e/Place> .")), encoding="utf-8")
    outcome = set_wise([path], shapes(tmp_path, text.format(SH)))
    assert [finding.focus_node for finding in outcome.report.findings] == ["<http://e/0>"]
    assert outcome.judged <= 3


def test_data_without_focus_nodes_cost_no_graph(tmp_path: Path) -> None:
    path = tmp_path / "other.nt"
    path.write_text("<http://e/1> <http://e/p> <http://e/2> .\n", encoding="utf-8")
    outcome = set_wise([path], shapes(tmp_path))
    assert (outcome.report.findings, outcome.judged) == ((), 0)


def test_shapes_in_the_data_change_nothing(tmp_path: Path) -> None:
    against = shapes(tmp_path)
    data(tmp_path)
    honest = set_wise([tmp_path / "data.nt"], against)
    switches = [f"<http://e/S{number}> <{SH.deactivated}> true ." for number in range(1, 6)]
    hostile = tmp_path / "hostile.ttl"
    hostile.write_text(SHAPES.replace("one number", "fooled") + "\n".join((*LINES, *switches)), encoding="utf-8")
    assert set_wise([hostile], against).report == honest.report
    assert len(honest.report.findings) == 7


def test_results_in_the_data_are_no_results(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.ttl"
    text = f"_:x a <http://e/Thing> ; <{SH.result}> [ <{SH.focusNode}> <http://e/forged> ] ; <http://e/code> 'x' ."
    hostile.write_text(text, encoding="utf-8")
    for report in (set_wise([hostile], shapes(tmp_path)).report, validate(read_data([hostile]), shapes(tmp_path))):
        assert "<http://e/forged>" not in {finding.focus_node for finding in report.findings}


@pytest.mark.parametrize("form", ["nt", "ttl", "nq", "trig"])
def test_blank_nodes_keep_their_names_and_graphs_are_merged(tmp_path: Path, form: str) -> None:
    statement = '_:a <http://e/code> "x" '
    kind = "_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/Thing> "
    texts = {
        "nq": f"{statement}<http://e/g> .\n{kind}_:g .\n",
        "trig": f"<http://e/g> {{ {statement}. }}\n_:g {{ {kind}. }}",
    }
    path = tmp_path / f"data.{form}"
    path.write_text(texts.get(form, f"{statement}.\n{kind}.\n"), encoding="utf-8")
    outcome = set_wise([path, path], shapes(tmp_path))
    assert outcome.report == validate(read_data([path, path]), shapes(tmp_path))
    counted = Counter(finding.focus_node for finding in outcome.report.findings)
    assert set(counted) == {"_:d1b1", "_:d2b1"}


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.nt"
    path.write_text("<http://e/1> <http://e/p> <http://e/2> .\n<http://e/1> <http://e/p> .\n", encoding="utf-8")
    with pytest.raises(RdfSyntaxError) as raised:
        set_wise([path], Graph())
    assert raised.value.place is not None
    assert (raised.value.place.file, raised.value.place.line) == (str(path), 2)


def test_a_base_direction_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text('<http://e/1> <http://e/p> "a"@en--ltr .', encoding="utf-8")
    with pytest.raises(UnsupportedTerm):
        set_wise([path], Graph())


def test_the_ontology_adds_subclasses(tmp_path: Path) -> None:
    path, ontology = tmp_path / "data.ttl", tmp_path / "ontology.ttl"
    ontology.write_text(
        "<http://e/Below> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://e/Thing> .", "utf-8"
    )
    path.write_text("<http://e/3> a <http://e/Below> ; <http://e/code> 'c' .", encoding="utf-8")
    found = set_wise([path], shapes(tmp_path), ontology=read_data([ontology])).report.findings
    assert {finding.focus_node for finding in found} == {"<http://e/3>"}
