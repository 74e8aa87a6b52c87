"""The cases of the grid: records made by rule, their mapping, and how many statements they must give.

The parameters are those of KROWN: number of records and of properties, share of duplicates and of empty values, kinds
of joins, named graphs. The statements are counted from the rule, not from what any tool gives.
Source: https://doi.org/10.1007/978-3-031-61003-5_11
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

BASE = "http://grid.example/"
_PREFIXES = f"""@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@base <{BASE}map/> .
"""
_JOINS = {"1-1": (1, 1), "1-N": (1, 5), "N-1": (5, 1), "N-M": (5, 5), "N-M, 20": (20, 20)}
"""For each key: children, parents."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its name, what it varies, and what writes records and mapping into a folder and counts the statements."""

    name: str
    varies: str
    write: Callable[[Path], int]


def cases(largest: int) -> tuple[Case, ...]:
    """All cases with at most `largest` records."""
    sizes = [size for size in (10_000, 100_000, 1_000_000) if size <= largest]
    usual = min(largest, 100_000)
    return (
        *(Case(f"records {size:,}", "records", partial(records, size)) for size in sizes),
        *(Case(f"duplicates {n} %", "duplicates", partial(records, usual, same=n)) for n in (0, 25, 50, 75, 100)),
        *(Case(f"empty values {n} %", "empty", partial(records, usual, empty=n)) for n in (0, 25, 50, 75, 100)),
        *(Case(f"join {kind}", "joins", partial(joined, usual // 2, *each)) for kind, each in _JOINS.items()),
        *(Case(f"graphs {n}", "graphs", partial(records, usual, graphs=n)) for n in (1, 5)),
        Case("a graph each record", "graphs", partial(records, usual, graphs=-1)),
    )


def records(number: int, folder: Path, *, columns: int = 10, same: int = 0, empty: int = 0, graphs: int = 0) -> int:
    """Records of `columns` values, `same` percent of them one record and `empty` percent of the values empty.

    In `graphs` named graphs, or with -1 in a graph of their own.
    """
    names = [f"p{n}" for n in range(columns)]
    first = number * same // 100

    def row(record: int) -> list[str]:
        key = 0 if record < first else record
        return [str(key), *("" if (key * 7 + n * 31) % 100 < empty else f"value {key} of {n}" for n in range(columns))]

    _write_csv(folder / "rows.csv", ["id", *names], map(row, range(number)))
    objects = [f'rr:predicate <{BASE}{name}> ; rr:objectMap [ rml:reference "{name}" ]' for name in names]
    named = [f"rr:graph <{BASE}graph/{n}>" for n in range(graphs)]
    own = [f'rr:graphMap [ rr:template "{BASE}graph/{{id}}" ]'] if graphs < 0 else []
    _write_mapping(folder, [_triples_map("Row", "rows.csv", "row/{id}", objects, [*named, *own])])
    keys = {0 if record < first else record for record in range(number)}
    filled = sum((key * 7 + n * 31) % 100 >= empty for key in keys for n in range(columns))
    return filled * max(1, graphs)


def joined(number: int, children: int, parents: int, folder: Path) -> int:
    """`children` records for each key joined with `parents` records for each key, `number` of the more frequent."""
    keys = number // max(children, parents)
    for name, each in (("child", children), ("parent", parents)):
        rows = ([str(n), f"key {n % keys}"] for n in range(keys * each))
        _write_csv(folder / f"{name}.csv", ["id", "key"], rows)
    join = 'rr:joinCondition [ rr:child "key" ; rr:parent "key" ]'
    refers = f"rr:predicate <{BASE}joined> ; rr:objectMap [ rr:parentTriplesMap <#Parent> ; {join} ]"
    known = f'rr:predicate <{BASE}key> ; rr:objectMap [ rml:reference "key" ]'
    child = _triples_map("Child", "child.csv", "child/{id}", [refers])
    _write_mapping(folder, [child, _triples_map("Parent", "parent.csv", "parent/{id}", [known])])
    return keys * (children * parents + parents)


def _triples_map(name: str, file: str, subject: str, objects: Iterable[str], graphs: Sequence[str] = ()) -> str:
    source = f'rml:logicalSource [ rml:source "{file}" ; rml:referenceFormulation ql:CSV ]'
    subjects = " ; ".join([f'rr:template "{BASE}{subject}"', *graphs])
    pairs = "".join(f" ;\n  rr:predicateObjectMap [ {pair} ]" for pair in objects)
    return f"\n<#{name}> a rr:TriplesMap ;\n  {source} ;\n  rr:subjectMap [ {subjects} ]{pairs} .\n"


def _write_mapping(folder: Path, maps: Iterable[str]) -> None:
    (folder / "mapping.ttl").write_text(_PREFIXES + "".join(maps), encoding="utf-8")


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
