"""Every type of page is valid HTML, as the Nu checker sees it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from starlette.applications import Starlette

from tests.pages.asking import get
from tests.pages.test_browser import TYPES
from tests.programs import program
from tests.shared import ROOT

CHECKER = ROOT / "tests" / "validator" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.slow
def test_every_type_of_page_is_valid(app: Starlette, tmp_path: Path) -> None:
    files = []
    for name, path in TYPES.items():
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(get(app, path).text, encoding="utf-8")
    assert errors_of(files) == []


def errors_of(files: Sequence[Path]) -> list[tuple[str, str, str]]:
    """What the checker finds wrong: the name of the file, what is wrong, and where."""
    java = program("java", package="default-jre-headless")
    command = [java, "-jar", str(installed()), "--format", "json", "--exit-zero-always", *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = [one for one in json.loads(done.stderr)["messages"] if one["type"] == "error"]
    return [(Path(one["url"]).stem, one["message"], one.get("extract", "")[:120]) for one in found]


def installed() -> Path:
    """The checker; missing, it skips the test, and with CI set it fails instead."""
    if CHECKER.is_file():
        return CHECKER
    problem = "no Nu HTML checker: run `make validator`, which needs npm"
    if os.environ.get("CI"):
        pytest.fail(problem, pytrace=False)
    pytest.skip(problem)
