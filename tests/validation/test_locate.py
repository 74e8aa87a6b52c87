"""Findings get the place of the record that they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import Place
from eulod.validation.locate import located
from eulod.validation.report import Finding, Report, Severity
from tests.mapping.running import mapped_source, shown, written

EX = "https://example.org/ns#"
MAPPING = """\
prefixes: {ex: "https://example.org/ns#"}
sources:
  rows: {access: rows.csv}
mappings:
  row:
    sources: rows
    s: ex:$(id)
    po:
      - [a, ex:Row]
      - [ex:name, $(name)]
      - [ex:full, $(name) $(country)]
"""
ROWS = "id,name,country\n1,one,HU\n2,two,FR\n2,zwei,DE\n"


def finding(subject: str, path: str = "", value: str = "", place: Place | None = None) -> Finding:
    """A finding about `ex:subject`."""
    at = f"<{EX}{path}>" if path else ""
    focus_node = f"<{EX}{subject}>" if subject else ""
    return Finding(
        severity=Severity.VIOLATION, message="m", focus_node=focus_node, result_path=at, value=value, place=place
    )


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (finding("2", "name", '"zwei"'), "rows.csv:4: record 3, column 'name'"),
        (finding("2", "name", '"two"'), "rows.csv:3: record 2, column 'name'"),
        (finding("2", "name"), "rows.csv:3: record 2, column 'name'"),
        (finding("2", "full", '"zwei DE"'), "rows.csv:4: record 3, column 'country, name'"),
        (finding("2", "missing"), "rows.csv:3: record 2"),
        (finding("1"), "rows.csv:2: record 1"),
        (finding("3"), "None"),
        (finding(""), "None"),
        (finding("1", place=Place("other.csv", 9)), "other.csv:9"),
    ],
)
def test_the_place_is_the_best_there_is(engine: DuckDBEngine, tmp_path: Path, found: Finding, place: str) -> None:
    folder = written(tmp_path, {"mapping.yml": MAPPING, "rows.csv": ROWS})
    report = located(Report((found,)), [mapped_source(folder, engine).lineage])
    assert shown(str(report.findings[0].place), folder) == place


def test_without_focus_nodes_nothing_is_compiled() -> None:
    report = Report((finding(""),))
    assert located(report, []) is report
