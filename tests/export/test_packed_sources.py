"""A dataset whose source lies in an archive, in another encoding: what release, findings and explain say of it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from pathlib import Path

import pytest

from eulod.checking import check
from eulod.config import read_settings
from eulod.explanation import explain
from tests.export.datasets import MAPPING, ROWS, change, export, starter
from tests.sources.access.reading import zipped
from tests.sources.access.server import Answer, serving

PLACE = "data/dump.zip!csv/projects.csv"


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """The dataset of `eulod init` with its CSV file in an archive, in cp1250."""
    dataset = starter(tmp_path)
    rows = dataset / ROWS
    zipped(dataset / "data" / "dump.zip", {"csv/projects.csv": rows.read_text(encoding="utf-8").encode("cp1250")})
    rows.unlink()
    change(dataset / MAPPING, "access: projects.csv", 'access: "dump.zip!csv/*.csv", encoding: cp1250')
    return dataset


def release(dataset: Path) -> Path:
    """The release that an export of the dataset publishes."""
    done = export(dataset, "--fail-on", "none")
    assert done.code == 0, done.stderr
    return dataset / "out" / str(json.loads((dataset / "out" / "current.json").read_bytes())["path"])


def test_the_release_is_that_of_the_plain_file_and_names_the_archive(packed: Path, tmp_path: Path) -> None:
    plain = release(starter(tmp_path / "plain"))
    found = release(packed)
    (source,) = json.loads((found / "manifest.json").read_bytes())["inputs"]
    archive = packed / "data" / "dump.zip"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert source["files"] == [{"path": "data/dump.zip", "sha256": digest, "size": archive.stat().st_size}]
    about = (plain / "data.nt").read_text(encoding="utf-8").splitlines()
    own = (found / "data.nt").read_text(encoding="utf-8")
    assert [line for line in about if "/id/source-document/" not in line and line not in own] == []
    assert f'"{digest}"^^' in own
    assert not list((packed / "out" / "releases").glob(".*"))
    project = next(line.split()[0] for line in own.splitlines() if line.endswith("#Project> ."))
    assert {origin.file for origin in explain(read_settings(packed), project).origins} == {PLACE}


def test_an_input_behind_an_address_is_named_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EULOD_CACHE", str(tmp_path / "cache"))
    dataset = starter(tmp_path / "dataset")
    rows = (dataset / ROWS).read_bytes()
    with serving() as server:
        server.answers["/2026/projects.csv"] = Answer(rows, headers={"ETag": '"1"'})
        change(dataset / "eulod.toml", 'input = "data"', f'input = "{server.address}/2026/"')
        (source,) = json.loads((release(dataset) / "manifest.json").read_bytes())["inputs"]
        asked = len(server.asked)
        assert list(check(read_settings(dataset))) == []
        assert len(server.asked) == asked == 1
    (file,) = source["files"]
    assert file["path"].endswith("/2026/projects.csv")
    assert file["sha256"] == hashlib.sha256(rows).hexdigest()


def test_rejected_records_are_those_of_the_file_in_the_archive(tmp_path: Path) -> None:
    dataset = starter(tmp_path)
    rows = dataset / ROWS
    broken = rows.read_bytes() + b"one cell only\n"
    (dataset / "data" / "projects.csv.gz").write_bytes(gzip.compress(broken))
    rows.unlink()
    change(dataset / MAPPING, "access: projects.csv", "access: projects.csv.gz")
    assert export(dataset).code == 2
    with (dataset / "out" / "failed" / "rejected.csv").open(encoding="utf-8") as file:
        (rejected,) = csv.DictReader(file)
    assert (rejected["file"], rejected["line"]) == ("data/projects.csv.gz", str(broken.count(b"\n")))
