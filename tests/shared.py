"""The shared folder: real sources, vocabularies, conformance suites, beside the checkout and never copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path:
    """The folder that EULOD_SHARED names, or `shared` beside the checkout; it need not exist."""
    named = os.environ.get("EULOD_SHARED")
    return Path(named).resolve() if named else ROOT.parent / "shared"


def shared(path: str) -> Path:
    """A file or folder of the shared folder.

    Missing, it skips the test (or the module that asks while it is collected); with CI set it fails instead.
    """
    found = shared_folder() / path
    if found.exists():
        return found
    problem = f"no {path} in {shared_folder()}: set EULOD_SHARED to the folder that holds acceptance/, bench/ and data/"
    if os.environ.get("CI"):
        pytest.fail(problem, pytrace=False)
    pytest.skip(problem, allow_module_level=True)
