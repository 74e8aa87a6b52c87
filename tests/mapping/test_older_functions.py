"""Functions in the older vocabulary of FNML give what those of today give."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.errors import EulodError
from eulod.single_mapping import map_document
from tests.mapping.rml import OLDER
from tests.mapping.running import written

MAPPING = f"""{OLDER}@prefix fnml: <http://semweb.mmlab.be/ns/fnml#> .
@prefix fno: <https://w3id.org/function/ontology#> .
@prefix grel: <http://users.ugent.be/~bjdmeest/function/grel.ttl#> .
@prefix ex: <https://example.org/> .
<#Row> a rr:TriplesMap ; rml:logicalSource [ rml:source "rows.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/{{id}}" ] ;
  rr:predicateObjectMap [ rr:predicate ex:name ; rr:objectMap [ rr:language "en" ; fnml:functionValue [
    rml:logicalSource <#Source> ;
    rr:predicateObjectMap [ rr:predicate fno:executes ; rr:objectMap [ rr:constant grel:toUpperCase ] ] ,
      [ rr:predicate grel:valueParameter ; rr:objectMap [ fnml:functionValue [
        rr:predicateObjectMap [ rr:predicate fno:executes ; rr:object grel:string_replace ] ,
          [ rr:predicate grel:valueParameter ; rr:objectMap [ rml:reference "name" ] ] ,
          [ rr:predicate grel:p_string_find ; rr:object " " ] ,
          [ rr:predicate grel:p_string_replace ; rr:object "-" ] ] ] ] ] ] ] .
"""


def test_a_nested_function_of_the_older_vocabulary(tmp_path: Path) -> None:
    written(tmp_path, {"m.ttl": MAPPING, "rows.csv": "id,name\n1,M Venus\n"})
    map_document(tmp_path / "m.ttl", tmp_path / "out.nt")
    said = (tmp_path / "out.nt").read_text(encoding="utf-8")
    assert said == '<https://example.org/1> <https://example.org/name> "M-VENUS"@en .\n'


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("rr:object grel:string_replace", "rr:object grel:string_repalce", "M020", 14),
        ("grel:p_string_find", "grel:p_string_found", "M021", 14),
        (
            "rr:predicate fno:executes ; rr:object grel:string_replace",
            "rr:predicate ex:other ; rr:object 1",
            "M001",
            17,
        ),
        ('rr:object "-"', 'rr:objekt "-"', "M002", 17),
    ],
)
def test_what_is_wrong_with_it_has_its_line(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert old in MAPPING
    written(tmp_path, {"m.ttl": MAPPING.replace(old, new), "rows.csv": "id,name\n1,M Venus\n"})
    with pytest.raises(EulodError) as error:
        map_document(tmp_path / "m.ttl", tmp_path / "out.nt")
    assert (error.value.code, error.value.place and error.value.place.line) == (code, line)
