"""RDF documents: every format gives the same quads, errors say where, and nothing dangerous reaches a parser."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from eulod.errors import (
    DoctypeRefused,
    RdfSyntaxError,
    RemoteContextRefused,
    TooDeep,
    UnknownFormat,
    UnreadableDocument,
    UnsupportedTerm,
)
from eulod.rdf_document import read_quads
from tests.trap import trap

LINE = '<http://e/s> <http://e/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
TYPED = 'rdf:datatype="http://www.w3.org/2001/XMLSchema#integer"'
SAME = {
    "nt": LINE,
    "nq": LINE,
    "ttl": '@prefix e: <http://e/> . e:s e:p "01"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "trig": "{ " + LINE + " }",
    "jsonld": '{"@id": "http://e/s", "http://e/p":'
    ' {"@value": "01", "@type": "http://www.w3.org/2001/XMLSchema#integer"}}',
    "rdf": f'<rdf:RDF {RDF}><rdf:Description rdf:about="http://e/s"><e:p {TYPED}>01</e:p></rdf:Description></rdf:RDF>',
}


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file with that content."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path) -> list[str]:
    """The quads as text."""
    return [str(quad) for quad in read_quads(path)]


@pytest.mark.parametrize("form", SAME)
def test_every_format_gives_the_same_quad(tmp_path: Path, form: str) -> None:
    assert read(written(tmp_path, f"data.{form}", SAME[form])) == [LINE.removesuffix(" .")]


def test_gzip_is_read(tmp_path: Path) -> None:
    assert read(written(tmp_path, "data.nt.gz", gzip.compress(LINE.encode()))) == [LINE.removesuffix(" .")]


def test_blank_nodes_are_named_in_document_order(tmp_path: Path) -> None:
    path = written(tmp_path, "data.ttl", "[] <http://e/p> [ <http://e/p> 1 ] .")
    assert read(path) == read(path)
    assert {str(quad.subject) for quad in read_quads(path, label="x")} == {"_:x1", "_:x2"}


@pytest.mark.parametrize(
    ("name", "text", "line", "character"),
    [
        ("a.ttl", '<http://e/s> <http://e/p> "never closed\n', 1, 27),
        ("a.nt", f"{LINE}\n<http://e/s> <http://e/p> <http://e/a b> .\n", 2, 27),
        ("a.nt", f'{LINE}\n<http://e/s> <http://e/p> "x"@en_US .\n', 2, 33),
        ("a.jsonld", '{\n"@id": }', 2, 8),
        ("a.rdf", f"<rdf:RDF {RDF}>\n<e:x></rdf:RDF>", 2, 16),
        ("a.ttl", b"\xff\xfe", 1, 1),
    ],
)
def test_a_syntax_error_says_where(tmp_path: Path, name: str, text: str | bytes, line: int, character: int) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(RdfSyntaxError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:{line}:{character}: R003 ")


BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<r>&b;</r>'
)


@pytest.mark.parametrize(
    "text",
    [BOMB, BOMB.lower(), '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>', "\ufeff" + BOMB, "<r><!--\n-->" + BOMB],
)
@pytest.mark.parametrize("extension", ["rdf", "xml", "owl"])
def test_a_document_type_is_refused(tmp_path: Path, text: str, extension: str) -> None:
    with pytest.raises(DoctypeRefused):
        read(written(tmp_path, f"a.{extension}", text))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_xml_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(RdfSyntaxError, match="not UTF-8"):
        read(written(tmp_path, "a.rdf", BOMB.encode(encoding)))


def test_xml_that_declares_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RdfSyntaxError, match="not UTF-8"):
        read(written(tmp_path, "a.rdf", '<?xml version="1.0" encoding="UTF-7"?><r/>'))


@pytest.mark.parametrize(
    "text",
    [
        '{"@context": "ADDRESS/c", "@id": "http://e/s", "name": "x"}',
        '{"@context": [{"n": "http://e/n"}, "ADDRESS/c"], "n": "x"}',
        '{"@context": {"k": {"@id": "http://e/k", "@context": "ADDRESS/c"}}, "k": {"n": 1}}',
        '{"@context": {"@import": "ADDRESS/c"}, "n": "x"}',
    ],
)
def test_remote_contexts_are_refused_and_never_fetched(tmp_path: Path, text: str) -> None:
    with trap() as caught:
        path = written(tmp_path, "a.jsonld", text.replace("ADDRESS", caught.address))
        with pytest.raises((RemoteContextRefused, RdfSyntaxError)):
            read(path)
        assert caught.hits == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonld", '{"http://e/p":' * 50_000 + "1" + "}" * 50_000),
        ("a.jsonld", '{"http://e/p":' + "[" * 50_000),
        ("a.ttl", "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 50_000 + "1" + " )>>" * 50_000 + " ."),
        ("a.nt", "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 50_000 + '"1"' + " )>>" * 50_000 + " ."),
    ],
)
def test_bombs_of_nesting_are_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(TooDeep):
        read(written(tmp_path, name, text))


def test_many_guillemets_in_texts_are_no_nesting(tmp_path: Path) -> None:
    line = '<http://e/s> <http://e/p> "<<<< NUMBER" .\n'
    path = written(tmp_path, "a.nt", "".join(line.replace("NUMBER", str(number)) for number in range(1000)))
    assert len(read(path)) == 1000


@pytest.mark.parametrize("object", ['<<( <http://e/s> <http://e/p> "1" )>>', '"x"@ar--rtl'])
def test_terms_of_rdf_1_2_are_refused(tmp_path: Path, object: str) -> None:
    with pytest.raises(UnsupportedTerm):
        read(written(tmp_path, "a.ttl", f"<http://e/s> <http://e/p> {object} ."))


def test_an_unknown_extension_names_the_known_formats(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="nt, nq, ttl"):
        read(written(tmp_path, "a.csv", ""))


@pytest.mark.parametrize("name", ["missing.ttl", "folder.ttl", "broken.ttl"])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.ttl").mkdir()
    written(tmp_path, "broken.ttl", gzip.compress(LINE.encode())[:20])
    with pytest.raises(UnreadableDocument) as caught:
        read(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
