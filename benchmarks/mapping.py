"""Maps projects in the CORDIS form to N-Triples, with eulod and with other tools in the same run.

    python -m benchmarks.mapping [--projects N] [--runs N] [--larger N]

Prints a table, writes benchmarks/results/mapping.json and mapping.svg, and exits with 1 when an output differs as a
graph, when eulod uses more than its share of morph-kgc's processor seconds or time, more memory than it may, or when
its time for a triple, or its memory, grows with the number of projects.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
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
MEGABYTES = {"eulod": 1_000, "eulod --unordered": 768}
"""The most memory that it may hold."""
OF_SQL = 1.5
"""The most processor seconds of `--unordered`, measured against the SQL."""
GROWTH = 1.3
"""The most time for a triple, processor seconds for one, and memory with more projects, measured against the fewer."""


_FOR_EACH = ("cpu_seconds", "wall_seconds")

Row = dict[str, Any]
Ratios = Mapping[str, Mapping[str, float]]


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


def prepare(projects: int, folder: Path) -> None:
    """Write the data, unless they are there, and the mappings into a folder."""
    made = folder / "data" / str(projects)
    if not made.exists():
        shutil.rmtree(folder / "data", ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        script([str(BENCH / "mapping_data.py"), str(projects), "data"], folder)
        made.touch()
    for vocabulary in ("core", "legacy"):
        script([str(BENCH / "mapping_rml.py"), "data", f"{vocabulary}.ttl", vocabulary], folder)
    (folder / "morph-kgc.ini").write_text(
        MORPH_INI.format(form="N-TRIPLES", end="nt", mapping="legacy.ttl"), encoding="utf-8"
    )


def script(arguments: Sequence[str], folder: Path) -> None:
    """Run a script of the shared folder in `folder`."""
    subprocess.run([sys.executable, *arguments], cwd=folder, check=True)


def triples(tool: Tool) -> set[bytes]:
    """The graph that a tool wrote."""
    return set().union(*(fingerprints(SCRATCH / name) for name in tool.outputs))


def figures(measured: Measured) -> Row:
    """What a tool used."""
    return {
        "cpu_seconds": round(measured.cpu, 2),
        "wall_seconds": round(measured.wall, 2),
        "peak_megabytes": round(measured.peak / 1e6),
    }


def row(measured: Measured, graph: set[bytes], expected: set[bytes]) -> Row:
    """One tool's line of the results."""
    return {**figures(measured), "triples": len(graph), "same_graph": graph == expected}


def larger(projects: int, runs: int) -> dict[str, Row]:
    """What eulod alone uses for more projects, the least of so many runs; its lines are counted."""
    folder, rows = SCRATCH / "larger", {}
    prepare(projects, folder)
    for tool in TOOLS[: len(BOUNDS)]:
        measured = best([measure(tool.command, cwd=folder) for _ in range(runs)])
        output = folder / tool.outputs[0]
        rows[tool.name] = {**figures(measured), "triples": lines_of(output)}
        output.unlink()
    return rows


def growth_of(few: Mapping[str, Row], many: Mapping[str, Row]) -> dict[str, dict[str, float]]:
    """How much more eulod uses with more projects: for a triple, and of memory."""
    return {
        name: {
            **{figure: round(_each(row, figure) / _each(few[name], figure), 3) for figure in _FOR_EACH},
            "peak_megabytes": round(row["peak_megabytes"] / few[name]["peak_megabytes"], 3),
        }
        for name, row in many.items()
    }


def _each(row: Row, figure: str) -> float:
    return float(row[figure] / row["triples"])


def lines_of(path: Path) -> int:
    """The number of lines of a file."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def report(rows: Mapping[str, Row]) -> None:
    """Print a table of figures."""
    print(f"{'tool':<18}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'triples':>11}")
    for name, row in rows.items():
        same = "" if row.get("same_graph", True) else "  another graph"
        cpu, wall, peak = (row[figure] for figure in (*_FOR_EACH, "peak_megabytes"))
        print(f"{name:<18}{cpu!s:>8}{wall!s:>8}{peak!s:>9}{row['triples']!s:>11}{same}", flush=True)


def missed(rows: Mapping[str, Row], ratios: Ratios, growth: Ratios) -> Iterator[str]:
    """What is not as it should be, in words."""
    yield from (f"{name} wrote another graph" for name, row in rows.items() if not row["same_graph"])
    for name, bound in BOUNDS.items():
        yield from (f"{name}: {figure} {ratios[name][figure]}" for figure in _FOR_EACH if ratios[name][figure] > bound)
        if rows[name]["peak_megabytes"] > MEGABYTES[name]:
            yield f"{name}: {rows[name]['peak_megabytes']} MB, the bound is {MEGABYTES[name]}"
    if ratios["eulod --unordered"]["cpu_seconds_of_sql"] > OF_SQL:
        yield f"eulod --unordered: CPU seconds {ratios['eulod --unordered']['cpu_seconds_of_sql']} of the SQL's"
    for name, found in growth.items():
        yield from (f"{name}: {figure} grows by {by}" for figure, by in found.items() if by > GROWTH)


def ratios_of(rows: Mapping[str, Row]) -> dict[str, dict[str, float]]:
    """What eulod uses of what morph-kgc uses, and of the processor seconds of the SQL."""
    peer, bound = rows["morph-kgc"], rows["hand-written SQL"]
    return {
        name: {
            **{figure: round(rows[name][figure] / peer[figure], 3) for figure in _FOR_EACH},
            "cpu_seconds_of_sql": round(rows[name]["cpu_seconds"] / bound["cpu_seconds"], 3),
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
    parser.add_argument("--projects", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=2, help="the least figure of so many runs counts")
    parser.add_argument("--larger", type=int, default=0, help="map so many projects with eulod alone, too")
    return parser.parse_args()


def main() -> int:
    """Measure, compare, print and write; the exit code tells whether the bounds hold."""
    asked = options()
    prepare(asked.projects, SCRATCH)
    runs = [{tool.name: measure(tool.command, cwd=SCRATCH) for tool in TOOLS} for _ in range(asked.runs)]
    more = larger(asked.larger, asked.runs) if asked.larger else {}
    expected = triples(TOOLS[-1])  # a process that is started counts what this one holds then as its own
    rows = {tool.name: row(best([run[tool.name] for run in runs]), triples(tool), expected) for tool in TOOLS}
    report(rows)
    if more:
        print(f"{asked.larger:,} projects")
        report(more)
    ratios, growth = ratios_of(rows), growth_of(rows, more)
    results = {"projects": asked.projects, "runs": asked.runs, "ratios": ratios, "tools": rows}
    results |= {"larger": {"projects": asked.larger, "tools": more, "growth": growth}} if more else {}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "mapping.json").write_text(f"{json.dumps(results | machine(), indent=2)}\n", encoding="utf-8")
    (RESULTS / "mapping.svg").write_text(plot(rows), encoding="utf-8")
    for name, found in {**ratios, **{f"{name}, {asked.larger:,}": by for name, by in growth.items()}}.items():
        print(f"{name}: {', '.join(f'{figure} {share}' for figure, share in found.items())}")
    wrong = list(missed(rows, ratios, growth))
    print("\n".join(wrong) or "all bounds hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
