"""Maps projects in the CORDIS form to N-Triples, with eulod and with other tools in the same run.

    python -m benchmarks.mapping [--projects N] [--runs N]

Prints a table, writes benchmarks/results/mapping.json and mapping.svg, and exits with 1 when an output differs as a
graph, has a statement twice, or when eulod uses more than its share of morph-kgc's processor seconds or time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.bars import Panel, drawn
from benchmarks.graphs import fingerprints
from benchmarks.measure import Measured, best, measure
from benchmarks.peers import MORPH, MORPH_INI, machine
from tests.shared import ROOT, shared_folder

BENCH = shared_folder() / "bench"
SCRATCH = ROOT / "benchmarks" / "scratch"
RESULTS = ROOT / "benchmarks" / "results"
BOUNDS = {"eulod": 0.4, "eulod --unordered": 0.2}
"""The most that eulod may use of morph-kgc's processor seconds, and of its time."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, the command that writes its output, and the files that the output consists of."""

    name: str
    command: tuple[str, ...]
    outputs: tuple[str, ...]


EULOD = (sys.executable, "-m", "eulod", "map", "core.ttl", "-o")
TOOLS = (
    Tool("eulod", (*EULOD, "eulod.nt"), ("eulod.nt",)),
    Tool("eulod --unordered", (*EULOD, "unordered.nt", "--unordered"), ("unordered.nt",)),
    Tool("morph-kgc", (*MORPH, "morph-kgc.ini"), ("morph-kgc.nt",)),
    Tool(
        "hand-written SQL",
        (sys.executable, str(BENCH / "hand_written_bound.py"), "data", "bound"),
        ("bound.0", "bound.1", "bound.2"),
    ),
)


def prepare(projects: int) -> None:
    """Write the data and the mappings into the scratch folder."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    script([str(BENCH / "mapping_data.py"), str(projects), "data"])
    for vocabulary in ("core", "legacy"):
        script([str(BENCH / "mapping_rml.py"), "data", f"{vocabulary}.ttl", vocabulary])
    (SCRATCH / "morph-kgc.ini").write_text(
        MORPH_INI.format(form="N-TRIPLES", end="nt", mapping="legacy.ttl"), encoding="utf-8"
    )


def script(arguments: Sequence[str]) -> None:
    """Run a script of the shared folder in the scratch folder."""
    subprocess.run([sys.executable, *arguments], cwd=SCRATCH, check=True)


def triples(tool: Tool) -> set[bytes]:
    """The graph that a tool wrote."""
    return set().union(*(fingerprints(SCRATCH / name) for name in tool.outputs))


def row(measured: Measured, graph: set[bytes], expected: set[bytes]) -> dict[str, object]:
    """One tool's line of the results."""
    return {
        "cpu_seconds": round(measured.cpu, 2),
        "wall_seconds": round(measured.wall, 2),
        "peak_megabytes": round(measured.peak / 1e6),
        "triples": len(graph),
        "same_graph": graph == expected,
    }


def report(rows: Mapping[str, Mapping[str, object]], ratios: Mapping[str, Mapping[str, float]]) -> None:
    """Print the table."""
    print(f"{'tool':<18}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'triples':>11}  same graph")
    for name, values in rows.items():
        cpu, wall, peak, count, same = values.values()
        print(f"{name:<18}{cpu!s:>8}{wall!s:>8}{peak!s:>9}{count!s:>11}  {'yes' if same else 'NO'}")
    for name, found in ratios.items():
        shares = ", ".join(f"{share:.3f} of its {figure}" for figure, share in found.items())
        print(f"{name}, measured against morph-kgc: {shares}; the bound is {BOUNDS[name]}")


def ratios_of(measured: Mapping[str, Measured]) -> dict[str, dict[str, float]]:
    """What eulod uses of what morph-kgc uses."""
    peer = measured["morph-kgc"]
    return {
        name: {
            "CPU seconds": round(measured[name].cpu / peer.cpu, 3),
            "time": round(measured[name].wall / peer.wall, 3),
        }
        for name in BOUNDS
    }


def plot(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures of all tools as SVG."""
    titles = {"cpu_seconds": "CPU seconds", "wall_seconds": "seconds", "peak_megabytes": "peak memory, MB"}
    bars = [
        Panel(title, {name: {"": values[figure]} for name, values in rows.items()}) for figure, title in titles.items()
    ]
    return drawn(bars, [""])


def options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="measure mapping against other tools")
    parser.add_argument("--projects", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=2, help="the least figure of so many runs counts")
    return parser.parse_args()


def main() -> int:
    """Measure, compare, print and write; the exit code tells whether the bound holds."""
    asked = options()
    prepare(asked.projects)
    runs = [{tool.name: measure(tool.command, cwd=SCRATCH) for tool in TOOLS} for _ in range(asked.runs)]
    measured = {tool.name: best([run[tool.name] for run in runs]) for tool in TOOLS}
    expected = triples(TOOLS[-1])
    rows = {tool.name: row(measured[tool.name], triples(tool), expected) for tool in TOOLS}
    ratios = ratios_of(measured)
    report(rows, ratios)
    results = {"projects": asked.projects, "runs": asked.runs, "ratios": ratios, "tools": rows, **machine()}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "mapping.json").write_text(f"{json.dumps(results, indent=2)}\n", encoding="utf-8")
    (RESULTS / "mapping.svg").write_text(plot(rows), encoding="utf-8")
    within = all(share <= BOUNDS[name] for name, found in ratios.items() for share in found.values())
    return 0 if within and all(values["same_graph"] for values in rows.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
