"""Databases, packed files and addresses as mappings declare them, in RML and in YARRRML."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from eulod.errors import EulodError, Place
from eulod.mapping.errors import MappingSyntax, UnknownKey, UnsupportedMapping
from eulod.mapping.lint import lint
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.retrieve_sources import local_sources, retrieve_sources
from eulod.mapping.triples_map import Mapping
from eulod.sources.access.addresses import UnsafeAddress
from eulod.sources.access.database import Database, MissingDriver, WrongDatabase, connection
from eulod.sources.logical_source import LogicalSource
from tests.staged import staging

RML = """@prefix rml: <http://w3id.org/rml/> .
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
@base <http://example.com/> .
<#Map> rml:logicalSource [ {} ] ; rml:subjectMap [ rml:template "http://example.com/{{id}}" ] .
<#DB> a d2rq:Database ; d2rq:jdbcDSN "jdbc:mysql://localhost:3307/projects" ; d2rq:jdbcDriver "ignored" ;
  d2rq:username "me" ; d2rq:password "${{KEY}}" .
"""
YARRRML = """prefixes: {{ex: http://example.com/}}
sources:
  rows: {{{}}}
mappings:
  row: {{sources: [rows], subjects: "ex:$(id)", po: [[ex:name, $(name)]]}}
"""
ADDRESS = "jdbc:mysql://localhost:3307/projects"


def read(folder: Path, text: str, name: str) -> Mapping:
    """A mapping in a file."""
    (folder / name).write_text(text, encoding="utf-8")
    return read_mapping(folder / name)


def only_source(mapping: Mapping) -> LogicalSource:
    """The source of a mapping that has one."""
    (found,) = mapping.sources.values()
    return found


@pytest.mark.parametrize(
    ("declared", "table", "query"),
    [
        ('rml:source <#DB> ; rml:referenceFormulation rml:SQL2008Table ; rml:iterator "rows"', "rows", ""),
        ('rml:source <#DB> ; rml:referenceFormulation rml:SQL2008Query ; rml:iterator "SELECT 1"', "", "SELECT 1"),
        ('rml:source <#DB> ; rml:query "SELECT 1"', "", "SELECT 1"),
        ('rml:source <#DB> ; rml:sqlVersion rml:SQL2008 ; rml:tableName "rows"', "rows", ""),
    ],
)
def test_a_database_in_rml(tmp_path: Path, declared: str, table: str, query: str) -> None:
    found = only_source(read(tmp_path, RML.format(declared), "mapping.ttl"))
    assert found.database == Database(ADDRESS, "", "me", "${KEY}", table, query)
    assert (found.formulation, found.is_remote) == ("csv", True)
    assert found.name.startswith("mysql://localhost:3307/projects#")
    assert "KEY" not in repr(found)


def test_a_database_in_the_older_vocabulary(tmp_path: Path) -> None:
    older = "@prefix rml: <http://semweb.mmlab.be/ns/rml#> ."
    text = RML.format('rml:source <#DB> ; rr:sqlVersion rr:SQL2008 ; rml:query "SELECT 1"')
    text = text.replace("@prefix rml: <http://w3id.org/rml/> .", older).replace("rml:subjectMap", "rr:subjectMap")
    text = text.replace("rml:template", "rr:template")
    assert only_source(read(tmp_path, text, "mapping.ttl")).database == Database(
        ADDRESS, "", "me", "${KEY}", "", "SELECT 1"
    )


@pytest.mark.parametrize(
    ("declared", "error", "problem"),
    [
        ("rml:source <#DB>", MappingSyntax, "a database with neither a table nor a query"),
        ('rml:source <#DB> ; rml:query "a" ; rml:tableName "b"', MappingSyntax, "a database with both a table and"),
        (
            'rml:source <#DB> ; rml:query "a" ; rml:referenceFormulation rml:JSONPath',
            MappingSyntax,
            "a database has no reference formulation 'JSONPath'",
        ),
        (
            'rml:source [ a rml:RelativePathSource ; rml:path "a.csv" ; rml:compression rml:targz ]',
            UnsupportedMapping,
            "the compression 'targz' is not read",
        ),
    ],
)
def test_what_rml_may_not_say(tmp_path: Path, declared: str, error: type[EulodError], problem: str) -> None:
    with pytest.raises(error, match=problem):
        read(tmp_path, RML.format(declared), "mapping.ttl")


def test_packed_files_in_both_languages(tmp_path: Path) -> None:
    declared = (
        'rml:source [ a rml:RelativePathSource ; rml:path "rows" ; rml:compression rml:gzip ; rml:encoding "cp1250" ]'
    )
    rml = only_source(read(tmp_path, RML.format(declared), "mapping.ttl"))
    yarrrml = only_source(read(tmp_path, YARRRML.format("access: rows, compression: gzip, encoding: cp1250"), "m.yml"))
    assert (rml.compression, rml.options) == (yarrrml.compression, yarrrml.options) == ("gzip", {"encoding": "cp1250"})


@pytest.mark.parametrize(
    "declared",
    [
        "[a <http://www.w3.org/ns/dcat#Distribution> ; <http://www.w3.org/ns/dcat#downloadURL> <https://e.org/a.csv>]",
        '[ a rml:RelativePathSource ; rml:path "https://e.org/a.csv" ]',
        '"https://e.org/a.csv"',
    ],
)
def test_an_address_in_rml(tmp_path: Path, declared: str) -> None:
    found = only_source(read(tmp_path, RML.format(f"rml:source {declared}"), "mapping.ttl"))
    assert (found.access, found.is_remote) == ("https://e.org/a.csv", True)


def test_a_database_in_yarrrml(tmp_path: Path) -> None:
    declared = (
        'access: "http://localhost:3307/projects", type: mariadb, queryFormulation: sql2008, query: SELECT 1, '
        'credentials: {username: me, password: "${KEY}"}'
    )
    found = only_source(read(tmp_path, YARRRML.format(declared), "mapping.yml"))
    assert found.database == Database("http://localhost:3307/projects", "mysql", "me", "${KEY}", "", "SELECT 1")


@pytest.mark.parametrize(
    ("declared", "error", "problem"),
    [
        ("access: a.csv, query: SELECT 1", MappingSyntax, "'query' belongs to a database"),
        ("access: a, type: oracle, query: SELECT 1", MappingSyntax, "unknown type 'oracle'; there are: localfile"),
        ("access: a, type: mysql", MappingSyntax, "a database needs a query or a table"),
        ("access: a, type: mysql, table: b, query: c", MappingSyntax, "a query or a table, not both"),
        ("access: a, type: mysql, table: b, credentials: me", MappingSyntax, "'credentials' has no keys"),
        ("access: a, type: mysql, table: b, credentials: {user: me}", UnknownKey, "unknown key 'user'"),
        ("access: a, compression: targz", MappingSyntax, "the compression 'targz' is not read"),
    ],
)
def test_what_yarrrml_may_not_say(tmp_path: Path, declared: str, error: type[EulodError], problem: str) -> None:
    with pytest.raises(error, match=problem):
        read(tmp_path, YARRRML.format(declared), "mapping.yml")


@pytest.mark.parametrize(
    ("address", "error", "problem"),
    [
        ("oracle://host/projects", WrongDatabase, "'oracle://host/projects' is no address of a database that is read"),
        ("mysql://host", WrongDatabase, "'mysql://host' is no address"),
        ("mysql://host:port/projects", WrongDatabase, "the port is no number"),
        ("mysql://me:hunter2@host/projects", UnsafeAddress, "the address of the database holds a password"),
        ("jdbc:postgresql://host/projects?user=me&password=hunter2", UnsafeAddress, "holds a password or a user"),
        ("postgresql://host/projects?ssl=on", WrongDatabase, "the option 'ssl'; there are: host, socket, unix_socket"),
    ],
)
def test_addresses_of_no_database(address: str, error: type[EulodError], problem: str) -> None:
    with pytest.raises(error) as raised:
        connection(Database(address, table="rows"), Place("mapping.yml", 3), {})
    assert problem in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.fixture
def without_drivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extras were not installed."""
    real = builtins.__import__

    def importing(name: str, *more: Any) -> Any:
        if name.partition(".")[0] in ("psycopg", "pymysql"):
            raise ImportError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", importing)


@pytest.mark.parametrize(("kind", "extra"), [("mysql", "mysql"), ("postgresql", "postgresql")])
@pytest.mark.usefixtures("without_drivers")
def test_a_missing_driver_names_its_extra(tmp_path: Path, kind: str, extra: str) -> None:
    mapping = read(tmp_path, YARRRML.format(f"access: //host/projects, type: {kind}, table: rows"), "mapping.yml")
    with pytest.raises(MissingDriver, match=rf'pip install "eulod\[{extra}\]"'):
        retrieve_sources(mapping, tmp_path, staging())


@pytest.mark.parametrize(
    "declared", ["access: https://example.org/list.csv", "access: //host/projects, type: mysql, table: rows"]
)
def test_checking_leaves_sources_elsewhere_alone(tmp_path: Path, declared: str) -> None:
    mapping = read(tmp_path, YARRRML.format(declared), "mapping.yml")
    mapping, errors = local_sources(mapping, tmp_path, staging())
    assert [*errors, *lint(mapping, tmp_path, known_terms=())] == []


def test_checking_tells_what_is_wrong_once_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes("id,n\xe1v\n".encode("cp1250"))
    more = "  gone: {access: gone.csv}\n  broken: {access: 'broken.zip!a.csv'}\nmappings:"
    (tmp_path / "broken.zip").write_bytes(b"PK")
    text = YARRRML.format("access: list.csv, encoding: cp1250").replace("mappings:", more).replace("(name)", "(név)")
    mapping, errors = local_sources(read(tmp_path, text, "mapping.yml"), tmp_path, staging())
    assert [error.code for error in errors] == ["S001", "S030"]
    (problem,) = lint(mapping, tmp_path, known_terms=())
    assert (problem.code, "there are: id, náv" in problem.problem) == ("M012", True)
