"""The index says what the release says, and is built again when it does not fit."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pyoxigraph as ox
import pytest

from eulod.browsing import index_file
from eulod.browsing.dataset import Browsing, open_dataset
from eulod.browsing.index import build_index, built_folder
from eulod.browsing.index_file import INDEX, fits
from eulod.browsing.model import Literal
from eulod.browsing.quads import read_quads
from eulod.config import read_settings
from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import NoData
from eulod.explanation import explain
from tests.shared import ROOT

PROJECT = "https://w3id.org/eulod/id/project/interreg-ivc-2007-2013/clusnet"


def statements(browsing: Browsing) -> set[str]:
    """Every statement that pages show, as lines of N-Triples."""
    found = set()
    for entity in browsing.entities():
        for one in entity.properties:
            for statement in one.statements:
                found.add(
                    str(ox.Triple(ox.NamedNode(entity.iri), ox.NamedNode(one.predicate.iri), term(statement.object)))
                )
    return found


def term(object_: object) -> ox.NamedNode | ox.Literal:
    """A term of the reading model as pyoxigraph has it."""
    if not isinstance(object_, Literal):
        return ox.NamedNode(object_.iri)  # type: ignore[attr-defined]
    if object_.language:
        return ox.Literal(object_.value, language=object_.language)
    return ox.Literal(object_.value, datatype=ox.NamedNode(object_.datatype) if object_.datatype else None)


def test_pages_show_every_statement_of_the_canonical_graph_and_no_other(
    browsing: Browsing, samples_release: Path
) -> None:
    canonical = {str(quad.triple) for quad in ox.parse(path=str(samples_release / "data.nt"))}
    assert statements(browsing) == canonical


def test_withheld_statements_stand_apart(browsing: Browsing) -> None:
    listed = {(held["statement"], held["reason"]) for held in browsing.manifest["withheld"]}
    shown = set()
    for entity in browsing.entities():
        for one in entity.withheld:
            line = f"<{entity.iri}> <{one.predicate.iri}> {term(one.object)}"
            shown.add((line, one.withheld))
    assert listed
    assert shown == listed


def test_a_statement_knows_its_graphs(browsing: Browsing, samples_release: Path) -> None:
    entity = browsing.entity(PROJECT)
    assert entity is not None
    quads = ox.parse(path=str(samples_release / "data.nq"))
    graphs = {str(quad.graph_name.value) for quad in quads if quad.subject == ox.NamedNode(PROJECT)}
    assert {graph for one in entity.properties for said in one.statements for graph in said.graphs} == graphs


@pytest.mark.parametrize(
    "line",
    [
        '<s:a> <p:a> "x" .',
        '<s:a> <p:a> "x <g:no>" .',
        '<s:a> <p:a> "x <g:no>"@en .',
        '<s:a> <p:a> "x <y"^^<d:a> .',
        '<s:a> <p:a> "x <g:no>" <g:a> .',
        '<s:a> <p:a> "x . <g:no> ."^^<d:a> <g:a> .',
        '<s:a> <p:a> "say \\"<g:no>\\"" <g:a> .',
        "<s:a> <p:a> <o:a> <g:a> .",
        "<s:a> <p:a> <o:a> .",
    ],
)
def test_lines_of_quads_are_read_as_a_parser_reads_them(line: str, tmp_path: Path) -> None:
    dump = tmp_path / "data.nq"
    dump.write_text(line + "\n", encoding="utf-8")
    engine = DuckDBEngine(threads=1)
    (row,) = (row for batch in engine.batches(read_quads(engine, dump)) for row in batch.to_pylist())
    engine.close()
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    assert (row["subject"], row["predicate"], row["object"], row["graph"]) == (
        str(quad.subject),
        str(quad.predicate),
        str(quad.object),
        graph,
    )


def test_an_index_that_fits_is_kept_and_another_is_built_again(samples_release: Path, tmp_path: Path) -> None:
    path = build_index(samples_release, tmp_path)
    written = path.stat().st_mtime_ns
    assert build_index(samples_release, tmp_path).stat().st_mtime_ns == written
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'format'")
    connection.close()
    assert not fits(path, samples_release, lineage=False)
    assert fits(build_index(samples_release, tmp_path), samples_release, lineage=False)
    assert sorted(file.name for file in tmp_path.iterdir()) == [INDEX]


def test_what_is_no_index_is_built_again(samples_release: Path, tmp_path: Path) -> None:
    (tmp_path / INDEX).write_bytes(b"not a database, and longer than its header would be" * 10)
    assert fits(build_index(samples_release, tmp_path), samples_release, lineage=False)


def test_two_indexes_of_a_release_say_the_same(samples_release: Path, tmp_path: Path) -> None:
    files = [build_index(samples_release, tmp_path / name) for name in ("one", "two")]
    dumps = []
    for file in files:
        connection = sqlite3.connect(file)
        dumps.append([line for line in connection.iterdump() if "sqlite_stat" not in line])
        connection.close()
    assert dumps[0] == dumps[1]


def test_a_folder_without_a_dump_is_refused(samples_release: Path, tmp_path: Path) -> None:
    shutil.copyfile(samples_release / "manifest.json", tmp_path / "manifest.json")
    with pytest.raises(NoData, match="no dump"):
        build_index(tmp_path, tmp_path / "built")


def test_without_fts5_there_is_an_error_that_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_file, "_TABLES", index_file._TABLES.replace("fts5", "fts5_missing"))
    with pytest.raises(index_file.NoFullTextSearch, match="FTS5"):
        index_file.create(tmp_path / INDEX)


def test_the_built_folder_lies_beside_the_releases(samples_release: Path) -> None:
    built = built_folder(samples_release)
    assert built.parent.parent == samples_release.resolve().parent.parent
    assert built.name == samples_release.name


def test_a_gzip_dump_is_read(tmp_path: Path, samples_release: Path) -> None:
    import gzip

    release = tmp_path / "release"
    shutil.copytree(samples_release, release)
    (release / "data.nq.gz").write_bytes(gzip.compress((release / "data.nq").read_bytes()))
    (release / "data.nq").unlink()
    opened = open_dataset(release, tmp_path / "built")
    assert opened.entity(PROJECT) is not None


@pytest.mark.slow
def test_lineage_is_what_explain_says(samples_release: Path, tmp_path: Path) -> None:
    settings = read_settings(ROOT)
    browsing = open_dataset(samples_release, tmp_path, settings=settings)
    assert browsing.has_lineage
    for iri in (PROJECT, "https://w3id.org/eulod/id/project/cordis/101070806"):
        entity = browsing.entity(iri)
        assert entity is not None
        shown = {
            (one.predicate.iri, str(term(said.object)), origin.file, origin.record, origin.line, origin.mapping_line)
            for one in entity.properties
            for said in one.statements
            for origin in said.origins
        }
        explained = {
            (
                one.predicate[1:-1],
                one.object,
                one.file,
                one.record,
                one.line,
                one.mapping_line,
            )
            for one in explain(settings, iri).origins
        }
        assert shown
        assert {(p, json.dumps(o), *rest) for p, o, *rest in shown} == {
            (
                p,
                json.dumps(str(next(iter(ox.parse(f"<s:s> <p:p> {o} .", format=ox.RdfFormat.N_TRIPLES))).object)),
                *rest,
            )
            for p, o, *rest in explained
        }
    unexplained = [
        said
        for one in browsing.entities("project")
        for found in one.properties
        for said in found.statements
        if not said.origins
    ]
    assert unexplained == []
