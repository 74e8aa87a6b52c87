"""What a sample says against a mapping: paths, columns, datatypes; and templates that make no IRI."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.checking import check
from eulod.config import read_settings
from eulod.errors import EulodError
from tests.mapping.running import written

SETTINGS = """
[dataset]
base = "https://example.org/"
title = {{ en = "A" }}
description = {{ en = "A" }}
publisher = {{ name = "A", iri = "https://example.org/a" }}
contact = "https://example.org/contact"
licence = "https://creativecommons.org/licenses/by/4.0/"
version = "1"

[[source]]
name = "rows"
title = "Rows"
mapping = "mapping"
input = "data"
retrieved = 2026-11-20
licence = "https://creativecommons.org/licenses/by/4.0/"
contacts = {contacts}
"""
CSV = "sources: {rows: {access: rows.csv}}\n"
JSON = 'sources: {rows: {access: rows.json, referenceFormulation: jsonpath, iterator: "$[*]"}}\n'
ROWS = 'id,cost,day\n1,12.50,2024-02-29\n2,"1.234,50",2024-02-30\n3,"2,5",29.02.2024\n'
RECORDS = '[{"id": "1", "titel": "A"}, {"id": "2", "note": {"text": "B"}, "tags": [{"name": "C"}]}]'


def found(folder: Path, *, mapping: str, sample: dict[str, str], contacts: str = "[]") -> list[EulodError]:
    """What check says of a mapping on lines 2 and after, whose sample is its input."""
    (folder / "mapping").mkdir()
    (folder / "data").mkdir()
    prefixes = 'prefixes: {ex: "https://example.org/ns/"}\n'
    written(folder, {"eulod.toml": SETTINGS.format(contacts=contacts), "mapping/mapping.yml": prefixes + mapping})
    written(folder / "data", dict(sample))
    return list(check(read_settings(folder)))


def rows(*pairs: str, subject: str = "ex:row/$(id)", views: str = "", source: str = "rows") -> str:
    """The mapping of one triples map whose pairs stand from line 6 (7 with views) on."""
    return f"{views}mappings:\n  row:\n    sources: {source}\n    subjects: {subject}\n    po:\n" + "".join(
        f"      - {pair}\n" for pair in pairs
    )


def told(problems: list[EulodError]) -> list[tuple[str, int | None, str]]:
    """Code, line and text of each problem."""
    return [(one.code, one.place.line if one.place else None, one.problem) for one in problems]


def test_values_that_do_not_fit_their_datatype_are_told_once_a_line(tmp_path: Path) -> None:
    pairs = ("[ex:cost, $(cost), xsd:decimal]", "[ex:day, $(day), xsd:date]", "[ex:id, $(id), xsd:integer]")
    problems = found(tmp_path, mapping=CSV + rows(*pairs), sample={"rows.csv": ROWS})
    file = tmp_path / "data" / "rows.csv"
    assert told(problems) == [
        ("M025", 8, f"{file}: record 2, column 'cost': '1.234,50' is no xsd:decimal, and 1 more"),
        ("M025", 9, f"{file}: record 2, column 'day': '2024-02-30' is no xsd:date, and 1 more"),
    ]
    assert not any(problem.is_note for problem in problems)


def test_values_that_a_function_makes_are_its_own_matter(tmp_path: Path) -> None:
    views = "views:\n  seen: {source: rows, fields: {amount: 'fn:amount(value: $(cost), decimal: \",\")'}}\n"
    pairs = ("[ex:cost, $(amount), xsd:decimal]", "[ex:day, $(day)]")
    problems = found(tmp_path, mapping=CSV + rows(*pairs, views=views, source="seen"), sample={"rows.csv": ROWS})
    assert [(code, line) for code, line, _ in told(problems)] == [("M025", 4)]
    assert "record 1, column 'cost': '12.50' is no amount with decimal mark ','" in problems[0].problem


def test_a_datatype_is_asked_for_only_where_the_condition_holds(tmp_path: Path) -> None:
    condition = 'condition: "fn:equal(value: $(id), to: 1)"'
    pairs = (f"{{p: ex:cost, o: {{value: $(cost), datatype: xsd:decimal}}, {condition}}}", "[ex:day, $(day)]")
    assert told(found(tmp_path, mapping=CSV + rows(*pairs), sample={"rows.csv": ROWS})) == []


def test_columns_that_nothing_reads_are_a_note_but_contacts_are_meant_so(tmp_path: Path) -> None:
    problems = found(tmp_path, mapping=CSV + rows("[ex:id, $(id)]"), sample={"rows.csv": ROWS}, contacts='["day"]')
    assert told(problems) == [("M024", 2, "nothing reads of the source 'rows': cost")]
    assert problems[0].is_note


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("title", "M012", "the path 'title' finds nothing in the sample; there are: id, titel"),
        ("note.txt", "M012", "the path 'note.txt' finds nothing in the sample; there are: note.text"),
        ("tags[*].nam", "M012", "the path 'tags[*].nam' finds nothing in the sample; there are: tags[*].name"),
        ("budget", "M023", "nothing in the sample has: budget (line 8)"),
    ],
)
def test_a_path_that_finds_nothing(tmp_path: Path, path: str, code: str, said: str) -> None:
    problems = found(tmp_path, mapping=JSON + rows(f'[ex:p, "$({path})"]'), sample={"rows.json": RECORDS})
    assert (code, 8, said) in told(problems)
    assert [one.is_note for one in problems if one.code == code] == [code == "M023"]


def test_paths_are_followed_through_views(tmp_path: Path) -> None:
    views = 'views:\n  seen: {source: rows, fields: {tag: {iterator: "tags[*]", fields: {it: $(name)}}}}\n'
    pairs = ("[ex:tag, $(tag.it)]", "[ex:at, $(tag.#)]", "[ex:note, $(note)]", "[ex:title, $(titel)]")
    mapping = JSON + rows(*pairs, views=views, source="seen")
    assert told(found(tmp_path, mapping=mapping, sample={"rows.json": RECORDS})) == []


@pytest.mark.parametrize(
    ("mapping", "code", "line"),
    [
        (rows("[ex:id, $(id)]", subject='"https://example.org/{id} x"'), "M013", 6),
        (rows("[ex:id, $(id)]", "[ex:link, 'https://a b/$(cost)~iri']"), "M013", 9),
        (rows("[ex:id, $(id), en_GB~lang]"), "M001", 8),
    ],
)
def test_templates_that_make_no_iri_and_tags_of_no_language(tmp_path: Path, mapping: str, code: str, line: int) -> None:
    problems = found(tmp_path, mapping=CSV + mapping, sample={"rows.csv": ROWS})
    assert [(code, line) for code, line, _ in told(problems)] == [(code, line)]


def test_a_large_input_is_no_sample(tmp_path: Path) -> None:
    large = ROWS + "4,x,x\n" * 200_000
    assert told(found(tmp_path, mapping=CSV + rows("[ex:c, $(cost), xsd:decimal]"), sample={"rows.csv": large})) == []


def test_a_broken_sample_is_one_error(tmp_path: Path) -> None:
    problems = found(tmp_path, mapping=JSON + rows("[ex:id, $(id)]"), sample={"rows.json": '[{"id": '})
    assert len(problems) == 1
    assert problems[0].code.startswith("S")
