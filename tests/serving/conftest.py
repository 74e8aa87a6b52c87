"""One server for the tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.live import Live, serving


@pytest.fixture(scope="session")
def live(samples_release: Path) -> Iterator[Live]:
    """The release of every source by its samples, served by two web processes."""
    with serving(samples_release, "--workers", "2") as server:
        yield server
