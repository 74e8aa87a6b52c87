"""eulod map --coverage and --explain: what a mapping reads, and what would be run, without running it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from eulod.cli import main
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.references import references
from tests.mapping.running import written

MAPPING = """prefixes: {ex: "https://example.org/"}
sources:
  rows: {access: rows.csv}
  places: {access: places.json, referenceFormulation: jsonpath, iterator: "$[*]"}
views:
  named:
    source: places
    fields:
      upper: "fn:upper(value: $(name.full))"
      tag: {iterator: "tags[*]", fields: {it: $($), its: $(of.name)}}
mappings:
  row:
    sources: rows
    subjects: ex:row/$(id)
    condition: "fn:is_not_null(value: $(kind))"
    po:
      - [ex:title, $(title), en~lang]
      - p: ex:place
        o: {mapping: place, condition: {function: equal, parameters: [[str1, $(place)], [str2, $(key)]]}}
  place:
    sources: named
    subjects: ex:place/$(key)
    po:
      - [ex:name, $(upper)]
      - [ex:tag, $(tag.it)]
      - [ex:at, $(tag.#)]
"""
FILES = {
    "mapping.yml": MAPPING,
    "rows.csv": "id,title,kind,place,left over\n1,A,x,p,y\n",
    "places.json": '[{"key": "p", "name": {"full": "P", "short": "p"}, "tags": ["a"]}, {"key": "q", "odd one": "1"}]',
}


def run(folder: Path, *arguments: str) -> Result:
    """The command on the mapping in `folder`."""
    written(folder, dict(FILES))
    return CliRunner().invoke(main, ["map", str(folder / "mapping.yml"), *arguments])


def test_coverage_tells_every_column_and_path_and_who_reads_it(tmp_path: Path) -> None:
    done = run(tmp_path, "--coverage")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "source  column or path  read by\n"
        "rows    id              line 14\n"
        "        title           line 17\n"
        "        kind            line 15\n"
        "        place           line 19\n"
        "        left over       nothing\n"
        "places  ['odd one']     nothing\n"
        "        key             lines 19, 22\n"
        "        name.full       line 9\n"
        "        name.short      nothing\n"
        "        tags[*]         line 10\n"
    )


def test_coverage_as_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "--coverage", "-f", "json").stdout)
    assert found[0] == {"source": "rows", "access": "rows.csv", "name": "id", "lines": [14]}
    assert [one["name"] for one in found if not one["lines"]] == ["left over", "['odd one']", "name.short"]


def test_explain_shows_a_query_for_each_triples_map_and_runs_none(tmp_path: Path) -> None:
    done = run(tmp_path, "--explain")
    assert done.exit_code == 0
    titles = [line for line in done.stdout.splitlines() if line.startswith("-- ")]
    assert titles == ["-- row (line 12), from rows.csv", "-- place (line 20), from places.json"]
    assert done.stdout.count("UNNEST") >= 2
    assert str(tmp_path) not in done.stdout
    assert run(tmp_path, "--explain").stdout == done.stdout


def test_explain_tells_what_is_wrong_with_the_mapping(tmp_path: Path) -> None:
    written(tmp_path, {**FILES, "wrong.yml": MAPPING.replace("$(title)", "$(titel)")})
    done = CliRunner().invoke(main, ["map", str(tmp_path / "wrong.yml"), "--explain"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "wrong.yml:17: M012 column 'titel'" in done.stderr


def test_references_are_followed_to_their_source(tmp_path: Path) -> None:
    written(tmp_path, dict(FILES))
    reads = [(read.source, read.name) for read in references(read_mapping(tmp_path / "mapping.yml"))]
    assert reads == [
        *(("places", name) for name in ("name.full", "tags[*]", "tags[*].of.name")),
        *(("rows", name) for name in ("id", "kind", "title", "place")),
        *(("places", name) for name in ("key", "key")),
    ]


XML = """<list xmlns:p="urn:p"><project id="1"><title xml:lang="en">A</title><p:cost>5</p:cost>
  <partners><partner role="lead">B<note>x</note></partner></partners></project></list>"""
XML_MAPPING = """prefixes: {ex: "https://example.org/"}
sources:
  rows: {access: rows.xml, referenceFormulation: xpath, iterator: /list/project}
views:
  seen:
    source: rows
    fields:
      partner: {iterator: partners/partner, fields: {role: $(@role)}}
mappings:
  row:
    sources: seen
    subjects: ex:row/$(@id)
    po:
      - [ex:title, $(title)]
      - [ex:role, $(partner.role)]
"""


def test_coverage_of_xml_is_told_in_xpath(tmp_path: Path) -> None:
    written(tmp_path, {"mapping.yml": XML_MAPPING, "rows.xml": XML})
    done = CliRunner().invoke(main, ["map", str(tmp_path / "mapping.yml"), "--coverage", "-f", "json"])
    assert done.exit_code == 0, done.output
    found = {one["name"]: one["lines"] for one in json.loads(done.stdout)}
    assert found == {
        "@id": [12],
        "partners/partner/@role": [8],
        "partners/partner/note": [],
        "title": [14],
        "title/@{http://www.w3.org/XML/1998/namespace}lang": [],
        "{urn:p}cost": [],
    }


CLOSED = """@prefix rml: <http://w3id.org/rml/> .
@prefix ex: <https://example.org/> .
<#View> a rml:LogicalView ; rml:viewOn [ rml:source [ rml:path "places.json" ] ;
    rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
  rml:field [ rml:fieldName "key" ; rml:reference "key" ] ,
    [ rml:fieldName "full" ; rml:reference "name.full" ] .
<#Place> a rml:TriplesMap ; rml:logicalSource <#View> ;
  rml:subjectMap [ rml:template "https://example.org/{key}" ] ;
  rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "full" ] ] .
"""


def test_a_closed_view_reads_what_its_fields_read(tmp_path: Path) -> None:
    written(tmp_path, {**FILES, "mapping.ttl": CLOSED})
    done = CliRunner().invoke(main, ["map", str(tmp_path / "mapping.ttl"), "--coverage", "-f", "json"])
    assert done.exit_code == 0, done.output
    assert {one["name"] for one in json.loads(done.stdout) if one["lines"]} == {"key", "name.full"}
