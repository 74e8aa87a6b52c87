"""A small dataset to export again and again, and what an export leaves behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from eulod.cli import main
from eulod.starting import start_dataset
from tests.shared import ROOT

BASE = "https://data.my-town.eu/"
MAPPING = "mappings/projects/mapping.yml"
ROWS = "data/projects.csv"
PARTNERS = "data/partners.json"


@dataclass(frozen=True)
class Done:
    """A command that ran: its exit code and what it wrote."""

    code: int
    stdout: str
    stderr: str


def starter(folder: Path) -> Path:
    """The dataset of `eulod init`: two projects in a CSV file."""
    start_dataset(folder, base=BASE)
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    file.write_bytes(text.replace(old, new).encode())


def export(dataset: Path, *options: str, out: Path | None = None) -> Done:
    """`eulod export` in this process."""
    command = ["export", "--config", str(dataset), "--out", str(out or dataset / "out"), *options]
    done = CliRunner().invoke(main, command)
    return Done(done.exit_code, done.stdout, done.stderr)


def run(*arguments: str, cwd: Path, **environment: str) -> Done:
    """`eulod` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "eulod", *arguments],
        cwd=cwd,
        env=surroundings(**environment),
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    return Done(done.returncode, done.stdout, done.stderr)


def surroundings(**environment: str) -> dict[str, str]:
    """The environment of a process that imports this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}


def content(folder: Path) -> dict[str, bytes]:
    """The files of a folder, and where its links lead, by their path."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    links = {name: os.fsencode(path.readlink()) for name, path in paths.items() if path.is_symlink()}
    return links | {name: path.read_bytes() for name, path in paths.items() if path.is_file() and name not in links}


def published(out: Path) -> dict[str, bytes]:
    """What is published in an output folder; there is nothing else in it but the lock and the folder of a failure."""
    found = content(out)
    return {name: found[name] for name in found if name != ".lock" and not name.startswith("failed/")}


def copied(dataset: Path, folder: Path) -> Path:
    """A dataset, with what it has published, at another place."""
    return Path(shutil.copytree(dataset, folder, symlinks=True))


MORE = Path(__file__).parent / "mixed"


def mixed(folder: Path) -> Path:
    """The starter with more rows and a source in JSON: letters beyond ASCII, findings, records that are rejected."""
    starter(folder)
    with (folder / ROWS).open("ab") as file:
        file.write((MORE / "more_projects.csv").read_bytes())
    shutil.copyfile(MORE / "partners.json", folder / PARTNERS)
    (folder / "mappings" / "partners").mkdir()
    shutil.copyfile(MORE / "mapping.yml", folder / "mappings" / "partners" / "mapping.yml")
    config = (folder / "eulod.toml").read_text(encoding="utf-8")
    source = config[config.index("[[source]]") :].replace("projects", "partners")
    (folder / "eulod.toml").write_bytes(f"{config}\n{source}".encode())
    return folder


def partners(folder: Path) -> Path:
    """The source in JSON alone, checked by one shape, for tests that export very often."""
    mixed(folder)
    (folder / "shapes").mkdir()
    shutil.copyfile(MORE / "shapes.ttl", folder / "shapes" / "shapes.ttl")
    settings, _, source = (folder / "eulod.toml").read_text(encoding="utf-8").split("[[source]]")
    own = 'shapes = "shapes"\nprofiles = []\n'
    (folder / "eulod.toml").write_bytes(f"{settings}{own}\n[[source]]{source}".encode())
    return folder


def shuffle(dataset: Path) -> None:
    """Turn the order of the records of both sources."""
    head, *rows = (dataset / ROWS).read_text(encoding="utf-8").splitlines()
    (dataset / ROWS).write_bytes("\n".join([head, *reversed(rows), ""]).encode())
    first, *records, last = (dataset / PARTNERS).read_text(encoding="utf-8").splitlines()
    turned = ",\n".join(record.removesuffix(",") for record in reversed(records))
    (dataset / PARTNERS).write_bytes(f"{first}\n{turned}\n{last}\n".encode())
