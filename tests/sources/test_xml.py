"""XML: records found by XPath, what a record holds, namespaces, places of errors, bounded memory."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import DoctypeRefused, EulodError, Place
from eulod.sources.json import UnsupportedPath
from eulod.sources.limits import TooLarge
from eulod.sources.logical_source import EmptyIterator
from eulod.sources.xml_records import xml_records
from eulod.sources.xml_stream import XmlSyntax
from eulod.sources.xpath import iterator_steps, nested_path, reference_path
from tests.mapping.running import run, written
from tests.sources.reading import documents, source, surveyed

HERE = Place("mapping.yml", 3)
SPACES = {"p": "urn:p"}
ITEMS = """<items>
  <item id="1"><name>A &amp; B</name><name xml:lang="sv">Å<b>b</b>c</name></item>
  <other><item id="2"/></other>
  <item id="3"><name><![CDATA[ <x> ]]></name></item>
</items>"""


@pytest.mark.parametrize(
    ("written", "path"),
    [
        (".", '$."#text"'),
        ("text()", '$."#text"'),
        ("name", '$."name"[*]."#text"'),
        ("./name/text()", '$."name"[*]."#text"'),
        ("name[2]", '$."name"[1]."#text"'),
        ("@id", '$."@id"'),
        ("a/p:b/@p:c", '$."a"[*]."{urn:p}b"[*]."@{urn:p}c"'),
        ("@xml:lang", '$."@{http://www.w3.org/XML/1998/namespace}lang"'),
        ("a/*", '$."a"[*].*[*]."#text"'),
        ("országok-1", '$."országok-1"[*]."#text"'),
    ],
)
def test_references(written: str, path: str) -> None:
    assert reference_path(written, SPACES, HERE) == path


@pytest.mark.parametrize(
    "path",
    ["/a", "//a", "a//b", "..", "a[@b='c']", "a[last()]", "a|b", "count(a)", "a/", "@*", "a b", "text()/a", "*[1]"],
)
def test_references_that_are_not_evaluated_are_named(path: str) -> None:
    with pytest.raises(UnsupportedPath, match=r"mapping\.yml:3: M010 the XPath") as raised:
        reference_path(path, SPACES, HERE)
    assert f"'{path}'" in raised.value.problem


def test_an_undeclared_prefix_is_named() -> None:
    with pytest.raises(UnsupportedPath, match="the XPath prefix 'q' is not declared; there are: p"):
        nested_path("q:a", SPACES, HERE)


@pytest.mark.parametrize("iterator", ["items", "/items/@id", "/", "//", "/a[@b]", "/a/text()", "", "/a///b"])
def test_iterators_that_are_not_evaluated_are_named(iterator: str) -> None:
    with pytest.raises(UnsupportedPath):
        iterator_steps(iterator, SPACES, HERE)


@pytest.mark.parametrize(
    ("iterator", "found"),
    [
        ("/items/item", ["1", "3"]),
        ("//item", ["1", "2", "3"]),
        ("/items/*/item", ["2"]),
        ("/items//item", ["1", "2", "3"]),
        ("/items/item[2]", ["3"]),
        ("/*/item[1]", ["1"]),
        ("/items/nothing", []),
    ],
)
def test_iterators(tmp_path: Path, iterator: str, found: list[str]) -> None:
    file = written(tmp_path, {"a.xml": ITEMS}) / "a.xml"
    records = [json.loads(text) for text in xml_records(file, iterator_steps(iterator, {}, HERE))]
    assert [record["@id"] for record in records] == found


def test_records_within_records_stand_in_the_order_of_the_document(tmp_path: Path) -> None:
    file = written(tmp_path, {"a.xml": "<a n='1'><a n='2'><a n='3'/></a><a n='4'/></a>"}) / "a.xml"
    records = [json.loads(text)["@n"] for text in xml_records(file, iterator_steps("//a", {}, HERE))]
    assert records == ["1", "2", "3", "4"]


def test_what_a_record_holds(engine: DuckDBEngine, tmp_path: Path) -> None:
    written(tmp_path, {"a.xml": ITEMS})
    first, second = map(json.loads, documents(engine, tmp_path, source("a.xml", "xpath", iterator="/items/item")))
    assert (first["#line"], first["@id"], second["#line"]) == ("2", "1", "4")
    assert [name["#text"] for name in (*first["name"], *second["name"])] == ["A & B", "Åbc", " <x> "]
    assert first["name"][1]["@{http://www.w3.org/XML/1998/namespace}lang"] == "sv"
    assert first["name"][1]["b"] == [{"#line": "2", "#text": "b"}]


MAPPING = """prefixes: {{ex: "https://example.org/"}}
sources:
  rows: {{access: a.xml, referenceFormulation: xpath, iterator: "/p:items/p:item", namespaces: {{p: "urn:p"}}}}
views:
  parts:
    source: rows
    fields:
      id: $(@id)
      part: {{iterator: "p:part", fields: {{name: $(p:name), role: $(@role)}}}}
mappings:
  item:
    sources: parts
    subjects: ex:$(id)
    predicateobjects: [[ex:{0}, "$({1})"]]
"""
PARTS = """<items xmlns="urn:p"><item id="7">
  <part role="lead"><name>One</name></part>
  <part><name>Two</name><name/></part></item></items>"""


@pytest.mark.parametrize(("field", "values"), [("part.name", ["One", "Two"]), ("part.role", ["lead"])])
def test_views_go_into_elements(engine: DuckDBEngine, tmp_path: Path, field: str, values: list[str]) -> None:
    written(tmp_path, {"a.xml": PARTS, "mapping.yml": MAPPING.format("is", field)})
    lines = [f'<https://example.org/7> <https://example.org/is> "{value}" .\n' for value in values]
    assert run(tmp_path, engine).statements == "".join(lines)


RML = """@prefix rml: <http://w3id.org/rml/> .
<#Item> rml:logicalSource [ rml:source [ rml:path "a.xml" ] ; rml:iterator "/p:items/p:item" ;
    rml:referenceFormulation [ a rml:XPathReferenceFormulation ;
      rml:namespace [ a rml:Namespace ; rml:namespacePrefix "p" ; rml:namespaceURL "urn:p" ] ] ] ;
  rml:subjectMap [ rml:template "https://example.org/{@id}" ] ;
  rml:predicateObjectMap [ rml:predicate <https://example.org/is> ;
    rml:objectMap [ rml:reference "p:part[1]/p:name" ] ] .
"""


def test_namespaces_in_rml(tmp_path: Path) -> None:
    from eulod.single_mapping import map_document

    written(tmp_path, {"a.xml": PARTS, "mapping.ttl": RML})
    map_document(tmp_path / "mapping.ttl", tmp_path / "out.nt")
    assert (tmp_path / "out.nt").read_text() == '<https://example.org/7> <https://example.org/is> "One" .\n'


def test_an_iterator_that_finds_nothing_is_an_error_unless_its_list_is_empty(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    declared = source("a.xml", "xpath", iterator="/Items/item")
    with pytest.raises(EmptyIterator, match=r"mapping\.yml:3: S009 the iterator '/Items/item' .* finds nothing"):
        surveyed(engine, tmp_path / "a.xml", ITEMS, declared)
    assert (
        surveyed(engine, tmp_path / "b.xml", "<Items/>", source("b.xml", "xpath", iterator="/Items/item")).records == 0
    )


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
PAYLOADS = {
    "entities in entities": BOMB,
    "a long entity, often": '<!DOCTYPE a [<!ENTITY a "' + "a" * 10_000 + '">]><a>' + "&a;" * 1000 + "</a>",
    "a file": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "an address": '<!DOCTYPE a [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]><a>&a;</a>',
    "parameter entities": '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]><a/>',
    "a declaration elsewhere": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_in_it_is_read(tmp_path: Path, payload: str, encoding: str) -> None:
    (tmp_path / "a.xml").write_bytes(f"<!-- x -->\n{payload}".encode(encoding))
    with pytest.raises(DoctypeRefused) as raised:
        list(xml_records(tmp_path / "a.xml", iterator_steps("/a", {}, HERE)))
    assert str(raised.value).startswith(f"{tmp_path / 'a.xml'}:2: R004 ")


@pytest.mark.parametrize(
    ("content", "place", "code", "problem"),
    [
        ("<a><b></a></b>", ":1:9", "S010", "mismatched tag"),
        ("<a>\n<b>", ":2:4", "S010", "no element found"),
        ("", ":1:1", "S010", "no element found"),
        ("<a>&nbsp;</a>", ":1:4", "S010", "undefined entity"),
        ("<a>\n x\0y</a>", ":2:3", "S010", "not well-formed (invalid token)"),
        ("<a>\n x\x01y</a>", ":2:3", "S010", "not well-formed (invalid token)"),
        ("<a>ž</a>".encode("cp1250"), ":1:4", "S010", "not well-formed (invalid token)"),
        ("<a>\ud800</a>".encode("utf-8", "surrogatepass"), ":1:4", "S010", "not well-formed (invalid token)"),
        ('<?xml version="1.0" encoding="klingon"?><a/>', ":1", "S010", "unknown encoding"),
        ('<?xml version="1.0" encoding="gb18030"?><a/>', ":1", "S010", "encoding"),
        ("<a x='1' x='2'/>", ":1:10", "S010", "duplicate attribute"),
        ("<a>" * 101 + "</a>" * 101, ":1", "S011", "the document has more than 100 levels"),
    ],
)
def test_what_is_no_xml(tmp_path: Path, content: str | bytes, place: str, code: str, problem: str) -> None:
    file = written(tmp_path, {"a.xml": content}) / "a.xml"
    for iterator in ("/a", "//b"):
        with pytest.raises(EulodError) as raised:
            list(xml_records(file, iterator_steps(iterator, {}, HERE)))
        assert str(raised.value).startswith(f"{file}{place}: {code} ")
        assert problem in raised.value.problem


def test_declared_encodings_are_read(tmp_path: Path) -> None:
    for encoding in ("cp1250", "iso-8859-2", "utf-16"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><a>Łódź</a>'
        (tmp_path / "a.xml").write_bytes(text.encode(encoding))
        (record,) = xml_records(tmp_path / "a.xml", iterator_steps("/a", {}, HERE))
        assert json.loads(record)["#text"] == "Łódź"


@pytest.mark.parametrize("content", ["<a><b>" + "x" * 300_000, "<a><b c='" + "x" * 300_000, "<a>" + "<b/>" * 50_000])
def test_a_record_that_does_not_end_is_refused(tmp_path: Path, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eulod.sources.xml_records.RECORD_BYTES", 100_000)
    file = written(tmp_path, {"a.xml": "\n" + content}) / "a.xml"
    with pytest.raises(TooLarge, match=r"a\.xml:2: S011 the element has more than 100,000 bytes"):
        list(xml_records(file, iterator_steps("/a", {}, HERE)))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    record = "<b>" + "<c>some text</c>" * 100 + "</b>\n"
    file = written(tmp_path, {"a.xml": "<a>" + record * 1000 + "</a>"}) / "a.xml"
    tracemalloc.start()
    found = sum(1 for _ in xml_records(file, iterator_steps("/a/b", {}, HERE)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found, file.stat().st_size > 1_500_000, peak < 900_000) == (1000, True, True)


def test_syntax_errors_are_of_their_own_class(tmp_path: Path) -> None:
    with pytest.raises(XmlSyntax):
        list(xml_records(written(tmp_path, {"a.xml": "<a"}) / "a.xml", iterator_steps("/a", {}, HERE)))
