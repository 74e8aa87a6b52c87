"""Reports of many findings: machine formats are written as they go, in little memory."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from eulod.reports import WRITERS, write_report
from eulod.validation.report import Report
from tests.reports.examples import ABOUT, many

MANY = 4_000


class Nowhere(io.BytesIO):
    """Counts what is written and keeps nothing."""

    written = 0

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Count."""
        self.written += len(data)
        return len(data)


@pytest.fixture(scope="module")
def report() -> Report:
    """Many findings."""
    return many(MANY)


@pytest.mark.parametrize("form", WRITERS)
def test_memory_stays_small_beside_the_findings(report: Report, form: str) -> None:
    stream = Nowhere()
    tracemalloc.start()
    try:
        write_report(report, stream, form=form, about=ABOUT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 400 * MANY  # bytes; a finding as SARIF alone has more than a thousand
    assert stream.written > (MANY * 300 if form in ("ttl", "json", "sarif") else 100)
