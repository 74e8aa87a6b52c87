"""Shapes compiled once find the same candidates, and so the same results, on Spark as on DuckDB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from eulod.config import read_settings
from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import Engine
from eulod.engines.start import Cluster
from eulod.pipeline import Options, export
from eulod.validation import set_wise
from eulod.validation.data_table import read_table
from eulod.validation.set_wise import Outcome, validate_table
from eulod.validation.shapes_graph import read_shapes
from tests.export.datasets import ROWS, change, starter
from tests.shapes.folder import CASES, ONTOLOGY
from tests.shapes.folder import SHAPES as OWN
from tests.shared import shared
from tests.validation.graphs import data, shapes

ONE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:S sh:targetClass e:Thing ;
    sh:property [ sh:path e:number ; sh:datatype xsd:integer ; sh:maxCount 1 ] , [ sh:path e:code ; sh:pattern "^a" ] .
"""
"""One shape, for each step on a cluster takes a second or more."""

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.slow]


def checked(engine: Engine, paths: list[Path], against: Graph, scratch: Path, ontology: Graph | None) -> Outcome:
    """What the set-wise layer finds in some files on an engine, however few the triples are."""
    scratch.mkdir()
    table = read_table(paths, engine=engine, scratch=scratch, ontology=ontology)
    return validate_table(engine, table, against, small=0)


def assert_equal(
    spark: Engine, duckdb: Engine, paths: list[Path], against: Graph, folder: Path, ontology: Graph | None = None
) -> Outcome:
    """Both engines come to the same results by the same candidates; gives them."""
    found = checked(spark, paths, against, folder / "spark", ontology)
    assert found == checked(duckdb, paths, against, folder / "duckdb", ontology)
    return found


def test_a_shape_finds_the_same_on_both(spark: Engine, engine: DuckDBEngine, tmp_path: Path) -> None:
    data(tmp_path)
    found = assert_equal(spark, engine, [tmp_path / "data.nt"], shapes(tmp_path, ONE), tmp_path)
    assert [finding.value for finding in found.report.findings] == ["", '"two \\"lines\\"\\nlong"@en', '"c"']
    assert [(shape.candidates, shape.fall_backs) for shape in found.shapes] == [(2, ())]


@pytest.mark.cluster
def test_every_kind_of_result_is_the_same_on_both(spark: Engine, engine: DuckDBEngine, tmp_path: Path) -> None:
    data(tmp_path)
    found = assert_equal(spark, engine, [tmp_path / "data.nt"], shapes(tmp_path), tmp_path)
    assert len(found.report.findings) == 7
    assert [shape.fall_backs for shape in found.shapes if shape.fall_backs] == []


@pytest.mark.cluster
def test_the_shapes_of_the_benchmark_find_the_same_on_both(spark: Engine, engine: DuckDBEngine, tmp_path: Path) -> None:
    program = [sys.executable, str(shared("bench/shacl_data.py")), "4000", str(tmp_path / "made.nt"), "--rate", "0.2"]
    subprocess.run(program, check=True, capture_output=True)
    against = read_shapes([shared("bench/shacl_shapes.ttl")])
    found = assert_equal(spark, engine, [tmp_path / "made.nt"], against, tmp_path)
    assert len(found.report.findings) > 50
    assert [shape.fall_backs for shape in found.shapes if shape.fall_backs] == []


@pytest.mark.cluster
def test_the_shapes_of_eulod_find_the_same_on_both(spark: Engine, engine: DuckDBEngine, tmp_path: Path) -> None:
    files = sorted(CASES.glob("*/pass.ttl")) + sorted(CASES.glob("[MQ]*/fail.ttl"))
    found = assert_equal(spark, engine, files, OWN, tmp_path, ONTOLOGY)
    assert len(found.report.findings) > 80


@pytest.mark.cluster
def test_an_export_on_the_cluster_is_validated_there(
    master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = starter(tmp_path / "projects")
    change(folder / ROWS, "31/12/2025", "31/12/2020")
    monkeypatch.setattr(set_wise, "SMALL", 0)
    engines: list[str] = []
    reports = []
    monkeypatch.setattr("eulod.pipeline.validate_table", noted(engines))
    for name, cluster in (("duckdb", None), ("spark", Cluster(master))):
        options = Options(fail_on="none", cluster=cluster)
        reports.append(export(read_settings(folder), out=tmp_path / name, options=options).report)
    assert engines == ["DuckDBEngine", "SparkEngine"]
    assert reports[0] == reports[1]
    assert {finding.code for finding in reports[1].findings} >= {"X01", "X11"}


def noted(engines: list[str]) -> object:
    """`validate_table`, noting on which engine it runs."""

    def run(engine: Engine, *arguments: object, **options: object) -> Outcome:
        engines.append(type(engine).__name__)
        return validate_table(engine, *arguments, **options)  # type: ignore[arg-type]

    return run
