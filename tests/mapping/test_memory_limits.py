"""A mapping that needs more memory than it is given at first is run again with more, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eulod import single_mapping
from eulod.engines.start import start_engine
from eulod.errors import NotEnoughMemory
from eulod.single_mapping import map_document
from tests.mapping.running import written

FILES: dict[str, str | bytes] = {
    "rows.csv": "id\n1\n",
    "mapping.yml": """prefixes: {ex: "https://example.org/"}
sources:
  rows: {access: rows.csv}
mappings:
  row:
    sources: rows
    subjects: ex:row/$(id)
    predicateobjects: [[ex:id, $(id)]]
""",
}


class Machine:
    """Lets a run begin when it may have so many MB; keeps what each run was allowed."""

    def __init__(self, needed: float) -> None:
        self.needed = needed
        self.allowed: list[str | None] = []

    def start(self, *arguments: Any, memory_limit: str | None, **others: Any) -> Any:
        self.allowed.append(memory_limit)
        engine = start_engine(*arguments, memory_limit=memory_limit, **others)
        if memory_limit and float(memory_limit.removesuffix("MB")) < self.needed:
            engine.in_order = _fails  # type: ignore[method-assign]
            engine.batches = _fails  # type: ignore[method-assign]
        return engine


def _fails(*_: Any, **__: Any) -> Any:
    raise NotEnoughMemory("it is used up", help="allow more")


@pytest.mark.parametrize(("needed", "runs"), [(0, 1), (300, 2), (600, 3), (1e9, 4)])
def test_it_is_run_again_with_more(needed: float, runs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(needed)
    monkeypatch.setattr(single_mapping, "start_engine", machine.start)
    map_document(written(tmp_path, FILES) / "mapping.yml", tmp_path / "out.nt", threads=1)
    assert machine.allowed == ["260MB", "520MB", "1040MB", None][:runs]
    assert (tmp_path / "out.nt").read_text() == '<https://example.org/row/1> <https://example.org/id> "1" .\n'


def test_what_was_asked_for_is_not_passed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_mapping, "start_engine", Machine(300).start)
    with pytest.raises(NotEnoughMemory, match="used up"):
        map_document(written(tmp_path, FILES) / "mapping.yml", tmp_path / "out.nt", threads=1, memory_limit="200MB")
    assert not (tmp_path / "out.nt").exists()
