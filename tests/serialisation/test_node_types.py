"""JSON-LD is the same whether the types of subjects were known before or are looked for."""

from __future__ import annotations

from pathlib import Path

from eulod.engines.duckdb import DuckDBEngine
from eulod.serialisation.jsonld import write_jsonld
from eulod.serialisation.ordering import TRIPLE

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
A, B, C, D = (f"<http://e.org/{name}>" for name in "abcd")
KNOWS, LATER = "<http://e.org/knows>", "<http://www.w3.org/2004/02/skos/core#note>"
ROWS = (
    (A, KNOWS, B, f"{B} {C}"),
    (A, KNOWS, C, None),
    (A, TYPE, '"no type"', None),
    (A, TYPE, B, None),
    (A, TYPE, C, None),
    (A, LATER, '"last"', None),
    (B, TYPE, "_:b", "_:b"),
    (C, KNOWS, A, None),
    (D, KNOWS, A, C),
    (D, TYPE, C, None),
)
EXPECTED = """\
"@graph": [
{"@type": ["e:b", "e:c"], "@id": "e:a", "e:knows": ["e:b", "e:c"], "rdf:type": "no type", "skos:note": "last"},
{"@type": "_:b", "@id": "e:b"},
{"@id": "e:c", "e:knows": "e:a"},
{"@type": "e:c", "@id": "e:d", "e:knows": "e:a"}
]}
"""
PREFIXES = {
    "e": "http://e.org/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def test_types_that_are_known_and_types_that_are_looked_for(engine: DuckDBEngine, tmp_path: Path) -> None:
    names = (*TRIPLE, "types")
    table = engine.from_columns({name: [row[place] for row in ROWS] for place, name in enumerate(names)})
    kept = engine.materialise("typed", table, order=TRIPLE)
    for name, statements in (("known", kept), ("unknown", kept.select(*TRIPLE))):
        write_jsonld(statements, tmp_path / f"{name}.jsonld", engine=engine, prefixes=PREFIXES)
        assert (tmp_path / f"{name}.jsonld").read_text(encoding="utf-8").endswith(EXPECTED)
