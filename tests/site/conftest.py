"""Static sites of the shipped data, each written once for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.config import read_settings
from eulod.site.write_site import write_site
from tests.shared import ROOT

URL = "https://data.example.eu/projects/"


@pytest.fixture(scope="session")
def site(samples_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of what `make export` exports, written by one process."""
    target = tmp_path_factory.mktemp("site") / "public"
    return write_site(samples_release, target, url=URL, settings=read_settings(ROOT), processes=1).folder
