"""What every test may ask for: options of the command line, and properties tried the same way on every run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from eulod.engines.duckdb import DuckDBEngine

from eulod.config import read_settings
from tests.exported import exported, full_settings
from tests.programs import program
from tests.shared import ROOT

_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)

settings.register_profile("eulod", derandomize=True, deadline=None, database=None)
settings.load_profile("eulod")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `make golden` and `make faults`, and of comparing validators on more data."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files instead of comparing")
    parser.addoption("--kills", type=int, default=20, help="how many exports to kill at random moments (20)")
    parser.addoption("--triples", type=int, default=4_000, help="how many seeded triples both validators check (4000)")


@pytest.fixture
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether expected files are rewritten instead of compared."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    """A DuckDB database in memory for the tests of a module; each makes tables of its own."""
    from eulod.engines.duckdb import DuckDBEngine

    engine = DuckDBEngine(threads=1)
    yield engine
    engine.close()


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> int:
    """How many exports to kill."""
    return int(pytestconfig.getoption("--kills"))


@pytest.fixture
def triples(pytestconfig: pytest.Config) -> int:
    """How many seeded triples to check with both layers of validation."""
    return int(pytestconfig.getoption("--triples"))


@pytest.fixture(scope="session")
def records_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the five records and the reference data."""
    return exported(tmp_path_factory, "records", read_settings(ROOT), sources=("records", "reference"))


@pytest.fixture(scope="session")
def samples_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of what `make export` exports: every source, CORDIS and Sweden by their samples."""
    return exported(tmp_path_factory, "samples", read_settings(ROOT))


@pytest.fixture(scope="session")
def full_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of every source on the real files of the shared folder: two minutes, so mark the test slow."""
    return exported(tmp_path_factory, "full", full_settings())


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    path = program("chromium", "chromium-browser", "google-chrome", package="chromium")
    os.environ.setdefault("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()
