"""RML in Turtle: both vocabularies, shortcuts, lines, and errors with a place."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from eulod.errors import EulodError, Place
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.read_rml import read_rml
from eulod.mapping.rml_document import RmlDocument
from eulod.mapping.term_map import DEFAULT_GRAPH, Constant, FunctionCall, Reference, Template, TermMap, TermType
from eulod.mapping.triples_map import Join, Mapping, ParentTriplesMap, TriplesMap
from tests.mapping.rml import COMMON, CORE, OLDER, SOURCE, document
from tests.mapping.running import written
from tests.shared import shared

NEW_BODY = """
<#Project> rml:logicalSource [ rml:source [ rml:root rml:MappingDirectory ; rml:path "a.csv" ] ;
    rml:referenceFormulation rml:CSV ] ;
  rml:subjectMap [ rml:template "https://example.org/{id}" ; rml:class ex:Project ; rml:graph ex:graph ] ;
  rml:predicateObjectMap [ rml:predicate ex:title ; rml:objectMap [ rml:reference "title" ; rml:language "en" ] ] ,
    [ rml:predicateMap [ rml:constant ex:cost ] ; rml:objectMap [ rml:reference "cost" ; rml:datatype xsd:decimal ] ] ,
    [ rml:predicate ex:lead ; rml:objectMap [ rml:parentTriplesMap <#Partner> ;
      rml:joinCondition [ rml:child "lead" ; rml:parent "$.key" ] ] ; rml:graph rml:defaultGraph ] .
<#Partner> rml:logicalSource [ rml:source [ a rml:RelativePathSource ; rml:path "b.json" ] ; rml:iterator "$.all[*]" ;
    rml:referenceFormulation rml:JSONPath ] ;
  rml:subjectMap [ rml:template "p{$.key}" ; rml:termType rml:BlankNode ] .
"""
OLD_BODY = """
<#Project> rml:logicalSource [ rml:source "a.csv" ;
    rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/{id}" ; rr:class ex:Project ; rr:graph ex:graph ] ;
  rr:predicateObjectMap [ rr:predicate ex:title ; rr:objectMap [ rml:reference "title" ; rr:language "en" ] ] ,
    [ rr:predicateMap [ rr:constant ex:cost ] ; rr:objectMap [ rml:reference "cost" ; rr:datatype xsd:decimal ] ] ,
    [ rr:predicate ex:lead ; rr:objectMap [ rr:parentTriplesMap <#Partner> ;
      rr:joinCondition [ rr:child "lead" ; rr:parent "$.key" ] ] ; rr:graph rr:defaultGraph ] .
<#Partner> rml:logicalSource [ rml:source "b.json" ; rml:iterator "$.all[*]" ;
    rml:referenceFormulation ql:JSONPath ] ;
  rr:subjectMap [ rr:template "p{$.key}" ; rr:termType rr:BlankNode ] .
"""


def read(folder: Path, text: str) -> Mapping:
    """Read a document."""
    return read_rml(written(folder, {"mapping.ttl": text}) / "mapping.ttl")


def only(folder: Path, body: str) -> TriplesMap:
    """The triples map of a document with one."""
    (found,) = read(folder, document(body)).triples_maps
    return found


def made(triples_map: TriplesMap) -> list[TermMap | ParentTriplesMap]:
    """The object maps of a triples map."""
    return [made for entry in triples_map.predicate_objects for made in entry.objects]


def without_places(value: Any) -> Any:
    """A part of the model as plain values, places left out."""
    if is_dataclass(value):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: without_places(part) for name, part in named if not isinstance(part, Place) and name != "file"}
    if isinstance(value, dict):
        return {key: without_places(part) for key, part in value.items()}
    return [without_places(part) for part in value] if isinstance(value, tuple) else value


def test_the_older_vocabulary_says_the_same(tmp_path: Path) -> None:
    new = read(tmp_path, CORE + COMMON + NEW_BODY)
    old = read(tmp_path, OLDER + COMMON + OLD_BODY)
    assert without_places(new) == without_places(old)


def test_the_whole_model(tmp_path: Path) -> None:
    mapping = read(tmp_path, CORE + COMMON + NEW_BODY)
    project, partner = mapping.triples_maps
    assert [(source.access, source.formulation, source.iterator) for source in mapping.sources.values()] == [
        ("a.csv", "csv", None),
        ("b.json", "jsonpath", "$.all[*]"),
    ]
    assert project.subject.expression == Template((Constant("https://example.org/"), Reference("id")))
    assert partner.subject.term_type is TermType.BLANK_NODE
    graphs = [[graph.expression for graph in entry.graphs] for entry in project.predicate_objects]
    assert graphs == [[], [], [], [Constant("https://example.org/graph"), Constant(DEFAULT_GRAPH)]]
    types = [made.term_type for made in made(project)[:3] if isinstance(made, TermMap)]
    assert types == [TermType.IRI, TermType.LITERAL, TermType.LITERAL]
    lead = made(project)[-1]
    assert isinstance(lead, ParentTriplesMap)
    assert lead.triples_map == partner.name
    assert isinstance(lead.joins[0], Join)
    assert (lead.joins[0].child, lead.joins[0].parent) == (Reference("lead"), Reference("$.key"))


def test_every_part_knows_its_line(tmp_path: Path) -> None:
    project, partner = read(tmp_path, CORE + COMMON + NEW_BODY).triples_maps
    assert (project.place.line, partner.place.line) == (6, 13)
    assert (project.subject.place.line, partner.subject.place.line) == (8, 15)
    assert [entry.objects[0].place.line for entry in project.predicate_objects] == [8, 9, 10, 11]


def test_lines_are_those_of_terms_however_they_are_laid_out(tmp_path: Path) -> None:
    body = """  # a remark with a ] and a ;
  rml:subjectMap [
    rml:template '''https://example.org/
{id}'''

  ] ;
  rml:predicateObjectMap [ rml:predicate ex:a ; rml:object "x;]" , 4.5
    , ex:c.d
  ] .
"""
    found = only(tmp_path, body)
    assert found.place.line == 5
    assert found.subject.place.line == 9
    assert [made.place.line for made in made(found)] == [13, 13, 14]


def test_constants_keep_their_datatype_and_language(tmp_path: Path) -> None:
    body = """  rml:subject ex:it ;
  rml:predicateObjectMap [ rml:predicate ex:p ; rml:object true , "a"@hu , "b" , ex:c ] ."""
    found = [entry for entry in made(only(tmp_path, body)) if isinstance(entry, TermMap)]
    assert [(entry.expression, entry.term_type, entry.language, entry.datatype) for entry in found] == [
        (Constant("true"), TermType.LITERAL, None, Constant("http://www.w3.org/2001/XMLSchema#boolean")),
        (Constant("a"), TermType.LITERAL, Constant("hu"), None),
        (Constant("b"), TermType.LITERAL, None, None),
        (Constant("https://example.org/c"), TermType.IRI, None, None),
    ]


def test_functions_languages_and_conditions(tmp_path: Path) -> None:
    body = """  rml:baseIRI <https://example.com/> ;
  rml:subjectMap [ rml:template "{id}" ; rml:condition [ rml:functionExecution <#Known> ] ] ;
  rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:functionExecution <#Slug> ; rml:return fn:result ;
    rml:languageMap [ rml:template "{language}-{region}" ] ] ] .
<#Known> rml:function fn:is_not_null ; rml:input [ rml:parameter fn:value ; rml:inputValueMap [ rml:reference "id" ] ] .
<#Slug> rml:function fn:slug ; rml:input [ rml:parameter fn:value ; rml:inputValueMap [ rml:functionExecution [
    rml:function fn:replace ; rml:input [ rml:parameter fn:find ; rml:inputValue "&" ] ] ] ] .
"""
    found = only(tmp_path, body)
    assert found.base == "https://example.com/"
    assert found.condition is not None
    assert found.condition.parameters == (("value", Reference("id")),)
    (slug,) = (entry for entry in made(found) if isinstance(entry, TermMap))
    assert isinstance(slug.language, Template)
    assert isinstance(slug.expression, FunctionCall)
    assert isinstance(slug.expression.parameters[0][1], FunctionCall)


def test_a_function_with_maps_says_the_same_as_with_shortcuts(tmp_path: Path) -> None:
    short = (
        OBJECT
        + """    rml:functionExecution [ rml:function fn:lower ;
      rml:input [ rml:parameter fn:value ; rml:inputValue "A" ] ] ; rml:return fn:result ] ] ."""
    )
    long = (
        OBJECT
        + """    rml:functionExecution [ rml:functionMap [ rml:constant fn:lower ] ; rml:input [
      rml:parameterMap [ rml:constant fn:value ] ; rml:inputValueMap [ rml:constant "A" ] ] ] ;
    rml:returnMap [ rml:constant fn:result ] ] ] ."""
    )
    calls = [
        entry.expression for body in (short, long) for entry in made(only(tmp_path, body)) if isinstance(entry, TermMap)
    ]
    assert [(call.function, call.parameters) for call in calls if isinstance(call, FunctionCall)] == [
        ("https://w3id.org/eulod/fn#lower", (("value", Constant("A")),))
    ] * 2
    assert [call.result and call.result[0] for call in calls if isinstance(call, FunctionCall)] == [
        "https://w3id.org/eulod/fn#result"
    ] * 2


@pytest.mark.parametrize(
    ("template", "parts"),
    [
        (r"a\\{b\\}{c}", (Constant("a{b}"), Reference("c"))),
        (r"{c\\{d\\}}", (Reference("c{d}"),)),
        (r"{$['a b']}-{$.c}", (Reference("$['a b']"), Constant("-"), Reference("$.c"))),
        (r"\\\\{c}", (Constant("\\"), Reference("c"))),
    ],
)
def test_templates_escape_braces_and_backslashes(tmp_path: Path, template: str, parts: tuple[object, ...]) -> None:
    assert only(tmp_path, f'  rml:subjectMap [ rml:template "{template}" ] .').subject.expression == Template(parts)  # type: ignore[arg-type]


SUBJECT = '  rml:subjectMap [ rml:template "https://example.org/{id}" ] ;\n'
OBJECT = SUBJECT + "  rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [\n"


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("  a ex:Nothing .", "M001", 5),
        (SUBJECT + "  rml:subject ex:it .", "M001", 8),
        ('  rml:subjectMap [ rml:template "{a" ] .', "M001", 7),
        ('  rml:subjectMap [ rml:template "{{a}}" ] .', "M001", 7),
        ('  rml:subjectMap [ rml:template "" ] .', "M001", 7),
        ('  rml:subjectMap [ rml:template "a" ; rml:reference "b" ] .', "M001", 7),
        ('  rml:subjectMap [ rml:reference "a" ; rml:termType rml:Literal ] .', "M001", 7),
        ('  rml:subjectMap [ rml:constant "a" ; rml:termType rml:BlankNode ] .', "M001", 7),
        ("  rml:subjectMap [ rml:termType rml:IRI ] .", "M001", 7),
        ('  rml:subjectMap [ rml:reference "a" ; rml:termType rml:Iri ] .', "M005", 7),
        ('  rml:subjectMap [ rml:reference "a" ; rml:language "en" ] .', "M002", 7),
        ('  rml:subjectMap [ rml:refrence "a" ] .', "M002", 7),
        (SUBJECT + '  rml:logicalTable [ rml:tableName "a" ] .', "M002", 8),
        (SUBJECT + '  rml:predicateObjectMap [ rml:object "a" ] .', "M001", 8),
        (SUBJECT + "  rml:predicateObjectMap [ rml:predicate ex:p ] .", "M001", 8),
        (OBJECT + '    rml:column "a" ] ] .', "M002", 9),
        (OBJECT + '    rml:reference "a" ; rml:termType rml:IRI ; rml:language "en" ] ] .', "M001", 9),
        (OBJECT + '    rml:parentTriplesMap <#Row> ; rml:joinCondition [ rml:child "a" ] ] ] .', "M001", 9),
        (OBJECT + '    rml:reference "a" ; rml:return fn:result ] ] .', "M001", 9),
        (OBJECT + "    rml:functionExecution [ rml:input [ ] ] ] ] .", "M001", 9),
        (OBJECT + "    <http://semweb.mmlab.be/ns/fnml#functionValue> [ ] ] ] .", "M041", 9),
        (SUBJECT + "  rml:predicateObjectMap [ rml:predicate ex:p ; rml:object [ ] ] .", "M001", 8),
        (SUBJECT + "  rml:predicateObjectMap [ rml:predicate ex:p ; rml:object ex:p", "R003", 8),
    ],
)
def test_errors_have_a_code_and_a_line(tmp_path: Path, body: str, code: str, line: int) -> None:
    with pytest.raises(EulodError) as error:
        read(tmp_path, document(body))
    assert (error.value.code, error.value.place and error.value.place.line) == (code, line)
    assert error.value.help


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("rml:source [ rml:path 'a' ; rml:root rml:CurrentWorkingDirectory ]", "M005"),
        ("rml:source 'a' ; rml:referenceFormulation rml:XQuery", "M005"),
        ("rml:source [ a rml:RelativePathSource ]", "M001"),
        ("rml:source [ rml:path 'a' ; rml:compression rml:targzip ]", "M005"),
        ("rml:iterator '$'", "M001"),
    ],
)
def test_sources_that_are_not_read_are_refused(tmp_path: Path, source: str, code: str) -> None:
    with pytest.raises(EulodError) as error:
        read(tmp_path, f"{CORE}<#Row> rml:logicalSource [ {source} ] .")
    assert (error.value.code, error.value.place and error.value.place.line) == (code, 2)


VIEW = f"""{CORE}<#View> rml:viewOn [ rml:source "a.json" ; rml:referenceFormulation rml:JSONPath ] ;
  rml:field [ rml:fieldName "a" ; rml:reference "$.a" ] """
ROW = """.
<#Row> rml:logicalSource <#View> ; rml:subject <urn:x> ."""
PARENT = '[ rml:source "b.csv" ]'
JOIN = f'; rml:leftJoin [ rml:parentLogicalView {PARENT} ; rml:joinCondition [ rml:child "a" ; rml:parent "a" ] ] '


@pytest.mark.parametrize(
    ("more", "code", "problem"),
    [
        ('; rml:field [ rml:fieldName "a" ; rml:reference "$.b" ] ', "M001", "the field 'a' is declared twice"),
        ('; rml:field [ rml:reference "$.b" ] ', "M001", "there is no fieldName"),
        ('; rml:field [ rml:fieldName "b" ] ', "M001", "there is no constant or functionExecution"),
        ("; rml:structuralAnnotation [ ] ", "M002", "unknown property 'structuralAnnotation'"),
        ('; rml:iterator "$" ', "M002", "unknown property 'iterator'"),
        ('; rml:field [ rml:fieldName "b" ; rml:iterator "$.b[*]" ] ', "M001", "there is no field"),
        (
            '; rml:field [ rml:fieldName "b" ; rml:iterator "$" ; rml:referenceFormulation rml:CSV ; rml:field [ ] ] ',
            "M005",
            "a field with the reference formulation 'CSV' inside of records is not read",
        ),
        (JOIN, "M001", "the parent of the join is no view"),
        (JOIN.replace(PARENT, "<#Other>"), "M001", "there is no field"),
        ("; rml:innerJoin [ rml:parentLogicalView <#Other> ] ", "M001", "there is no joinCondition"),
        (".\n<#Other> a rml:LogicalView ", "M001", "there is no viewOn"),
        (".\n<#Row> a rml:NonAssertedTriplesMap ", "M005", "a NonAssertedTriplesMap, which states triples"),
    ],
)
def test_views_that_are_not_read_are_refused(tmp_path: Path, more: str, code: str, problem: str) -> None:
    other = """
<#Other> rml:viewOn [ rml:source "b.csv" ] ; rml:field [ rml:fieldName "a" ; rml:reference "a" ] ."""
    with pytest.raises(EulodError, match=problem) as error:
        read(tmp_path, VIEW + more + ROW + ("" if "Other> a" in more else other))
    assert (error.value.code, bool(error.value.help)) == (code, True)
    assert error.value.place is not None
    assert error.value.place.line


def test_a_document_that_mixes_the_vocabularies_is_refused(tmp_path: Path) -> None:
    older = "@prefix rr: <http://www.w3.org/ns/r2rml#> .\n"
    body = f"{CORE}{older}{COMMON}{SOURCE}  rr:subjectMap [ rr:template 'https://example.org/{{id}}' ] ."
    with pytest.raises(EulodError, match=r"M041 <http://www\.w3\.org/ns/r2rml#") as error:
        read(tmp_path, body)
    assert error.value.place == Place(str(tmp_path / "mapping.ttl"), 8)
    assert "today's RML (http://w3id.org/rml/) from line 6 on" in error.value.problem


def test_a_function_that_calls_itself_is_refused(tmp_path: Path) -> None:
    body = f"""{OBJECT}  rml:functionExecution <#Slug> ] ] .
<#Slug> rml:function fn:slug ;
  rml:input [ rml:parameter fn:value ; rml:inputValueMap [ rml:functionExecution <#Slug> ] ] .
"""
    with pytest.raises(EulodError, match="M001 the function is an input of its own"):
        read(tmp_path, document(body))


def test_remarks_in_other_vocabularies_are_passed_over(tmp_path: Path) -> None:
    remark = '<http://www.w3.org/2000/01/rdf-schema#label> "A remark"'
    assert only(tmp_path, f"{SUBJECT}  {remark} .").place.line == 5


def test_one_file_with_several_iterators_is_several_sources(tmp_path: Path) -> None:
    maps = (
        f"<#{name}> rml:logicalSource [ rml:source 'a.json' ; rml:iterator '{iterator}' ; "
        f"rml:referenceFormulation rml:JSONPath ] ; rml:subject <urn:x> ."
        for name, iterator in (("A", "$.a[*]"), ("B", "$.b[*]"), ("C", "$.a[*]"))
    )
    mapping = read(tmp_path, CORE + "\n".join(maps))
    assert [one.source for one in mapping.triples_maps] == ["a.json", "a.json $.b[*]", "a.json"]
    assert [source.iterator for source in mapping.sources.values()] == ["$.a[*]", "$.b[*]"]


def test_the_extension_tells_what_a_mapping_is_written_in(tmp_path: Path) -> None:
    yarrrml = "sources: {a: {access: a.csv}}\nmappings: {m: {sources: a, subjects: 'urn:$(id)'}}\n"
    written(tmp_path, {"a.yml": yarrrml, "a.ttl": document(SUBJECT.replace(";\n", ".")), "a.txt": yarrrml})
    assert [read_mapping(tmp_path / name).triples_maps[0].name[-4:] for name in ("a.yml", "a.ttl")] == ["m", "#Row"]
    for name in ("a.txt", "missing.ttl"):
        with pytest.raises(EulodError, match="M001"):
            read_mapping(tmp_path / name)


def test_the_literals_of_the_suites_stand_on_their_lines() -> None:
    checked = 0
    for path in sorted(shared("acceptance").glob("rml-*/*/mapping.ttl")):
        try:
            document = RmlDocument(path)
        except EulodError:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        stated = (one for by_name in document.statements.values() for listed in by_name.values() for one in listed)
        for text, line in ((one.text, one.place.line or 0) for one in stated if isinstance(one.term, ox.Literal)):
            assert ("\\" in lines[line - 1]) or (text in lines[line - 1])
            checked += 1
    assert checked == 857


CSVW = """@prefix rml: <http://w3id.org/rml/> . @prefix csvw: <http://www.w3.org/ns/csvw#> .
<#Row> rml:logicalSource [ rml:source [ a csvw:Table ; csvw:url "rows.csv" ; csvw:null "NULL", "-" ;
    csvw:dialect [ a csvw:Dialect ; csvw:delimiter ";" ; csvw:quoteChar "'" ; csvw:encoding "UTF-8" ; csvw:skipRows 2 ;
      csvw:header true ; csvw:trim false ; csvw:lineTerminators "\\r\\n", "\\n" ] ] ;
    rml:referenceFormulation rml:CSV ] ;
  rml:subjectMap [ rml:template "https://example.org/{id}" ] .
"""


def test_the_dialect_of_csv_on_the_web(tmp_path: Path) -> None:
    (source,) = read(tmp_path, CSVW).sources.values()
    assert (source.access, source.formulation) == ("rows.csv", "csv")
    expected = {"delimiter": ";", "quote": "'", "encoding": "utf-8", "header": "3", "null": ("NULL", "-")}
    assert source.options == expected


@pytest.mark.parametrize(
    ("written", "instead", "code", "problem"),
    [
        ("csvw:trim false", "csvw:trim true", "M005", "csvw:trim 'true' is not read"),
        ("csvw:header true", "csvw:header false", "M005", "csvw:header 'false' is not read"),
        ("csvw:skipRows 2", 'csvw:skipRows "x"', "M005", "csvw:skipRows 'x' is no number"),
        ("csvw:trim false", 'csvw:commentPrefix "#"', "M002", "unknown property"),
    ],
)
def test_what_the_dialect_cannot_say(tmp_path: Path, written: str, instead: str, code: str, problem: str) -> None:
    with pytest.raises(EulodError) as raised:
        read(tmp_path, CSVW.replace(written, instead))
    assert (raised.value.code, raised.value.problem.startswith(problem)) == (code, True)
