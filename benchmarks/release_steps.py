"""Exports a dataset and writes what each step took, as JSON.

    python -m benchmarks.release_steps DATASET STEPS

The seconds are those of this process; the processes that read dumps back run beside it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


class Steps:
    """Told the name of each step when it begins, keeps the seconds of all."""

    def __init__(self) -> None:
        self.seconds: dict[str, dict[str, float]] = {}
        self._begin("starting")

    def __call__(self, name: str) -> None:
        """Begin another step."""
        self.end()
        self._begin(name)

    def _begin(self, name: str) -> None:
        self._name, self._wall, self._cpu = name, time.perf_counter(), _processor_seconds()

    def end(self) -> None:
        """Note what the step at hand took."""
        took = {"wall": time.perf_counter() - self._wall, "cpu": _processor_seconds() - self._cpu}
        before = self.seconds.get(self._name, {})
        self.seconds[self._name] = {figure: round(before.get(figure, 0) + value, 2) for figure, value in took.items()}


def _processor_seconds() -> float:
    used = os.times()
    return used.user + used.system


def main() -> None:
    """Export, tell the folder of the release, write the steps."""
    steps = Steps()
    from eulod.config import read_settings
    from eulod.pipeline import Options, export

    dataset, target = map(Path, sys.argv[1:])
    outcome = export(read_settings(dataset), out=dataset / "out", options=Options(progress=steps))
    steps.end()
    assert outcome.release is not None, f"nothing is published; see {outcome.failed}"
    assert outcome.report.conforms, "the data of the benchmark keep to its shapes"
    target.write_text(json.dumps({"release": str(outcome.release.folder), "steps": steps.seconds}, indent=2))


if __name__ == "__main__":
    main()
