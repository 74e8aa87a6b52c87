"""What every test may ask for: options of the command line, and properties tried the same way on every run."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("eulod", derandomize=True, deadline=None, database=None)
settings.load_profile("eulod")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `make golden` and `make faults`."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files instead of comparing")
    parser.addoption("--kills", type=int, default=20, help="how many exports to kill at random moments (20)")


@pytest.fixture
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether expected files are rewritten instead of compared."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> int:
    """How many exports to kill."""
    return int(pytestconfig.getoption("--kills"))
