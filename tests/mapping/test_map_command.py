"""eulod map: the same bytes from every way to say it, and errors that leave nothing behind."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from eulod.cli import main
from eulod.single_mapping import map_document
from tests.mapping.rml import COMMON, CORE, OLDER
from tests.mapping.running import written

ROWS = 'id,title,cost,place\n1,"Say ""hello""",1.50,p 1\n2,,3,p 2\n3,Győr,,\n2,Again,3,p 2\n'
PLACES = """[{"key": "p 1", "name": "Pécs", "size": 1.50, "open": true},
  {"key": "p 2", "name": "Brno"}, {"key": "p 2", "name": "Brünn"}]"""
TURTLE = """
<#Row> rml:logicalSource [ rml:source "rows.csv" ; rml:referenceFormulation {ql}:CSV ] ;
  {rr}:subjectMap [ {rr}:template "https://example.org/row/{{id}}" ; {rr}:class ex:Row ; {rr}:graph ex:rows ] ;
  {rr}:predicateObjectMap [ {rr}:predicate ex:title ; {rr}:objectMap [ rml:reference "title" ; {rr}:language "en" ] ] ,
    [ {rr}:predicate ex:cost ; {rr}:objectMap [ rml:reference "cost" ; {rr}:datatype xsd:decimal ] ] ,
    [ {rr}:predicate ex:label ; {rr}:objectMap [ {rr}:template "{{id}}: {{title}}" ; {rr}:termType {rr}:Literal ] ] ,
    [ {rr}:predicate ex:place ; {rr}:objectMap [ {rr}:parentTriplesMap <#Place> ;
      {rr}:joinCondition [ {rr}:child "place" ; {rr}:parent "key" ] ] ] .
<#Place> rml:logicalSource [ rml:source "places.json" ; rml:iterator "$[*]" ; rml:referenceFormulation {ql}:JSONPath ] ;
  {rr}:subjectMap [ {rr}:template "https://example.org/place/{{key}}" ] ;
  {rr}:predicateObjectMap [ {rr}:predicate ex:name ; {rr}:objectMap [ rml:reference "name" ] ,
    [ rml:reference "size" ] , [ rml:reference "open" ] ] .
"""
YARRRML = """
prefixes: {ex: "https://example.org/"}
sources:
  rows: {access: rows.csv}
  places: {access: places.json, referenceFormulation: jsonpath, iterator: "$[*]"}
mappings:
  row:
    sources: rows
    subjects: ex:row/$(id)
    graphs: ex:rows
    predicateobjects:
      - [a, ex:Row]
      - [ex:title, $(title), en~lang]
      - [ex:cost, $(cost), xsd:decimal]
      - [ex:label, "$(id): $(title)"]
      - predicates: ex:place
        objects:
          mapping: place
          condition: {function: equal, parameters: [[str1, $(place)], [str2, $(key)]]}
  place:
    sources: places
    subjects: ex:place/$(key)
    predicateobjects: [[ex:name, [$(name), $(size), $(open)]]]
"""
EXPECTED = """\
<https://example.org/place/p%201> <https://example.org/name> "1.50"^^<XSDdouble> .
<https://example.org/place/p%201> <https://example.org/name> "Pécs" .
<https://example.org/place/p%201> <https://example.org/name> "true"^^<XSDboolean> .
<https://example.org/place/p%202> <https://example.org/name> "Brno" .
<https://example.org/place/p%202> <https://example.org/name> "Brünn" .
<https://example.org/row/1> <RDFtype> <https://example.org/Row> <https://example.org/rows> .
<https://example.org/row/1> <https://example.org/cost> "1.50"^^<XSDdecimal> <https://example.org/rows> .
<https://example.org/row/1> <https://example.org/label> "1: Say \\"hello\\"" <https://example.org/rows> .
<https://example.org/row/1> <https://example.org/place> <https://example.org/place/p%201> <https://example.org/rows> .
<https://example.org/row/1> <https://example.org/title> "Say \\"hello\\""@en <https://example.org/rows> .
<https://example.org/row/2> <RDFtype> <https://example.org/Row> <https://example.org/rows> .
<https://example.org/row/2> <https://example.org/cost> "3"^^<XSDdecimal> <https://example.org/rows> .
<https://example.org/row/2> <https://example.org/label> "2: Again" <https://example.org/rows> .
<https://example.org/row/2> <https://example.org/place> <https://example.org/place/p%202> <https://example.org/rows> .
<https://example.org/row/2> <https://example.org/title> "Again"@en <https://example.org/rows> .
<https://example.org/row/3> <RDFtype> <https://example.org/Row> <https://example.org/rows> .
<https://example.org/row/3> <https://example.org/label> "3: Győr" <https://example.org/rows> .
<https://example.org/row/3> <https://example.org/title> "Győr"@en <https://example.org/rows> .
""".replace("<RDF", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#").replace(
    "<XSD", "<http://www.w3.org/2001/XMLSchema#"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two sources and one mapping written in three ways."""
    new = TURTLE.format(rr="rml", ql="rml")
    old = TURTLE.format(rr="rr", ql="ql")
    mappings = {"new.ttl": CORE + COMMON + new, "old.ttl": OLDER + COMMON + old, "mapping.yml": YARRRML}
    return written(tmp_path, {"rows.csv": ROWS, "places.json": PLACES, **mappings})


def run(*arguments: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["map", *map(str, arguments)])


@pytest.mark.parametrize("mapping", ["new.ttl", "old.ttl", "mapping.yml", "."])
def test_turtle_and_yarrrml_say_the_same(folder: Path, mapping: str) -> None:
    done = run(folder / mapping, "-o", folder / "out.nq")
    assert (done.exit_code, done.output) == (0, "")
    assert (folder / "out.nq").read_text(encoding="utf-8") == EXPECTED


def test_every_format_holds_the_same(folder: Path) -> None:
    for name in ("nq", "trig", "nt", "ttl", "jsonld"):
        assert run(folder / "new.ttl", "-o", folder / f"out.{name}").exit_code == 0
    quads = {frozenset(Dataset(default_union=False).parse(folder / f"out.{name}").quads()) for name in ("nq", "trig")}
    assert len(quads) == 1
    graphs = [Graph().parse(folder / f"out.{name}") for name in ("nt", "ttl", "jsonld")]
    assert [len(graph) for graph in graphs] == [18, 18, 18]
    assert all(isomorphic(graphs[0], graph) for graph in graphs)


def test_the_order_of_the_records_changes_no_byte(folder: Path) -> None:
    head, *rows = ROWS.splitlines(keepends=True)
    for seed in range(3):
        Random(seed).shuffle(rows)
        (folder / "rows.csv").write_text(head + "".join(rows), encoding="utf-8")
        assert run(folder / "new.ttl", "-o", folder / "out.nq", "--threads", seed + 1).exit_code == 0
        assert (folder / "out.nq").read_text(encoding="utf-8") == EXPECTED


def test_unordered_holds_the_same_lines(folder: Path) -> None:
    done = run(folder / "new.ttl", "-o", folder / "out.nq", "--unordered", "--memory-limit", "300MB")
    assert done.exit_code == 0
    assert sorted((folder / "out.nq").read_text(encoding="utf-8").splitlines()) == EXPECTED.splitlines()


def test_stdout_needs_its_format(folder: Path) -> None:
    done = run(folder / "new.ttl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "R002" in done.stderr
    done = run(folder / "new.ttl", "-o", "-", "--to-format", "nq")
    assert (done.exit_code, done.stdout) == (0, EXPECTED)


def test_compressed_by_its_name(folder: Path) -> None:
    import gzip

    assert run(folder / "new.ttl", "-o", folder / "out.nq.gz").exit_code == 0
    assert gzip.decompress((folder / "out.nq.gz").read_bytes()).decode() == EXPECTED


def test_the_input_may_lie_elsewhere(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    mapping = (folder / "new.ttl").rename(elsewhere / "new.ttl")
    assert run(mapping, "-o", folder / "out.nq").exit_code == 2
    assert run(mapping, "-o", folder / "out.nq", "--input", folder).exit_code == 0
    assert (folder / "out.nq").read_text(encoding="utf-8") == EXPECTED


RELATIVE = f"""{CORE}{COMMON}
<#Row> rml:logicalSource [ rml:source "rows.csv" ] ; rml:subjectMap [ rml:template "{{id}}" ] ;
  rml:predicateObjectMap [ rml:predicate ex:place ; rml:objectMap [ rml:reference "place" ; rml:termType rml:IRI ] ] .
"""


def test_relative_iris_are_resolved_against_the_base(tmp_path: Path) -> None:
    written(tmp_path, {"m.ttl": RELATIVE, "rows.csv": "id,place\n1,p\n2,urn:p\n"})
    assert run(tmp_path / "m.ttl", "-o", tmp_path / "out.nt", "--base", "https://example.com/").exit_code == 0
    assert (tmp_path / "out.nt").read_text(encoding="utf-8").splitlines() == [
        "<https://example.com/1> <https://example.org/place> <https://example.com/p> .",
        "<https://example.com/2> <https://example.org/place> <urn:p> .",
    ]
    done = run(tmp_path / "m.ttl", "-o", tmp_path / "none.nt")
    assert done.exit_code == 2
    assert f"{tmp_path / 'm.ttl'}:6: M013 " in done.stderr


def refused(folder: Path, *more: object) -> str:
    """What the command says when it ends with 2, having written nothing and kept what was there."""
    (folder / "out.nt").write_text("before", encoding="utf-8")
    there = sorted(folder.iterdir())
    done = run(folder / "m.ttl", "-o", folder / "out.nt", *more)
    assert (done.exit_code, done.stdout) == (2, "")
    assert (folder / "out.nt").read_text(encoding="utf-8") == "before"
    assert sorted(folder.iterdir()) == there
    assert "\n  help: " in done.stderr
    return done.stderr


def test_values_that_cannot_be_mapped_are_named(tmp_path: Path) -> None:
    bad = "".join(f"{n},a b\n" for n in range(12))
    written(tmp_path, {"m.ttl": RELATIVE, "rows.csv": f"id,place\nx,fine\n{bad}"})
    said = refused(tmp_path, "--base", "https://example.com/").splitlines()
    place, asked = f"{tmp_path / 'rows.csv'}: record", f"({tmp_path / 'm.ttl'}:7)"
    assert said[0] == f"{place} 2, column 'place': V010 12 values cannot be mapped"
    assert said[1] == f"{place} 2, column 'place': V002 'a b' is no IRI {asked}"
    assert said[10:12] == [f"{place} 11, column 'place': V002 'a b' is no IRI {asked}", "and 2 more"]
    assert said[-1] == f"  help: correct the records, or line 7 of {tmp_path / 'm.ttl'}"


@pytest.mark.parametrize("format", ["nt", "ttl"])
def test_an_iterator_that_finds_nothing_is_told(folder: Path, format: str) -> None:
    mapping = (folder / "new.ttl").read_text(encoding="utf-8").replace("$[*]", "$.places[*]")
    written(folder, {"new.ttl": mapping, "places.json": '{"Places": []}'})
    done = run(folder / "new.ttl", "-o", "-", "--to-format", format)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "new.ttl:13: S009 the iterator '$.places[*]' of the source 'places.json' finds nothing" in done.stderr


SUBJECT = 'rml:subjectMap [ rml:template "https://example.org/{id}" ]'
BODY = f'<#Row> rml:logicalSource [ rml:source "rows.csv" ] ; {SUBJECT} ;\n'


@pytest.mark.parametrize(
    ("body", "rows", "expected"),
    [
        ('[ rml:reference "nmae" ]', "id,name\n1,a\n", "m.ttl:6: M012 column 'nmae' is read"),
        ("[ rml:functionExecution [ rml:function fn:slugg ] ]", "id,name\n1,a\n", "m.ttl:6: M020 "),
        ("[ rml:functionExecution [ rml:function fn:slug ] ]", "id,name\n1,a\n", "m.ttl:6: M021 "),
        ("[ rml:parentTriplesMap <#Rwo> ]", "id,name\n1,a\n", "m.ttl:6: M004 "),
        ('[ rml:reference "name" ; rml:language "e_n" ]', "id,name\n1,a\n", "m.ttl:6: M001 'e_n' is no language tag"),
        ('[ rml:reference "name" ]', "id,name\n1,a,b\n", "rows.csv:2: S008 "),
        ('[ rml:reference "name" ]', "", "rows.csv:1: S003 "),
        ('[ rml:reference "name" ]', None, "m.ttl:5: S001 "),
    ],
)
def test_what_is_wrong_is_located(tmp_path: Path, body: str, rows: str | None, expected: str) -> None:
    mapping = f"{CORE}{COMMON}{BODY}  rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap {body} ] ."
    written(tmp_path, {"m.ttl": mapping, **({} if rows is None else {"rows.csv": rows})})
    assert expected in refused(tmp_path)


def test_an_output_that_cannot_be_written_is_told_before_any_work(folder: Path) -> None:
    assert run(folder / "new.ttl", "-o", folder / "missing" / "out.nt").exit_code == 2
    assert "R002" in run(folder / "new.ttl", "-o", folder / "out.txt").stderr
    assert run(folder / "new.ttl", "-o", folder / "out.rdf").exit_code == 2


def test_what_a_lookup_lacks_is_told_and_nothing_made_up(tmp_path: Path) -> None:
    mapping = f"""{CORE}{COMMON}{BODY}  rml:predicateObjectMap [ rml:predicate ex:country ; rml:objectMap [
    rml:termType rml:IRI ; rml:functionExecution [ rml:function fn:lookup ;
      rml:input [ rml:parameter fn:value ; rml:inputValueMap [ rml:reference "country" ] ] ,
        [ rml:parameter fn:table ; rml:inputValue "country" ] ] ] ] ."""
    written(tmp_path, {"m.ttl": mapping, "rows.csv": "id,country\n1,HU\n2,Atlantis\n"})
    (finding,) = map_document(tmp_path / "m.ttl", tmp_path / "out.nt")
    assert (finding.code, finding.record, finding.value) == ("L001", 2, "Atlantis")
    assert (tmp_path / "out.nt").read_text(encoding="utf-8").count("\n") == 1
    assert (
        "record 2, column 'country': L001 'Atlantis' is not in the table"
        in run(tmp_path / "m.ttl", "-o", tmp_path / "out.nt").stderr
    )
