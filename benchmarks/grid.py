"""Maps the cases of a grid with eulod and morph-kgc, and checks how many statements each gives.

    python -m benchmarks.grid [--largest N] [--only WORD] [--seconds N]

Prints a table, writes benchmarks/results/grid.json and grid.svg, and exits with 1 when eulod gives another number of
statements than the case must give.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.bars import Panel, drawn
from benchmarks.grid_cases import Case, cases
from benchmarks.measure import Measured, measure
from benchmarks.peers import MORPH, MORPH_INI, machine
from tests.shared import ROOT

SCRATCH = ROOT / "benchmarks" / "scratch" / "grid"
RESULTS = ROOT / "benchmarks" / "results"
EULOD = (sys.executable, "-m", "eulod", "map", "mapping.ttl", "-o", "eulod.nq")
TOOLS = {"eulod": (EULOD, "eulod.nq"), "morph-kgc": ((*MORPH, "morph-kgc.ini"), "morph-kgc.nq")}

Row = dict[str, float | int | None]


def run(case: Case, *, seconds: float) -> dict[str, Row]:
    """Write the records of a case and map them with each tool."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(parents=True)
    expected = case.write(SCRATCH)
    (SCRATCH / "morph-kgc.ini").write_text(MORPH_INI.format(form="N-QUADS", end="nq", mapping="mapping.ttl"))
    rows: dict[str, Row] = {"expected": {"statements": expected}}
    for tool, (command, output) in TOOLS.items():
        rows[tool] = row(measure(command, cwd=SCRATCH, seconds=seconds), SCRATCH / output)
    return rows


def row(measured: Measured, output: Path) -> Row:
    """What a tool used, and how many statements it wrote; None where it did not end."""
    if measured.stopped:
        return {"cpu_seconds": None, "wall_seconds": None, "peak_megabytes": None, "statements": None}
    return {
        "cpu_seconds": round(measured.cpu, 2),
        "wall_seconds": round(measured.wall, 2),
        "peak_megabytes": round(measured.peak / 1e6),
        "statements": _counted(output),
    }


def _counted(path: Path) -> int:
    """Count in a process of its own: what this one ever held counts as held by all that it starts."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(statements, path).result()


def statements(path: Path) -> int:
    """The number of distinct lines of a file; 0 where there is none."""
    if not path.exists():
        return 0
    with path.open("rb") as lines:
        return len({hash(line) for line in lines})


def told(name: str, rows: Mapping[str, Row]) -> None:
    """Print one case."""
    expected = rows["expected"]["statements"]
    for tool in TOOLS:
        found = rows[tool]
        right = "yes" if found["statements"] == expected else "NO"
        cpu, wall, peak, count = (str(value) for value in found.values())
        print(f"{name:<22}{tool:<11}{cpu:>8}{wall:>8}{peak:>8}{count:>11}  {right}", flush=True)


def plot(results: Mapping[str, Mapping[str, Row]]) -> str:
    """CPU seconds and peak memory of each case as SVG."""
    panels = [
        Panel(title, {case: {tool: rows[tool][figure] for tool in TOOLS} for case, rows in results.items()})
        for figure, title in (("cpu_seconds", "CPU seconds"), ("peak_megabytes", "peak memory, MB"))
    ]
    return drawn(panels, list(TOOLS))


def main() -> int:
    """Run the grid; the exit code tells whether all numbers are right."""
    parser = argparse.ArgumentParser(description="measure mapping over a grid of parameters")
    parser.add_argument("--largest", type=int, default=1_000_000, help="the most records of a case")
    parser.add_argument("--only", default="", help="only the cases whose name holds this")
    parser.add_argument("--seconds", type=float, default=600, help="a tool that takes longer is stopped")
    asked = parser.parse_args()
    print(f"{'case':<22}{'tool':<11}{'CPU s':>8}{'wall s':>8}{'peak MB':>8}{'statements':>11}  as expected")
    results = {}
    for case in (case for case in cases(asked.largest) if asked.only in case.name):
        results[case.name] = run(case, seconds=asked.seconds)
        told(case.name, results[case.name])
    RESULTS.mkdir(exist_ok=True)
    content = {"largest": asked.largest, "cases": results, **machine()}
    (RESULTS / "grid.json").write_text(f"{json.dumps(content, indent=2)}\n", encoding="utf-8")
    (RESULTS / "grid.svg").write_text(plot(results), encoding="utf-8")
    right = all(rows["eulod"]["statements"] == rows["expected"]["statements"] for rows in results.values())
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
