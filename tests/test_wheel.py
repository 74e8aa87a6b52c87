"""The wheel carries all that eulod needs, and works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.shared import ROOT

pytestmark = pytest.mark.slow

CARRIED = ["docs/errors", "mappings", "ontology", "shapes"]


def run(*arguments: str, cwd: Path, packages: Path | None = None) -> str:
    """Run Python with `packages` before everything installed; returns what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(packages or "")}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_of(folder: Path) -> set[str]:
    """The files below a folder, as paths relative to it."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix() for path in files}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, with a space in its name, that the wheel is installed into."""
    folder = tmp_path_factory.mktemp("an installed") / "site packages"
    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    run(*install, "--target", str(folder), str(wheel), cwd=folder.parent)
    return folder


@pytest.mark.parametrize("name", CARRIED)
def test_the_wheel_carries_every_file_of(name: str, wheel: Path) -> None:
    files = files_of(ROOT / name)
    assert files
    assert {f"eulod/shipped/{name}/{file}" for file in files} <= set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_carries_the_package_with_its_tables(wheel: Path) -> None:
    assert {f"eulod/{file}" for file in files_of(ROOT / "src" / "eulod")} <= set(zipfile.ZipFile(wheel).namelist())


def test_the_installed_package_finds_its_folders(installed: Path, tmp_path: Path) -> None:
    program = "from eulod.shipped import shipped; print(shipped('ontology'))"
    found = run("-c", program, cwd=tmp_path, packages=installed).strip()
    assert Path(found) == installed / "eulod" / "shipped" / "ontology"


def test_the_installed_package_exports(installed: Path, tmp_path: Path) -> None:
    run("-m", "eulod", "init", "my dataset", cwd=tmp_path, packages=installed)
    run("-m", "eulod", "export", cwd=tmp_path / "my dataset", packages=installed)
    assert (tmp_path / "my dataset" / "out" / "current.json").is_file()
