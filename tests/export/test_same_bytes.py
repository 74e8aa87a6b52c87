"""The same inputs give the same bytes, whatever machine, place or order they come in."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.export.datasets import PARTNERS, ROWS, content, copied, export, mixed, partners, run, shuffle, surroundings
from tests.shared import ROOT

SEEDS = ("0", "1", "4711")
ZONES = ("America/New_York", "Asia/Tokyo")
SKIP = ("--on-error", "skip", "--fail-on", "none")
CHECKOUT = ("docs", "eulod.toml", "mappings", "ontology", "records", "shapes", "src")


def locales() -> tuple[dict[str, str], ...]:
    """C.UTF-8 and one of a country where the machine has one; else C with its ASCII."""
    installed = subprocess.run(["locale", "-a"], check=False, capture_output=True, encoding="utf-8").stdout.split()
    other = next((name for name in installed if re.match("(tr|hu|sv|de|fr)_", name)), "")
    ascii = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    return {"LC_ALL": "C.UTF-8"}, {"LC_ALL": other} if other else ascii


TWICE = """
import sys
from eulod.cli import main
for threads in ("1", "2"):
    code = main([*sys.argv[1:], "--threads", threads, "--out", f"out {threads}"], standalone_mode=False)
    assert not code, code
"""


def exported_twice(dataset: Path, **environment: str) -> list[dict[str, bytes]]:
    """What the dataset publishes with one thread and with two, in a process with that environment."""
    command = [sys.executable, "-c", TWICE, "export", *SKIP]
    done = subprocess.run(
        command, cwd=dataset, env=surroundings(**environment), check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return [content(dataset / f"out {threads}" / "releases") for threads in (1, 2)]


@pytest.mark.slow
def test_seed_zone_locale_and_threads_do_not_show(tmp_path: Path) -> None:
    found = []
    for number, (seed, zone, locale) in enumerate(product(SEEDS, ZONES, locales())):
        dataset = partners(tmp_path / f"dataset {number}")
        found += exported_twice(dataset, PYTHONHASHSEED=seed, TZ=zone, **locale)
    assert len(found) == 24
    assert len(found[0]) > 15
    assert all(other == found[0] for other in found)


@pytest.mark.slow
def test_a_checkout_at_another_place_gives_the_same_bytes(samples_release: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "another place"
    checkout.mkdir()
    for name in CHECKOUT:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, checkout / name)
    environment = {"PYTHONHASHSEED": "7", "TZ": ZONES[1], "PYTHONPATH": str(checkout / "src"), **locales()[1]}
    done = run("export", "--threads", "1", cwd=checkout, **environment)
    assert done.code == 0, done.stderr
    assert content(checkout / "out" / "releases" / samples_release.name) == content(samples_release)


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mixed dataset, published."""
    dataset = mixed(tmp_path_factory.mktemp("straight") / "dataset")
    assert export(dataset, *SKIP).code == 0
    return dataset


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its records in another order."""
    dataset = mixed(tmp_path_factory.mktemp("shuffled") / "dataset")
    shuffle(dataset)
    assert export(dataset, *SKIP).code == 0
    return dataset


def without_checksums(dataset: Path) -> dict[str, str]:
    """The files of the current release with the checksums of the inputs replaced by the names of the files."""
    found = {name: text.decode() for name, text in content(dataset / "out" / "current").items()}
    for file in (dataset / ROWS, dataset / PARTNERS):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        for part in (digest, digest[:12]):
            found = {name: text.replace(part, file.name) for name, text in found.items()}
    return found


NUMBERED = re.compile(r'(\b(?:record|line|startLine)"?:? |\.(?:csv|json):)\d+')


def test_the_order_of_rows_shows_in_checksums_and_record_numbers_only(straight: Path, shuffled: Path) -> None:
    one, other = without_checksums(straight), without_checksums(shuffled)
    differing = {name for name in one if one[name] != other[name]}
    reports = {f"report.{form}" for form in ("html", "json", "junit.xml", "sarif", "ttl", "txt")}
    numbered = {"manifest.json", "rejected.csv", *reports}
    sums = {"dataset.jsonld", "dataset.ttl"}  # the description states the checksum of each dump
    assert one.keys() == other.keys()
    assert differing == numbered | sums
    for name in reports:
        assert len(NUMBERED.findall(one[name])) > 2
        assert NUMBERED.sub(r"\1", one[name]) == NUMBERED.sub(r"\1", other[name]), name
    assert rejected(one) == rejected(other)
    assert described(one) == described(other)
    for name in sums:
        assert without_sums(one[name]) == without_sums(other[name]), name


def rejected(release: dict[str, str]) -> list[tuple[str, ...]]:
    """The rows of rejected.csv without the numbers of records and lines, sorted."""
    rows = list(csv.DictReader(io.StringIO(release["rejected.csv"])))
    assert [row["code"] for row in rows] == ["V001"] * 3
    return sorted(tuple(text for column, text in row.items() if column not in ("record", "line")) for row in rows)


def described(release: dict[str, str]) -> dict[str, object]:
    """The manifest without the checksums and sizes of the release's own files."""
    manifest: dict[str, object] = json.loads(release["manifest.json"])
    outputs = manifest["outputs"]
    assert isinstance(outputs, list)
    kept = [{key: entry[key] for key in entry.keys() - {"sha256", "size"}} for entry in outputs]
    return manifest | {"outputs": kept}


def without_sums(text: str) -> str:
    """A description without SHA-256 checksums."""
    return re.sub(r"\b[0-9a-f]{64}\b", "", text)


def test_the_rows_really_are_in_another_order(straight: Path, shuffled: Path) -> None:
    numbers = [(dataset / "out" / "current" / "rejected.csv").read_text("utf-8") for dataset in (straight, shuffled)]
    assert numbers[0] != numbers[1]


def test_a_folder_of_another_name_gives_the_same_bytes(straight: Path, tmp_path: Path) -> None:
    moved = copied(straight, tmp_path / "a folder with spaces é")
    shutil.rmtree(moved / "out")
    assert export(moved, *SKIP).code == 0
    assert content(moved / "out" / "releases") == content(straight / "out" / "releases")


def test_a_second_run_gives_the_same_bytes(straight: Path) -> None:
    before = content(straight / "out")
    assert export(straight, *SKIP).code == 0
    assert content(straight / "out") == before
