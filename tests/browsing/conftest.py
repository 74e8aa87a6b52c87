"""The repository's own release, opened for browsing."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.browsing.dataset import Browsing, open_dataset
from eulod.browsing.index import built_folder


@pytest.fixture(scope="session")
def browsing(samples_release: Path) -> Browsing:
    """The release without its sources."""
    return open_dataset(samples_release, built_folder(samples_release))
