"""kill -9 while releases are built and switched: the current one is whole at every moment."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eulod.publication.release import RELEASES
from tests.publication.releases import publish, published

ROOT = Path(__file__).parents[2]


def start(out: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.publication.publish_forever", str(out), name]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def kill_after(child: subprocess.Popen[str], seconds: float) -> None:
    assert child.stdout is not None
    assert child.stdout.readline() == "published\n"
    time.sleep(seconds)
    child.kill()
    child.communicate()


@pytest.mark.faults
def test_a_kill_at_any_moment_leaves_a_whole_release(tmp_path: Path, kills: int) -> None:
    moments = random.Random(20)
    for turn in range(kills):
        kill_after(start(tmp_path, str(turn)), moments.uniform(0, 0.02))
        assert published(tmp_path).startswith(f"{turn} ")
    publish(tmp_path, "last")
    assert published(tmp_path) == "last"
    assert not [path for path in (tmp_path / RELEASES).iterdir() if path.name.startswith(".")]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "current", "current.json", RELEASES]
