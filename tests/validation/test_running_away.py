"""A pattern that runs away is stopped, and nothing else is."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import pytest

from eulod.errors import PatternRunsAway
from eulod.validation import running_away
from eulod.validation.data_graph import read_data
from eulod.validation.shapes_graph import read_shapes
from eulod.validation.validate import validate
from tests.validation.checking import set_wise

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e/S> sh:targetSubjectsOf <http://e/p> ; sh:path <http://e/p> ; sh:pattern "^(a+)+$" .
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Data on which the pattern has no end, and the shapes; one second is allowed."""
    monkeypatch.setattr(running_away, "LIMIT", 1)
    data, shapes = tmp_path / "data.nt", tmp_path / "shapes.ttl"
    data.write_text(f'<http://e/1> <http://e/p> "{"a" * 60}!" .\n', encoding="utf-8")
    shapes.write_text(SHAPES, encoding="utf-8")
    return data, shapes


@pytest.mark.parametrize("layer", ["set-wise", "exact"])
def test_a_pattern_that_runs_away_ends_with_its_own_message(files: tuple[Path, Path], layer: str) -> None:
    data, shapes = files
    start = time.monotonic()
    with pytest.raises(PatternRunsAway, match=re.escape("^(a+)+$")):
        validate(read_data([data]), read_shapes([shapes])) if layer == "exact" else set_wise(
            [data], read_shapes([shapes])
        )
    assert time.monotonic() - start < 20


def test_what_the_engine_matches_never_reaches_the_slow_matcher(files: tuple[Path, Path]) -> None:
    data, shapes = files
    data.write_text(f'<http://e/1> <http://e/p> "{"a" * 60}" .\n', encoding="utf-8")
    assert set_wise([data], read_shapes([shapes])).shapes[0].candidates == 0


def test_where_nothing_can_be_stopped_such_a_pattern_is_refused(files: tuple[Path, Path]) -> None:
    data, shapes = files
    found: list[BaseException] = []

    def run() -> None:
        try:
            validate(read_data([data]), read_shapes([shapes]))
        except PatternRunsAway as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert "can run away" in str(found[0])
