"""YARRRML read into the mapping model: what it means, and where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.errors import EulodError, Place
from eulod.mapping.errors import FunctionParameters, MappingSyntax, UnknownKey, UnknownPrefix
from eulod.mapping.read_yarrrml import read_yarrrml
from eulod.mapping.term_map import Constant, FunctionCall, Reference, Template, TermMap, TermType
from eulod.mapping.triples_map import Mapping, ParentTriplesMap
from eulod.terms.prefixes import PREFIXES
from tests.mapping.running import written

HEAD = """\
prefixes: {ex: "https://example.org/ns#"}
external: {name: value}
sources:
  rows: {access: rows.csv}
"""
FN = "https://w3id.org/eulod/fn#"
EX = "https://example.org/ns#"


def mapping_of(folder: Path, text: str) -> Mapping:
    """A mapping document, written and read."""
    return read_yarrrml(written(folder, {"mapping.yml": text}) / "mapping.yml", externals={"base": "https://b.org/"})


def pairs(*lines: str, subject: str = "ex:$(id)") -> str:
    """A mapping with these predicates and objects, from line 9 on."""
    listed = "".join(f"      {line}\n" for line in lines)
    return f"{HEAD}mappings:\n  row:\n    sources: rows\n    subjects: {subject}\n    po:\n{listed}"


def object_of(folder: Path, line: str) -> TermMap:
    """The only object of a mapping."""
    (triples_map,) = mapping_of(folder, pairs(line)).triples_maps
    (found,) = triples_map.predicate_objects[0].objects
    assert isinstance(found, TermMap)
    return found


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("plain", Constant("plain")),
        ('""', Constant("")),
        ("$(a b)", Reference("a b")),
        ("'$(a \\(b\\))'", Reference("a (b)")),
        ("'$(\\_id)'", Reference("_id")),
        ("$(_name)", Constant("value")),
        ("$(_base)id/$(_name)/x", Constant("https://b.org/id/value/x")),
        ("$(a)-$(b)!", Template((Reference("a"), Constant("-"), Reference("b"), Constant("!")))),
        ("$(_name)-$(b)", Template((Constant("value-"), Reference("b")))),
        ("'fn:slug(value: $(a))'", FunctionCall(FN + "slug", (("value", Reference("a")),), Place("mapping.yml", 10))),
        (
            "{function: 'fn:slug(value: $(a))'}",
            FunctionCall(FN + "slug", (("value", Reference("a")),), Place("mapping.yml", 10)),
        ),
        (
            "{function: fn:slug, parameters: {value: $(a)}}",
            FunctionCall(FN + "slug", (("value", Reference("a")),), Place("mapping.yml", 10)),
        ),
        (
            "{function: fn:slug, parameters: [{parameter: fn:p_value, value: $(a)}]}",
            FunctionCall(FN + "slug", (("value", Reference("a")),), Place("mapping.yml", 10)),
        ),
    ],
)
def test_expressions(tmp_path: Path, written: str, expression: object) -> None:
    found = object_of(tmp_path, f"- [ex:p, {written}]").expression
    if isinstance(found, FunctionCall):
        found = FunctionCall(found.function, found.parameters, Place("mapping.yml", found.place.line))
    assert found == expression


def test_parameters_may_be_functions_with_commas_and_parentheses_in_quotes(tmp_path: Path) -> None:
    text = """'fn:concat(a: fn:lower(value: $(x)), b: "y, (z", separator: ", ")'"""
    call = object_of(tmp_path, f"- [ex:p, {text}]").expression
    assert isinstance(call, FunctionCall)
    (first, inner), second, separator = call.parameters
    assert isinstance(inner, FunctionCall)
    assert (first, inner.function, inner.parameters) == ("a", FN + "lower", (("value", Reference("x")),))
    assert (second, separator) == (("b", Constant("y, (z")), ("separator", Constant(", ")))


@pytest.mark.parametrize(
    ("line", "term_type", "language", "datatype"),
    [
        ("- [ex:p, $(x)]", TermType.LITERAL, None, None),
        ("- [ex:p, $(x), hu~lang]", TermType.LITERAL, Constant("hu"), None),
        ("- [ex:p, $(x), $(tag)~lang]", TermType.LITERAL, Reference("tag"), None),
        ("- [ex:p, $(x), xsd:date]", TermType.LITERAL, None, Constant(PREFIXES["xsd"] + "date")),
        ("- [ex:p, $(x)~iri]", TermType.IRI, None, None),
        ("- [a, $(x)]", TermType.IRI, None, None),
        ("- {p: a, o: $(x)}", TermType.IRI, None, None),
        ("- {p: rdf:type, o: {value: $(x)}}", TermType.IRI, None, None),
        ("- {p: ex:p, o: {value: $(x), type: iri}}", TermType.IRI, None, None),
        ("- {p: ex:p, o: {value: $(x), type: literal, language: hu}}", TermType.LITERAL, Constant("hu"), None),
        ("- {p: ex:p, o: {function: fn:slug, parameters: [[value, $(x)]], type: iri}}", TermType.IRI, None, None),
        ("- {p: ex:p, o: [[$(x), ex:type]]}", TermType.LITERAL, None, Constant(EX + "type")),
    ],
)
def test_kinds_of_objects(tmp_path: Path, line: str, term_type: TermType, language: object, datatype: object) -> None:
    found = object_of(tmp_path, line)
    assert (found.term_type, found.language, found.datatype) == (term_type, language, datatype)


@pytest.mark.parametrize(
    ("written", "iri"),
    [
        ("ex:a", EX + "a"),
        ("https://x.org/a:b", "https://x.org/a:b"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("urn:x:y", "urn:x:y"),
        ("schema:name", "https://schema.org/name"),
        ("{value: ex:a}", EX + "a"),
    ],
)
def test_subjects_are_iris(tmp_path: Path, written: str, iri: str) -> None:
    (triples_map,) = mapping_of(tmp_path, pairs("- [ex:p, x]", subject=written)).triples_maps
    assert triples_map.subject.expression == Constant(iri)


def test_every_part_knows_its_line(tmp_path: Path) -> None:
    text = pairs(
        "- [ex:a, x]", "- predicates: ex:b", "  objects:", "    - $(x)", "    - value: $(y)", "      language: en"
    )
    (triples_map,) = mapping_of(tmp_path, text).triples_maps
    assert (triples_map.place.line, triples_map.subject.place.line) == (6, 8)
    first, second = triples_map.predicate_objects
    assert (first.place.line, second.place.line) == (10, 11)
    assert [found.place.line for found in (*second.predicates, *second.objects)] == [11, 13, 14]


def test_joins(tmp_path: Path) -> None:
    text = pairs("- p: ex:p", "  o: {mapping: other, condition: {parameters: [[str1, $(a)], [str2, $(b), o]]}}")
    (found,) = mapping_of(tmp_path, text).triples_maps[0].predicate_objects[0].objects
    assert isinstance(found, ParentTriplesMap)
    (join,) = found.joins
    assert (found.triples_map, join.child, join.parent) == ("other", Reference("a"), Reference("b"))


def test_one_mapping_of_several_sources_and_subjects(tmp_path: Path) -> None:
    text = pairs("- [ex:p, x]", subject="[ex:a/$(id), ex:b/$(id)]").replace("sources: rows", "sources: [rows, more]")
    found = mapping_of(tmp_path, text).triples_maps
    assert [one.source for one in found] == ["rows", "rows", "more", "more"]


def test_options_of_a_source(tmp_path: Path) -> None:
    source = 'rows: {access: rows.csv, delimiter: ";", encoding: latin-1, null: [NA, "-"]}'
    text = pairs("- [ex:p, x]").replace("rows: {access: rows.csv}", source)
    options = mapping_of(tmp_path, text).sources["rows"].options
    assert options == {"delimiter": ";", "encoding": "latin-1", "null": ("NA", "-")}


VIEW = "views:\n  v: {source: rows, fields: {a: $(b)}}\n"


@pytest.mark.parametrize(
    ("text", "error", "line", "problem"),
    [
        ("- a\n", MappingSyntax, 1, "the file is no YAML mapping"),
        (HEAD, MappingSyntax, 1, "no mappings"),
        (HEAD + "mapping: {}\n", UnknownKey, 5, "unknown key 'mapping'; there are: "),
        (HEAD + "mappings: [a]\n", MappingSyntax, 5, "'mappings' is no mapping of names"),
        (HEAD + "mappings:\n  row: x\n", MappingSyntax, 6, "'row' under 'mappings' has no keys"),
        (HEAD + "mappings:\n  row: {subjects: ex:a}\n", MappingSyntax, 6, "'sources' is missing"),
        (HEAD + "mappings:\n  row: {sources: rows}\n", MappingSyntax, 6, "'subjects' is missing"),
        (
            HEAD + "mappings:\n  row: {sources: [[rows.csv~csv]], s: ex:a}\n",
            MappingSyntax,
            6,
            "the mapping 'row' names no",
        ),
        (HEAD.replace("access", "acess"), UnknownKey, 4, "unknown key 'acess'"),
        (HEAD.replace("{access: rows.csv}", "{delimiter: x}"), MappingSyntax, 4, "'access' is missing"),
        (HEAD.replace("{access: rows.csv}", "{access: [a]}"), MappingSyntax, 4, "'access' is no text"),
        (
            HEAD.replace("rows.csv", "a, referenceFormulation: xquery"),
            MappingSyntax,
            4,
            "unknown reference formulation 'xquery'",
        ),
        (HEAD.replace('"https://example.org/ns#"', "~"), MappingSyntax, 1, "'ex' is missing"),
        (HEAD + VIEW.replace("source: rows, ", ""), MappingSyntax, 6, "'source' is missing"),
        (HEAD + VIEW.replace("v:", "rows:"), MappingSyntax, 6, "a source is called 'rows' too"),
        (HEAD + VIEW.replace("source: rows", "source: v"), MappingSyntax, 6, "the view stands on itself: v on v"),
        (
            HEAD + VIEW.replace("source: rows", "source: w") + "  w: {source: v}\n",
            MappingSyntax,
            6,
            "the view stands on itself",
        ),
        (HEAD + VIEW.replace("$(b)", "[a]"), MappingSyntax, 6, "a list stands where one value belongs"),
        (HEAD + VIEW.replace("$(b)", "{iterator: x, field: {}}"), UnknownKey, 6, "unknown key 'field'"),
        (pairs("- [ex:p]"), MappingSyntax, 10, "a short predicate and object has two or three parts"),
        (pairs("- ex:p"), MappingSyntax, 10, "a predicate with its object is missing"),
        (pairs("- {p: ex:p}"), MappingSyntax, 10, "'objects' is missing"),
        (pairs("- {o: x}"), MappingSyntax, 10, "'predicates' is missing"),
        (pairs("- {p: ex:p, object: x}"), UnknownKey, 10, "unknown key 'object'"),
        (pairs("- [ex:p, ~]"), MappingSyntax, 10, "a value is missing"),
        (pairs("- [~, x]"), MappingSyntax, 10, "an IRI is missing"),
        (pairs("- {p: ex:p, o: {value: x, type: uri}}"), MappingSyntax, 10, "unknown type 'uri' of an object"),
        (
            pairs("- {p: ex:p, o: {value: x, condition: {}}}"),
            MappingSyntax,
            10,
            "an object has no condition of its own",
        ),
        (pairs("- {p: ex:p, o: {language: en}}"), MappingSyntax, 10, "there is no function here"),
        (pairs("- {p: ex:p, o: x, condition: yes}"), MappingSyntax, 10, "the condition is no function"),
        (
            pairs("- {p: ex:p, o: {mapping: other, condition: x}}"),
            MappingSyntax,
            10,
            "a join needs the parameters str1 and",
        ),
        (pairs("- [ex:p, $(a]"), MappingSyntax, 10, "a reference in '$(a' does not end"),
        (pairs("- [ex:p, $(a (b))]"), MappingSyntax, 10, "a reference in '$(a (b))' does not end"),
        (pairs("- [ex:p, 'fn:slug(value: $(a)']"), MappingSyntax, 10, "a reference in '$(a' does not end"),
        (
            pairs("- [ex:p, 'fn:slug(value: $(a)) x']"),
            MappingSyntax,
            10,
            "the call 'fn:slug(value: $(a)) x' does not end",
        ),
        (pairs("- [ex:p, $(_nam)]"), MappingSyntax, 10, "no external value '_nam'; there are: _base, _name"),
        (pairs("- [ex:p, 'fn:slug($(a))']"), FunctionParameters, 10, "'$(a)' names no parameter"),
        (
            pairs("- {p: ex:p, o: {function: fn:slug, parameters: [x]}}"),
            FunctionParameters,
            10,
            "a parameter is a name and",
        ),
        (pairs("- [exx:p, x]"), UnknownPrefix, 10, "unknown prefix 'exx' in 'exx:p'"),
        (pairs("- [ex:p, x, exx:date]"), UnknownPrefix, 10, "unknown prefix 'exx'"),
        (pairs("- [ex:p, x]", subject="exx:$(id)"), UnknownPrefix, 8, "unknown prefix 'exx' in 'exx:'"),
        (pairs("- [ex:p, 'fnn:slug(value: $(a))']"), UnknownPrefix, 10, "unknown prefix 'fnn' in 'fnn:slug'"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str, error: type[EulodError], line: int, problem: str
) -> None:
    with pytest.raises(error) as raised:
        mapping_of(tmp_path, text)
    assert str(raised.value).startswith(f"{tmp_path / 'mapping.yml'}:{line}: {error.code} {problem}")
