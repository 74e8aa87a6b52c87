"""What is looked for among the bytes of a CSV file, however long its lines are."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from eulod.engines.csv_dialect import Dialect
from eulod.sources.csv_suspicion import suspicion

PIECES = st.sampled_from(["a", "b" * 300, "c" * 131_072, ",", '""', '"', "\r", "\n", "\r\n", ",\r\n", ',""\n'])


@example(pieces=["b" * 300, ",\r\n"])
@example(pieces=["b" * 300, ',""\n'])
@example(pieces=["b" * 300, "\n", ",\r"])
@example(pieces=["b" * 300, "\r", "a\n"])
@given(pieces=st.lists(PIECES, max_size=12))
def test_an_empty_last_cell_is_suspected_however_long_lines_are(pieces: list[str]) -> None:
    text = "".join(pieces)
    ends = [f",{cell}{end}" for cell in ("", '""') for end in ("\r", "\n")]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        file.write_bytes(text.encode())
        found = suspicion(file, Dialect()).extra_cells
    assert found == (any(end in text for end in ends) or text.endswith(","))
