"""Long texts go to their file while the engine makes more of them."""

from __future__ import annotations

import errno
from pathlib import Path

import ibis
import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.serialisation.text_output import write_lines, write_pieces

ROWS = 200_000
FULL = Path("/dev/full")


def lines() -> ibis.Table:
    numbers = ibis.range(ROWS).unnest().name("number").as_table()
    return numbers.select(text=numbers.number.cast(str))


def test_every_batch_is_written_in_its_order(engine: DuckDBEngine, tmp_path: Path) -> None:
    write_lines([lines(), lines()], tmp_path / "lines", engine=engine)
    assert (tmp_path / "lines").read_text() == "".join(f"{number}\n" for number in range(ROWS)) * 2


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a file that is always full")
def test_what_does_not_find_room_is_told(engine: DuckDBEngine) -> None:
    with pytest.raises(OSError, match="space") as told:
        write_pieces(lines(), FULL, engine=engine)
    assert told.value.errno == errno.ENOSPC
