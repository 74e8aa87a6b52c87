"""Publishes projects in the CORDIS form as a release, and has morph-kgc map them to N-Triples in the same run.

    python -m benchmarks.release [--projects N] [--runs N]

Prints a table and what each step took, writes benchmarks/results/release.json, and exits with 1 when the release takes
more than twice the time of morph-kgc, holds more than 2 GB, or has other triples.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.graphs import fingerprints
from benchmarks.mapping import SCRATCH, prepare
from benchmarks.measure import Measured, best, measure
from benchmarks.peers import MORPH, machine
from tests.shared import ROOT

RESULTS = ROOT / "benchmarks" / "results"
SHAPES = ROOT / "benchmarks" / "release_shapes.ttl"
STEPS = SCRATCH / "steps.json"
BOUND, MEMORY = 2.0, 2_000_000_000
"""The most of morph-kgc's time, and of bytes held at one moment."""
FORMATS = ("nq", "ttl", "jsonld")
SETTINGS = """[dataset]
base = "http://data.example.org/"
title = { en = "Projects" }
description = { en = "Synthetic projects in the CORDIS form." }
publisher = { name = "Example", iri = "http://data.example.org/id/organisation/example" }
contact = "http://data.example.org/contact"
licence = "https://creativecommons.org/licenses/by/4.0/"
formats = ["nq", "ttl", "jsonld"]
shapes = "shapes"
profiles = []

[[source]]
name = "cordis"
title = "Projects and organisations"
mapping = "core.ttl"
input = "."
retrieved = 2026-11-20
licence = "https://creativecommons.org/licenses/by/4.0/"
documents = false
"""
PEER = (*MORPH, "morph-kgc.ini")
RELEASE = (sys.executable, "-m", "benchmarks.release_steps", str(SCRATCH), str(STEPS))


def prepare_dataset(projects: int) -> None:
    """Write data, mapping, shapes and settings into the scratch folder."""
    prepare(projects, SCRATCH)
    (SCRATCH / "shapes").mkdir(exist_ok=True)
    shutil.copyfile(SHAPES, SCRATCH / "shapes" / SHAPES.name)
    (SCRATCH / "eulod.toml").write_text(SETTINGS, encoding="utf-8")


def released() -> tuple[Measured, dict[str, Any]]:
    """Publish once, from nothing: what it used, and what its process tells of its steps."""
    shutil.rmtree(SCRATCH / "out", ignore_errors=True)
    measured = measure(RELEASE, cwd=ROOT)
    told: dict[str, Any] = json.loads(STEPS.read_text(encoding="utf-8"))
    return measured, told


def statements(release: Path) -> dict[str, int]:
    """How many statements the manifest says that each dump has."""
    manifest = json.loads((release / "manifest.json").read_bytes())
    return {entry["path"]: entry["statements"] for entry in manifest["outputs"] if "statements" in entry}


def same_graph(release: Path) -> bool:
    """Whether the release's N-Quads, whose statements are in no named graph, say what morph-kgc's N-Triples say."""
    return fingerprints(release / "data.nq") == fingerprints(SCRATCH / "morph-kgc.nt")


def figures(measured: Measured) -> dict[str, float]:
    """What one tool used."""
    return {
        "cpu_seconds": round(measured.cpu, 2),
        "wall_seconds": round(measured.wall, 2),
        "peak_megabytes": round(measured.peak / 1e6),
    }


def report(results: dict[str, Any]) -> None:
    """Print the tables."""
    print(f"{'tool':<26}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}")
    for name, values in results["tools"].items():
        cpu, wall, peak = values.values()
        print(f"{name:<26}{cpu!s:>8}{wall!s:>8}{peak!s:>9}")
    for name, values in results["steps"].items():
        print(f"  {name:<30}{values['cpu']:>8.2f}{values['wall']:>8.2f}")
    print(f"the release takes {results['ratio']} times as long as morph-kgc; the bound is {BOUND}")


def options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="measure a release against mapping with another tool")
    parser.add_argument("--projects", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=1, help="the least figure of so many runs counts")
    return parser.parse_args()


def main() -> int:
    """Measure, compare, print and write; the exit code tells whether the bounds hold."""
    asked = options()
    prepare_dataset(asked.projects)
    runs = [(measure(PEER, cwd=SCRATCH), *released()) for _ in range(asked.runs)]
    peer, release = best([run[0] for run in runs]), best([run[1] for run in runs])
    told = min(runs, key=lambda run: run[1].wall)[2]
    folder = Path(told["release"])
    counted, same = statements(folder), same_graph(folder)
    results = {
        "projects": asked.projects,
        "runs": asked.runs,
        "statements": counted,
        "same_graph": same,
        "ratio": round(release.wall / peer.wall, 3),
        "tools": {"eulod, a release": figures(release), "morph-kgc, N-Triples": figures(peer)},
        "steps": told["steps"],
        **machine(),
    }
    report(results)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "release.json").write_text(f"{json.dumps(results, indent=2)}\n", encoding="utf-8")
    within = release.wall <= BOUND * peer.wall and release.peak <= MEMORY
    return 0 if within and same and set(counted) == {f"data.{form}" for form in FORMATS} else 1


if __name__ == "__main__":
    sys.exit(main())
