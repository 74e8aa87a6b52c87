"""Documents that an engine reads itself: what it takes for plain is what the parser would write."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eulod.errors import RdfSyntaxError
from eulod.validation.data_table import read_table
from eulod.validation.plain_lines import is_plain, is_plain_line, plain_lines
from tests.validation.checking import engine

TYPED = '<http://e/s> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#{}> .'
PLAIN = (
    "<http://e/s> <http://e/p> <http://e/o> .",
    "<https://e.eu:8080/a/b;c=1?q=1&r=%C3%A9#f> <http://e> <urn:uuid:0-1> .",
    "<http://e/é> <http://e/p> <mailto:a@e.eu> .",
    '<http://e/s> <http://e/p> "" .',
    '<http://e/s> <http://e/p> "a <b> \' {c} . é \U0001f600 \x85" .',
    r'<http://e/s> <http://e/p> "a\\n\"b\"\n\r\t\b\f\\" .',
    '<http://e/s> <http://e/p> "a"@en .',
    '<http://e/s> <http://e/p> "a"@en-gb .',
    TYPED.format("date"),
    TYPED.format("short"),
    TYPED.format("nonNegativeInteger"),
)
STRANGE = (
    "# a comment",
    "",
    " <http://e/s> <http://e/p> <http://e/o> .",
    "<http://e/s>  <http://e/p> <http://e/o> .",
    "<http://e/s> <http://e/p> <http://e/o> . # a comment",
    "<http://e/s> <http://e/p> <http://e/o>.",
    "<http://e/s> <http://e/p> <http://e/o> .\r",
    "\ufeff<http://e/s> <http://e/p> <http://e/o> .",
    "_:b <http://e/p> <http://e/o> .",
    "<http://e/s> <http://e/p> _:b .",
    "<s> <http://e/p> <http://e/o> .",
    "<http://e/a b> <http://e/p> <http://e/o> .",
    "<http://e:port/> <http://e/p> <http://e/o> .",
    "<http://e/%zz> <http://e/p> <http://e/o> .",
    "<http://e/#a#b> <http://e/p> <http://e/o> .",
    r"<http://e/\u00e9> <http://e/p> <http://e/o> .",
    r"<http://e/\n> <http://e/p> <http://e/o> .",
    r"<http://e/s>\\<http://e/p> <http://e/o> .",
    r'<http://e/s> <http://e/p> "\u00e9" .',
    r'<http://e/s> <http://e/p> "\'" .',
    r'<http://e/s> <http://e/p> "\" .',
    r'<http://e/s> <http://e/p> "a"\n .',
    '<http://e/s> <http://e/p> "a" "b" .',
    '<http://e/s> <http://e/p> "\ufffe" .',
    '<http://e/s> <http://e/p> "a"@EN .',
    '<http://e/s> <http://e/p> "a"@ar--rtl .',
    TYPED.format("string"),
    '<http://e/s> <http://e/p> "a"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .',
    "<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> <http://e/o> )>> .",
    "<http://e/s> <http://e/p> <http://e/o> <http://e/g> .",
)


def written(line: str, form: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> str:
    """What the parser makes of a line."""
    made = ox.serialize(ox.parse(f"{line}\n", format=form), format=ox.RdfFormat.N_QUADS)
    assert made is not None
    return made.decode().removesuffix("\n")


def plain(lines: tuple[str, ...], form: str = "nt") -> list[str]:
    """The lines that the engine and Python both take for plain; they never differ."""
    table = engine().from_columns({"line": lines})
    kept = engine().keep(table.filter(is_plain(table.line, form).coalesce(False)))
    found = [line for batch in engine().batches(kept) for line in batch.column(0).to_pylist()]
    engine().drop(kept)
    engine().drop(table)
    assert found == [line for line in lines if is_plain_line(line.encode(), form)]
    return found


def test_plain_lines_are_as_the_parser_writes_them() -> None:
    assert plain(PLAIN) == [*PLAIN] == [written(line) for line in PLAIN]


def test_other_lines_are_left_to_the_parser() -> None:
    assert plain(STRANGE) == []


def test_a_graph_is_plain_in_quads_only() -> None:
    assert plain(STRANGE, "nq") == [STRANGE[-1]] == [written(STRANGE[-1], ox.RdfFormat.N_QUADS)]


PIECES = st.sampled_from([*'<>"\\ .#@^_:{%é\x85\ufffd-', "\\\\", '\\"', "\\n", "\\u0041", "http://e/", "XMLSchema#"])


@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 80), st.integers(0, 3), PIECES)
@settings(max_examples=600, deadline=None)
def test_a_change_is_seen_or_does_not_matter(number: int, place: int, dropped: int, piece: str) -> None:
    line = PLAIN[number]
    changed = line[:place] + piece + line[place + dropped :]
    if is_plain_line(changed.encode(), "nt"):
        assert written(changed) == changed


def rows(path: Path, scratch: Path) -> list[tuple[str, str, str]]:
    """The triples of a document as a table holds them."""
    table = read_table([path], engine=engine(), scratch=scratch, ontology=None)
    found = [
        (row["subject"], row["predicate"], row["object"])
        for batch in engine().batches(table)
        for row in batch.to_pylist()
    ]
    engine().drop(table)
    return sorted(found)


@pytest.mark.parametrize("ending", ["", *(line for line in STRANGE if line[:1] in ("#", " ", "_", ""))])
def test_a_document_is_read_alike_with_and_without_the_parser(tmp_path: Path, ending: str) -> None:
    many = [f'<http://e/{n}> <http://e/p{n % 7}> "value {n} é \\"{n}\\""@en .' for n in range(3_000)]
    lines = [*many, *PLAIN, PLAIN[0], ending]  # strange only after the block that is looked at first
    (tmp_path / "data.nt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "data.ttl").write_text("\n".join(lines), encoding="utf-8")
    assert plain_lines(tmp_path / "data.ttl", engine()) is None
    assert (plain_lines(tmp_path / "data.nt", engine()) is None) == bool(ending)
    assert rows(tmp_path / "data.nt", tmp_path) == rows(tmp_path / "data.ttl", tmp_path)


@pytest.mark.parametrize("end", [b"<http://e/s> <http://e/p> .\n", b'<http://e/s> <http://e/p> "\xff" .\n'])
def test_an_error_far_down_is_told_with_its_line(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "data.nt"
    path.write_bytes(b"<http://e/s> <http://e/p> <http://e/o> .\n" * 3_000 + end)
    with pytest.raises(RdfSyntaxError) as raised:
        read_table([path], engine=engine(), scratch=tmp_path, ontology=None)
    assert raised.value.place is not None
    assert raised.value.place.line == 3_001


def test_a_name_is_no_pattern_of_names(tmp_path: Path) -> None:
    (tmp_path / "data1.nt").write_text(f"{PLAIN[0]}\n", encoding="utf-8")
    (tmp_path / "data[1].nt").write_text(f"{PLAIN[3]}\n", encoding="utf-8")
    assert rows(tmp_path / "data[1].nt", tmp_path) == [("<http://e/s>", "<http://e/p>", '""')]
