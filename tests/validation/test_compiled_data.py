"""Triples sorted by a code of their predicate are the same triples."""

from __future__ import annotations

from pathlib import Path

import ibis
import pytest

from eulod.validation.compile.data import CODE, Data
from eulod.validation.data_table import read_table
from tests.validation.checking import engine
from tests.validation.graphs import LINES, data

NUMBER, CODED, NOWHERE = (f"<http://e/{name}>" for name in ("number", "code", "nowhere"))


def rows(table: ibis.Table) -> list[tuple[str, ...]]:
    """The rows of a table, sorted."""
    return sorted(tuple(row.values()) for batch in engine().batches(table) for row in batch.to_pylist())


@pytest.mark.parametrize("code", [ibis.literal(7), None], ids=["all alike", "none"])
def test_predicates_that_share_a_code_are_told_apart(tmp_path: Path, code: ibis.Value | None) -> None:
    data(tmp_path)
    table = read_table([tmp_path / "data.nt"], engine=engine(), scratch=tmp_path, ontology=None)
    sorted_by_code, other = Data(engine(), table), table.drop(CODE)
    compared = Data(engine(), other if code is None else other.mutate(**{CODE: code}))
    assert len(rows(compared.triples)) == len(LINES)
    for predicates in ([NUMBER], [NUMBER, CODED], [CODED, NOWHERE], [NOWHERE], []):
        found = rows(sorted_by_code.along(predicates))
        assert found == rows(compared.along(predicates))
        assert {row[1] for row in found} == {*predicates} - {NOWHERE}
    engine().drop(table)
