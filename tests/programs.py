"""Programs of the system that some tests look through: a browser, a spreadsheet program."""

from __future__ import annotations

import os
import shutil

import pytest


def program(*names: str, package: str) -> str:
    """The first program of these names; missing, it skips the test, and with CI set it fails instead."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found:
        return found
    problem = f"no {' or '.join(names)}: install {package}"
    if os.environ.get("CI"):
        pytest.fail(problem, pytrace=False)
    pytest.skip(problem)
