"""Faults in the middle of an export: the last release stays whole and current, and the next export cleans up."""

from __future__ import annotations

import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from eulod.publication.manifest import is_intact
from eulod.publication.release import current_release
from tests.export.datasets import Done, copied, export, partners, published, surroundings

SKIP = ("--on-error", "skip")
BUILDING = Path("out", "releases", ".building")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small dataset with a release."""
    dataset = partners(tmp_path_factory.mktemp("good") / "dataset")
    assert export(dataset, *SKIP).code == 0
    return dataset


@pytest.fixture
def dataset(good: Path, tmp_path: Path) -> Path:
    """A copy of it, fetched again: the next release will be another one."""
    dataset = copied(good, tmp_path / "dataset")
    fetched_again(dataset, "2026-02-01")
    return dataset


def fetched_again(dataset: Path, day: str) -> None:
    """Another retrieved date, so that an export makes another release."""
    text = (dataset / "eulod.toml").read_text(encoding="utf-8")
    (dataset / "eulod.toml").write_bytes(re.sub(r"retrieved = \S+", f"retrieved = {day}", text).encode())


def started(dataset: Path) -> subprocess.Popen[str]:
    """A real `eulod export`, with a folder for temporary files that can be looked into."""
    (dataset / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "eulod", "export", *SKIP],
        cwd=dataset,
        env=surroundings(TMPDIR=str(dataset / "tmp")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=interruptible,
    )


def interruptible() -> None:
    """Let a process hear SIGINT, even where what started the tests ignores it, as background jobs of a shell do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ended(child: subprocess.Popen[str]) -> Done:
    """What a started export came to."""
    stdout, stderr = child.communicate(timeout=120)
    return Done(child.returncode, stdout, stderr)


def is_clean(dataset: Path) -> bool:
    """Whether nothing but releases lies in the output folder, and nothing in that for temporary files."""
    names = {path.name for path in (dataset / "out").iterdir()}
    left = [*(dataset / "out" / "releases").glob(".*"), *(dataset / "tmp").glob("*")]
    return names == {".lock", "current", "current.json", "releases"} and not left


def current(dataset: Path) -> str:
    """The id of the current release, which is whole."""
    release = current_release(dataset / "out")
    assert release is not None
    assert is_intact(release.folder)
    return release.id


@pytest.mark.faults
@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_last_release(dataset: Path, kills: int) -> None:
    begun = time.monotonic()
    assert ended(started(dataset)).code == 0
    seconds = time.monotonic() - begun
    moments = random.Random(2026)
    known = {current(dataset)}
    for turn in range(kills):
        fetched_again(dataset, f"2026-{turn // 28 % 12 + 1:02}-{turn % 28 + 1:02}")
        child = started(dataset)
        time.sleep(moments.uniform(0, 1.05 * seconds))
        finished = child.poll() is not None
        child.kill()
        ended(child)
        assert finished or current(dataset) in known or switched(dataset, known)
        known.add(current(dataset))
    fetched_again(dataset, "2027-01-01")
    assert ended(started(dataset)).code == 0
    assert current(dataset) not in known
    assert is_clean(dataset)


def switched(dataset: Path, known: set[str]) -> bool:
    """Whether the kill came after the switch: the new release is whole, and the older ones still are."""
    releases = dataset / "out" / "releases"
    return current(dataset) not in known and all(is_intact(releases / name) for name in known)


@contextmanager
def limited(which: int, soft: int) -> Iterator[None]:
    """A limit of this process while the block runs."""
    before = resource.getrlimit(which)
    resource.setrlimit(which, (soft, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(which, before)


@pytest.mark.faults
@pytest.mark.parametrize("most", [0, 500, 3_000, 10_000])
def test_a_full_disk_is_told_and_leaves_the_last_release(dataset: Path, most: int) -> None:
    before = published(dataset / "out")
    with limited(resource.RLIMIT_FSIZE, most):
        done = export(dataset, *SKIP)
    assert re.match(rf"{dataset}\S+: P002 File too large; nothing is published", done.stderr)
    assert "\n  help: see that the disk has room " in done.stderr
    assert (done.code, published(dataset / "out")) == (2, before)
    assert export(dataset, *SKIP).code == 0
    assert is_clean(dataset)


def test_too_little_memory_for_the_engine_is_told(dataset: Path) -> None:
    before = published(dataset / "out")
    done = export(dataset, *SKIP, "--memory-limit", "1MB")
    assert done.stderr.startswith("E001 ")
    assert "\n  help: " in done.stderr
    assert (done.code, published(dataset / "out")) == (2, before)


LIMITED = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, ({0}, {0})); from eulod.cli import main; main()"


@pytest.mark.faults
@pytest.mark.parametrize("megabytes", [600, 850])
def test_too_little_memory_for_the_process_leaves_the_last_release(dataset: Path, megabytes: int) -> None:
    before = current(dataset)
    command = [sys.executable, "-c", LIMITED.format(megabytes << 20), "export", *SKIP, "--threads", "1"]
    with suppress(subprocess.TimeoutExpired):  # libraries may abort then, or wait for ever for a thread: until the kill
        subprocess.run(command, cwd=dataset, env=surroundings(), check=False, capture_output=True, timeout=60)
    assert is_intact(dataset / "out" / "releases" / before)
    assert export(dataset, *SKIP).code == 0
    assert current(dataset) != before
    assert is_clean(dataset)


@pytest.mark.faults
@pytest.mark.parametrize("seconds", [0.0, 0.4, 1.0])
def test_an_interrupt_ends_with_130_and_cleans_up(dataset: Path, seconds: float) -> None:
    before = published(dataset / "out")
    child = started(dataset)
    while not (dataset / BUILDING).exists():
        assert child.poll() is None
        time.sleep(0.01)
    time.sleep(seconds)
    child.send_signal(signal.SIGINT)
    done = ended(child)
    assert (done.code, done.stdout, done.stderr) == (130, "", "")
    assert published(dataset / "out") == before
    assert is_clean(dataset)


@pytest.mark.faults
def test_of_two_exports_at_once_one_publishes(dataset: Path) -> None:
    first, second = [ended(child) for child in [started(dataset), started(dataset)]]
    codes = sorted((first.code, second.code))
    assert codes in ([0, 0], [0, 2])
    for done in (first, second):
        assert done.code == 0 or done.stderr.startswith("out: P001 another export (process ")
    current(dataset)
    assert is_clean(dataset)
