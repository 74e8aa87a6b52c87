"""Maps projects in the CORDIS form to N-Triples, with eulod and with other tools in the same run.

    python -m benchmarks.mapping [--projects N] [--runs N]

Prints a table, writes benchmarks/results/mapping.json, and exits with 1 when an output differs as a graph or when eulod
uses more than a quarter of morph-kgc's processor seconds.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks.graphs import fingerprints
from benchmarks.measure import Measured, best, measure
from tests.shared import ROOT, shared_folder

BENCH = shared_folder() / "bench"
SCRATCH = ROOT / "benchmarks" / "scratch"
RESULTS = ROOT / "benchmarks" / "results" / "mapping.json"
PEERS = ROOT / "benchmarks" / ".venv" / "bin" / "python"
BOUND = 0.25

MORPH_INI = """[CONFIGURATION]
output_file=morph-kgc.nt
output_format=N-TRIPLES
number_of_processes=2
logging_level=WARNING
na_values=
[BENCH]
mappings=legacy.ttl
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, the command that writes its output, and the files that the output consists of."""

    name: str
    command: tuple[str, ...]
    outputs: tuple[str, ...]


TOOLS = (
    Tool("eulod", (sys.executable, "-m", "eulod", "map", "core.ttl", "-o", "eulod.nt"), ("eulod.nt",)),
    Tool("morph-kgc", (str(PEERS), "-m", "morph_kgc", "morph-kgc.ini"), ("morph-kgc.nt",)),
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
    (SCRATCH / "morph-kgc.ini").write_text(MORPH_INI, encoding="utf-8")


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


def report(rows: Mapping[str, Mapping[str, object]], ratio: float) -> None:
    """Print the table."""
    print(f"{'tool':<18}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'triples':>11}  same graph")
    for name, values in rows.items():
        cpu, wall, peak, count, same = values.values()
        print(f"{name:<18}{cpu!s:>8}{wall!s:>8}{peak!s:>9}{count!s:>11}  {'yes' if same else 'NO'}")
    print(f"eulod uses {ratio:.3f} of morph-kgc's CPU seconds; the bound is {BOUND}")


def machine() -> dict[str, object]:
    """What the figures depend on besides eulod."""
    peer = subprocess.run([str(PEERS), "-m", "pip", "show", "morph-kgc"], capture_output=True, text=True, check=True)
    morph = next(line.split()[1] for line in peer.stdout.splitlines() if line.startswith("Version:"))
    versions = {"python": platform.python_version(), "duckdb": version("duckdb"), "morph-kgc": morph}
    return {"system": platform.system(), "processor": platform.machine(), "versions": versions}


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
    ratio = measured["eulod"].cpu / measured["morph-kgc"].cpu
    report(rows, ratio)
    results = {"projects": asked.projects, "runs": asked.runs, "ratio": round(ratio, 3), "tools": rows, **machine()}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(f"{json.dumps(results, indent=2)}\n", encoding="utf-8")
    return 0 if ratio <= BOUND and all(values["same_graph"] for values in rows.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
