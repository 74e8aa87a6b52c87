"""The recipes of the CI guide: YAML as their readers want it, and commands that do what the page says."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from lxml import etree

from eulod.cli import main
from tests.docs.console_blocks import ShownFile, examples
from tests.export.datasets import ROWS, change, starter
from tests.shared import ROOT

GUIDE = ROOT / "docs" / "guides" / "ci.md"
SHOWN = {shown.path: yaml.safe_load(shown.content) for shown in examples(GUIDE) if isinstance(shown, ShownFile)}
GITHUB, GITLAB, BEFORE = ".github/workflows/records.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml"


def commands(found: Any) -> list[str]:
    """The eulod commands anywhere in a recipe, in its order."""
    if isinstance(found, dict):
        return [command for value in found.values() for command in commands(value)]
    if isinstance(found, list):
        return [command for value in found for command in commands(value)]
    return [found] if isinstance(found, str) and found.startswith("eulod ") and "validate" in found.split() else []


def run(command: str) -> Result:
    """A command of a recipe, where one stands."""
    arguments = shlex.split(command)[1:]
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset with a violation and a warning, in which one stands."""
    folder = starter(tmp_path / "dataset")
    change(folder / ROWS, "31/08/2027", "31/08/2021")
    change(folder / ROWS, "France", "Ruritania")
    monkeypatch.chdir(folder)
    return folder


def test_each_recipe_is_there() -> None:
    assert set(SHOWN) == {GITHUB, GITLAB, BEFORE}
    assert [len(commands(SHOWN[name])) for name in (GITHUB, GITLAB)] == [2, 1]


def test_the_workflow_is_one_of_github(broken: Path) -> None:
    workflow = SHOWN[GITHUB]
    assert workflow[True] == ["push", "pull_request"]  # YAML 1.1 reads `on` so, GitHub does not
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert all(("uses" in step) != ("run" in step) for step in job["steps"])
    check, page = commands(workflow)
    done = run(check)
    assert done.exit_code == 1
    assert f"::error file={ROWS},line=3,title=X11 " in done.stdout
    assert (run(page).exit_code, (broken / "report.html").exists()) == (0, True)
    assert job["steps"][-1]["with"]["path"] == "report.html"


def test_the_job_is_one_of_gitlab(broken: Path) -> None:
    (job,) = SHOWN[GITLAB].values()
    (check,) = commands(job)
    assert run(check).exit_code == 1
    report = job["artifacts"]["reports"]["junit"]
    assert job["artifacts"]["when"] == "always"
    failures = etree.parse(broken / report).findall(".//failure")
    assert len(failures) == 2


def test_the_hooks_stop_a_commit(broken: Path) -> None:
    (shown,) = SHOWN[BEFORE]["repos"][0]["hooks"]
    (shipped,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (shown["entry"], shown["pass_filenames"]) == (shipped["entry"], shipped["pass_filenames"])
    assert shipped["language"] == "python"
    assert {"id", "name", "entry", "language"} <= shipped.keys()
    assert run(shown["entry"]).exit_code == 1
    assert not list(broken.glob("out"))


def test_code_scanning_gets_its_file(broken: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert "`-f sarif -o eulod.sarif`" in text
    assert run("eulod validate -f sarif -o eulod.sarif").exit_code == 1
    results = json.loads((broken / "eulod.sarif").read_bytes())["runs"][0]["results"]
    assert {result["level"] for result in results} == {"error", "warning", "note"}
