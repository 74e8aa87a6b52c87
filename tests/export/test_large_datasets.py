"""What is done otherwise for large datasets gives the same release: processes, searches by line, spilling to disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.publication import personal_data
from eulod.serialisation import normal_form, text_output
from tests.export.datasets import ROWS, content, copied, export, mixed, starter

SKIP = ("--on-error", "skip", "--fail-on", "none")


@pytest.fixture
def as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as large."""
    monkeypatch.setattr(normal_form, "_LARGE", 0)
    monkeypatch.setattr(personal_data, "_LARGE", 0)


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset, published as a small one."""
    dataset = mixed(tmp_path_factory.mktemp("small") / "dataset")
    assert export(dataset, *SKIP).code == 0
    return dataset


@pytest.mark.parametrize("threads", ["1", "4"])
def test_the_same_is_published(straight: Path, tmp_path: Path, as_large: None, threads: str) -> None:
    dataset = copied(straight, tmp_path / "dataset")
    assert export(dataset, *SKIP, "--threads", threads).code == 0
    assert content(dataset / "out") == content(straight / "out")


def test_a_dump_that_is_cut_is_found(tmp_path: Path, as_large: None, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = starter(tmp_path / "dataset")
    joined = text_output._joined
    monkeypatch.setattr(text_output, "_joined", lambda texts: joined(texts[: len(texts) - 1]))
    done = export(dataset)
    assert done.code == 2
    assert "R011 pyoxigraph" in done.stderr
    assert not (dataset / "out" / "current.json").exists()


def test_personal_data_is_found(tmp_path: Path, as_large: None) -> None:
    dataset = starter(tmp_path / "dataset")
    rows = (dataset / ROWS).read_text(encoding="utf-8").replace("GREENSQ", "green@town.example")
    (dataset / ROWS).write_bytes(rows.encode())
    done = export(dataset)
    assert done.code == 2
    assert "personal data in the release: e-mail address 'g…e'" in done.stderr


@pytest.mark.slow
def test_little_memory_gives_the_same_dumps(tmp_path: Path) -> None:
    dataset = starter(tmp_path / "dataset")
    head, row, *_ = (dataset / ROWS).read_text(encoding="utf-8").splitlines()
    rows = (row.replace("1,GREENSQ", f"{number},P{number}") for number in range(1, 300))
    (dataset / ROWS).write_bytes("\n".join([head, *rows, ""]).encode())
    assert export(dataset, "--fail-on", "none").code == 0
    assert export(dataset, "--fail-on", "none", "--memory-limit", "40MB", out=tmp_path / "out").code == 0
    assert content(tmp_path / "out" / "releases") == content(dataset / "out" / "releases")
