"""The canonical graph: rejected statements are withheld, disputed ones where another was accepted."""

from __future__ import annotations

from eulod.engines.duckdb import DuckDBEngine
from eulod.publication.canonical_graph import canonical_graph, keep_canonical_graph, read_withheld, withheld_statements
from eulod.publication.manifest import Withheld
from tests.tables import rows_of

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
STATUS = "<https://w3id.org/eulod/ns#claimStatus>"
COLUMNS = ("graph", "subject", "predicate", "object")

Statement = tuple[str, str, str, str]


def claim(name: str, status: str, object_: str, *, predicate: str = "<p>") -> list[Statement]:
    """A Claim on `<s>` with its status."""
    said = {"subject": "<s>", "predicate": predicate, "object": object_}
    reified = [("<g>", f"<{name}>", f"<{RDF}{part}>", term) for part, term in said.items()]
    return [*reified, ("<g>", f"<{name}>", STATUS, f"<https://w3id.org/eulod/code/claimStatus/{status}>")]


def kept(engine: DuckDBEngine, statements: list[Statement]) -> tuple[set[str], tuple[Withheld, ...]]:
    """The objects that the canonical graph has for `<s>`, and what is withheld."""
    table = engine.from_columns(dict(zip(COLUMNS, zip(*statements, strict=True), strict=True)))
    table = engine.materialise("statements", table.order_by([*COLUMNS[1:], "graph"]), order=(*COLUMNS[1:], "graph"))
    withheld = withheld_statements(table)
    rows = rows_of(canonical_graph(table, withheld), engine)
    canonical = keep_canonical_graph(engine, table, withheld, name="canonical")
    assert engine.in_order(canonical, COLUMNS[1:]) is canonical
    assert rows_of(canonical, engine) == sorted(rows, key=lambda row: tuple(row.values()))
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    return {row["object"] for row in rows if row["subject"] == "<s>"}, read_withheld(engine, withheld)


STATED: list[Statement] = [("<g>", "<s>", "<p>", '"1"'), ("<h>", "<s>", "<p>", '"1"'), ("<g>", "<s>", "<p>", '"2"')]


def test_statements_of_one_graph_are_shown_as_they_are(engine: DuckDBEngine) -> None:
    assert kept(engine, [("<g>", "<s>", "<p>", '"1"'), ("<g>", "<s>", "<p>", '"2"')]) == ({'"1"', '"2"'}, ())


def test_without_claims_every_statement_stands_once(engine: DuckDBEngine) -> None:
    assert kept(engine, STATED) == ({'"1"', '"2"'}, ())


def test_a_rejected_statement_is_withheld_from_every_graph(engine: DuckDBEngine) -> None:
    found = kept(engine, [*STATED, *claim("c", "rejected", '"1"')])
    assert found == ({'"2"'}, (Withheld('<s> <p> "1"', "c", "rejected"),))


def test_a_disputed_statement_is_withheld_where_another_is_accepted(engine: DuckDBEngine) -> None:
    both = [*claim("a", "accepted", '"2"'), *claim("d", "disputed", '"1"')]
    assert kept(engine, [*STATED, *both]) == ({'"2"'}, (Withheld('<s> <p> "1"', "d", "disputed"),))


def test_disputed_statements_stand_as_long_as_none_is_accepted(engine: DuckDBEngine) -> None:
    claims = [*claim("c", "disputed", '"1"'), *claim("d", "disputed", '"2"')]
    other = claim("e", "accepted", '"3"', predicate="<q>")
    assert kept(engine, [*STATED, *claims, *other]) == ({'"1"', '"2"'}, ())


def test_what_one_claim_accepts_no_other_disputes(engine: DuckDBEngine) -> None:
    assert kept(engine, [*STATED, *claim("a", "accepted", '"1"'), *claim("d", "disputed", '"1"')])[1] == ()


def test_a_claim_on_what_nobody_states_withholds_nothing(engine: DuckDBEngine) -> None:
    assert kept(engine, [*STATED, *claim("c", "rejected", '"9"')]) == ({'"1"', '"2"'}, ())


def test_a_claim_without_a_status_withholds_nothing(engine: DuckDBEngine) -> None:
    assert kept(engine, [*STATED, *claim("c", "rejected", '"1"')[:-1]]) == ({'"1"', '"2"'}, ())
