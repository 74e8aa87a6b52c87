"""No violation on the shipped data, and every other finding is in docs/findings.md with its number and its reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.shared import ROOT

_ROW = re.compile(r"\| (?P<code>\w+) \| (?P<severity>\w+) \| (?P<samples>\d+) \| (?P<full>\d+) \| (?P<why>.+) \|")


def explained(column: str) -> dict[str, tuple[str, int]]:
    """Severity and number of findings by code, as the page tells them; those that are none are left out."""
    rows = [
        row
        for line in (ROOT / "docs" / "findings.md").read_text(encoding="utf-8").splitlines()
        if (row := _ROW.match(line))
    ]
    return {row["code"]: (row["severity"], int(row[column])) for row in rows if int(row[column])}


def found(release: Path) -> dict[str, tuple[str, int]]:
    """Severity and number of findings by code, as the manifest of a release lists them."""
    listed = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["findings"]
    return {entry["shape"]: (entry["severity"], entry["count"]) for entry in listed}


def test_the_findings_of_the_samples_are_explained(samples_release: Path) -> None:
    assert found(samples_release) == explained("samples")


@pytest.mark.slow
def test_the_findings_of_the_whole_files_are_explained(full_release: Path) -> None:
    assert found(full_release) == explained("full")
