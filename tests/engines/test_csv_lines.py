"""Lines found by the position of a byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.engines.csv_lines import lines_at

TEXT = "é,b\n1,2\r\n3,4\n"


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", 0), ("latin-1", 0), ("utf-16", 3)])
def test_positions_are_those_of_the_text_in_utf_8(tmp_path: Path, encoding: str, mark: int) -> None:
    (tmp_path / "a.csv").write_bytes(TEXT.encode(encoding))
    positions = {1: 1, 4: 1, 5: 2, 6: 2, 9: 2, 10: 3, 11: 3, 99: 4}
    found = lines_at(tmp_path / "a.csv", [position + mark for position in positions], encoding=encoding)
    assert found == {position + mark: line for position, line in positions.items()}


def test_positions_in_a_long_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"0123456\n" * 400_000)
    assert lines_at(tmp_path / "a.csv", [8 * 399_999 + 1, 1], encoding="utf-8") == {1: 1, 8 * 399_999 + 1: 400_000}


def test_no_position_is_no_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    assert lines_at(tmp_path / "a.csv", [], encoding="utf-8") == {}
