"""Checks synthetic project data against fifty shapes, with eulod and with other validators in the same run.

    python -m benchmarks.validation [--triples N] [--runs N] [--rate R] [--without NAME …]

Prints a table, writes benchmarks/results/validation.json (validation-N.json for other data), and exits with 1 when
eulod finds other results than pySHACL, or uses more than a thirtieth of pySHACL's processor seconds, half of
pyshifty's, or more memory than the bound.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks.measure import Measured, best, measure
from tests.shared import ROOT, shared_folder

BENCH = shared_folder() / "bench"
SHAPES = BENCH / "shacl_shapes.ttl"
SCRATCH = ROOT / "benchmarks" / "scratch"
RESULTS = ROOT / "benchmarks" / "results"
PEERS = ROOT / "benchmarks" / ".venv" / "bin" / "python"
RATIOS = {"pySHACL": 1 / 30, "pyshifty": 1 / 2, "eulod --exact": 1.2}
LARGE = 1_000_000  # the bounds hold from so many triples on; starting takes its time
MEGABYTES = {1_000_000: 1_000, 5_000_000: 2_500}

PYSHACL = """
import sys, pyshacl, rdflib
data, shapes = (rdflib.Graph().parse(path) for path in sys.argv[1:3])
_, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
open(sys.argv[3], "w").write(str(len(list(results.objects(None, rdflib.SH.result)))))
"""
PYSHIFTY = """
import pathlib, sys, shifty, rdflib
_, results, _ = shifty.validate(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), infer=False, sort_results=False)
open(sys.argv[3], "w").write(str(len(list(results.objects(None, rdflib.SH.result)))))
"""
EULOD = ("-m", "eulod", "validate", "data.nt", "--shapes", str(SHAPES), "-f", "json", "--fail-on", "none")


@dataclass(frozen=True, slots=True)
class Tool:
    """A validator, the command that runs it, and the file that it writes: a report, or the number of its results."""

    name: str
    command: tuple[str, ...]
    output: str


TOOLS = (
    Tool("eulod", (sys.executable, *EULOD, "-o", "eulod.json"), "eulod.json"),
    Tool("eulod --exact", (sys.executable, *EULOD, "--exact", "-o", "exact.json"), "exact.json"),
    Tool("pySHACL", (sys.executable, "-c", PYSHACL, "data.nt", str(SHAPES), "pyshacl.txt"), "pyshacl.txt"),
    Tool("pyshifty", (str(PEERS), "-c", PYSHIFTY, "data.nt", str(SHAPES), "pyshifty.txt"), "pyshifty.txt"),
)


def prepare(triples: int, rate: float) -> None:
    """Write the data into the scratch folder."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    program = [sys.executable, str(BENCH / "shacl_data.py"), str(triples), "data.nt", "--rate", str(rate)]
    subprocess.run(program, cwd=SCRATCH, check=True)


def results(tool: Tool) -> int:
    """How many results a tool found."""
    text = (SCRATCH / tool.output).read_text(encoding="utf-8")
    return len(json.loads(text)["findings"]) if tool.output.endswith(".json") else int(text)


def row(tool: Tool, measured: Measured) -> dict[str, object]:
    """One tool's line of the results."""
    return {
        "cpu_seconds": round(measured.cpu, 2),
        "wall_seconds": round(measured.wall, 2),
        "peak_megabytes": round(measured.peak / 1e6),
        "results": results(tool),
    }


def problems(rows: Mapping[str, Mapping[str, object]], measured: Mapping[str, Measured], triples: int) -> list[str]:
    """What of the bounds does not hold."""
    ours, found = measured["eulod"], []
    for name, ratio in RATIOS.items():
        binds = triples >= LARGE or ratio > 1
        if binds and name in measured and ours.cpu > measured[name].cpu * ratio:
            found.append(
                f"eulod uses {ours.cpu / measured[name].cpu:.3f} of the CPU seconds of {name}; {ratio:.3f} is the bound"
            )
    if triples in MEGABYTES and ours.peak / 1e6 > MEGABYTES[triples]:
        found.append(f"eulod holds {ours.peak / 1e6:.0f} MB; {MEGABYTES[triples]} is the bound")
    for name in ("eulod --exact", "pySHACL"):
        if name in rows and rows[name]["results"] != rows["eulod"]["results"]:
            found.append(f"eulod finds {rows['eulod']['results']} results, {name} {rows[name]['results']}")
    if "eulod --exact" in rows and (SCRATCH / "eulod.json").read_bytes() != (SCRATCH / "exact.json").read_bytes():
        found.append("the reports of eulod and of eulod --exact differ")
    return found


def options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="measure validation against other tools")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rate", type=float, default=0.01, help="the share of nodes with a defect")
    parser.add_argument("--runs", type=int, default=1, help="the least figure of so many runs counts")
    parser.add_argument("--without", nargs="*", default=[], help="tools to leave out; pySHACL takes minutes")
    return parser.parse_args()


def main() -> int:
    """Measure, compare, print and write; the exit code tells whether the bounds hold."""
    asked = options()
    prepare(asked.triples, asked.rate)
    tools = [tool for tool in TOOLS if tool.name not in asked.without]
    measured = {tool.name: best([measure(tool.command, cwd=SCRATCH) for _ in range(asked.runs)]) for tool in tools}
    rows = {tool.name: row(tool, measured[tool.name]) for tool in tools}
    print(f"{'tool':<15}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}{'results':>9}")
    for name, values in rows.items():
        cpu, wall, peak, count = values.values()
        print(f"{name:<15}{cpu!s:>9}{wall!s:>9}{peak!s:>9}{count!s:>9}")
    found = problems(rows, measured, asked.triples)
    print("\n".join(found) or "every bound holds")
    machine = {"system": platform.system(), "python": platform.python_version(), "pyshacl": version("pyshacl")}
    told = {"triples": asked.triples, "rate": asked.rate, "runs": asked.runs, "tools": rows, **machine}
    name = "validation.json" if (asked.triples, asked.rate) == (LARGE, 0.01) else f"validation-{asked.triples}.json"
    (RESULTS / name).write_text(f"{json.dumps(told, indent=2)}\n", encoding="utf-8")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
