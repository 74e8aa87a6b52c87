"""The canonical graph: what all sources state, less what their claims withhold.

A statement is withheld when a rejected Claim reifies it, or a disputed Claim while only Claims with other objects are
accepted on its subject and predicate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from eulod.publication.manifest import Withheld
from eulod.terms.prefixes import PREFIXES

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_STATUS = "https://w3id.org/eulod/code/claimStatus/"
_TRIPLE = ("subject", "predicate", "object")


def withheld_statements(statements: ibis.Table) -> ibis.Table:
    """The statements that claims withhold: text columns subject, predicate, object, claim, reason; distinct."""
    claims = _claims(statements)
    accepted = claims.filter(claims.status == f"<{_STATUS}accepted>").select(*_TRIPLE).distinct()
    rejected = claims.filter(claims.status == f"<{_STATUS}rejected>")
    disputed = claims.filter(claims.status == f"<{_STATUS}disputed>").anti_join(accepted, list(_TRIPLE))
    disputed = disputed.semi_join(accepted, ["subject", "predicate"])
    held_back = ibis.union(_because(rejected, "rejected"), _because(disputed, "disputed"), distinct=True)
    return held_back.semi_join(statements, list(_TRIPLE))


def canonical_graph(statements: ibis.Table, withheld: ibis.Table) -> ibis.Table:
    """The distinct triples of all graphs that nothing withholds: text columns subject, predicate, object."""
    return statements.select(*_TRIPLE).distinct().anti_join(withheld, list(_TRIPLE))


def keep_canonical_graph(engine: Engine, statements: ibis.Table, withheld: ibis.Table, *, name: str) -> ibis.Table:
    """The canonical graph of sorted statements, kept under `name`, in order if the engine keeps it.

    Where statements are that already but for their graphs, they are shown.
    """
    if engine.count(withheld):
        kept = canonical_graph(statements, withheld)
        return engine.materialise(name, kept.order_by(list(_TRIPLE)) if engine.keeps_order else kept, order=_TRIPLE)
    if engine.count(_in_several_graphs(statements)):
        return engine.materialise(name, _each_once(engine, statements), order=_TRIPLE)
    return statements.drop("graph")


def _each_once(engine: Engine, statements: ibis.Table) -> ibis.Table:
    """The distinct triples of sorted statements."""
    if not engine.keeps_order:
        return statements.select(*_TRIPLE).distinct()
    rows = engine.with_runs(statements, order=(*_TRIPLE, "graph"), runs={"triple": _TRIPLE})
    return rows.filter(rows.begins_triple).select(*_TRIPLE)


def _in_several_graphs(statements: ibis.Table) -> ibis.Table:
    """The subjects described in more than one graph."""
    graphs = statements.group_by("subject").aggregate(first=statements.graph.min(), last=statements.graph.max())
    return graphs.filter(graphs["first"] != graphs["last"]).limit(1)


def read_withheld(engine: Engine, withheld: ibis.Table) -> tuple[Withheld, ...]:
    """The withheld statements as the manifest lists them, sorted."""
    rows = (row for batch in engine.batches(withheld) for row in batch.to_pylist())
    return tuple(sorted(_listed(row) for row in rows))


def _listed(row: dict[str, str]) -> Withheld:
    statement = " ".join(row[name] for name in _TRIPLE)
    return Withheld(statement, row["claim"].strip("<>"), row["reason"])


def _claims(statements: ibis.Table) -> ibis.Table:
    """One row for each claim: claim, subject, predicate, object, status."""
    reified = _values(statements, "rdf:subject", "subject")
    for name, column in (("rdf:predicate", "predicate"), ("rdf:object", "object"), ("eulod:claimStatus", "status")):
        reified = reified.join(_values(statements, name, column), "claim")
    return reified


def _values(statements: ibis.Table, name: str, column: str) -> ibis.Table:
    prefix, _, local = name.partition(":")
    found = statements.filter(statements.predicate == f"<{PREFIXES[prefix]}{local}>")
    return found.select(claim="subject", **{column: found.object}).distinct()


def _because(claims: ibis.Table, reason: str) -> ibis.Table:
    return claims.select(*_TRIPLE, "claim", reason=ibis.literal(reason))
