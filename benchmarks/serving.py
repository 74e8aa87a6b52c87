"""Asks a release over HTTP: `eulod serve` and a bare `oxigraph serve-read-only` on the same data, in the same run.

    python -m benchmarks.serving [--projects N] [--seconds S] [--rounds N] [--without-pages]

Needs wrk (Debian: apt-get install wrk). Prints a table, writes benchmarks/results/serving.json, and exits with 1 when
anything that is repeated or kept reaches less than half of oxigraph's throughput, point queries that are new each time
less than two fifths, documents that are new less than three tenths, or starting takes five seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.asking import Figure, asked, best
from benchmarks.measure import memory_of
from benchmarks.servers import SCRATCH, Process, eulod, oxigraph, version
from benchmarks.serving_pages import DESCRIBE as DESCRIBED
from benchmarks.serving_pages import Pages, ask_pages
from tests.shared import ROOT

RESULTS = ROOT / "benchmarks" / "results" / "serving.json"
BASE = "https://data.example.org/"
PARTNERS = 12
REPEATED = 2000
PORTS = {"oxigraph": 7878, "eulod": 7879}
LEAST = {  # by how a figure's name ends
    "repeated": 0.5,
    "page, kept": 0.5,
    "page, kept, without gzip": 0.5,
    "point query, each once": 0.4,
    "document, each once": 0.3,
}
FAR = 100  # more than the turns that one run takes
START = 5.0
POINT = "SELECT ?pTURN ?oTURN WHERE { <IRI> ?pTURN ?oTURN }"
DISTINCT = "SELECT DISTINCT ?pTURN ?oTURN WHERE { <IRI> ?pTURN ?oTURN }"  # which is not answered at once
DESCRIBE = "DESCRIBE <IRI>"

# Each thread of wrk counts on from where it began; `most` 0 asks for each entity once, in turn. No run asks what
# another one asked: TURN counts the rounds, and counts on where a run comes to the end of the entities.
SCRIPT = """
local n, turn, most, all, path, accept = 0, %d, %d, %d, %s, %s
request = function()
  n = n + 1
  local number = most > 0 and math.random(0, most - 1) or (n * 7919) %% all
  local asked = path:gsub("NUMBER", tostring(number)):gsub("TURN", tostring(turn + math.floor(n / all)))
  return wrk.format("GET", asked, {["Accept"] = accept})
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of whom: a path with NUMBER for an entity's, how many entities again and again (0: each once).

    TURN makes it another request in each round.
    """

    name: str
    server: str
    path: str
    accept: str
    repeated: int = 0


def main() -> None:
    """Make the data, start the servers, ask them in turn, and say what came."""
    options = _options()
    SCRATCH.mkdir(exist_ok=True)
    dump = _data(options.projects)
    how = {"seconds": options.seconds, "connections": options.connections}
    pages = None if options.without_pages else ask_pages(rounds=options.rounds, **how)
    with ExitStack() as stack:
        store = SCRATCH / f"{dump.name}.oxigraph"
        processes = {"oxigraph": stack.enter_context(oxigraph(dump / "data.nt", store, PORTS["oxigraph"]))}
        starts = _starts(dump, stack, processes)
        runs = [[_asked(load, options, turn * FAR) for load in _loads()] for turn in range(options.rounds)]
        figures = [best(list(found)) for found in zip(*runs, strict=True)]
        memory = {name: memory_of(process.pid) >> 20 for name, process in processes.items()}
    _report(figures, starts, memory, options, pages)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=62_500, help="16 triples each")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--without-pages", action="store_true", help="leave out the release in out/")
    return parser.parse_args()


def _data(projects: int) -> Path:
    """A folder with a dump of projects that name their programme and twelve partners."""
    folder = SCRATCH / f"serving-{projects}"
    folder.mkdir(exist_ok=True)
    dump = folder / "data.nt"
    if not dump.exists():
        with dump.open("w", encoding="utf-8") as file:
            for number in range(projects):
                file.writelines(_statements(number))
    return folder


def _statements(number: int) -> Iterator[str]:
    subject, vocabulary = f"<{BASE}id/project/{number}>", "https://w3id.org/eulod/ns#"
    yield f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{vocabulary}Project> .\n"
    yield f'{subject} <http://purl.org/dc/terms/title> "Project number {number} of the list"@en .\n'
    yield f'{subject} <{vocabulary}acronym> "ACR{number}" .\n'
    yield f"{subject} <{vocabulary}programme> <{BASE}id/programme/{number % 40}> .\n"
    for partner in range(PARTNERS):
        organisation = (number * 31 + partner * 7919) % 40_000
        yield f"{subject} <{vocabulary}partner{partner}> <{BASE}id/organisation/{organisation}> .\n"


def _starts(folder: Path, stack: ExitStack, processes: dict[str, Process]) -> dict[str, float]:
    """Seconds from the command to the first answer: with the store to build, and with it built."""
    release = SCRATCH / "releases" / folder.name
    shutil.rmtree(SCRATCH / "releases", ignore_errors=True)
    shutil.rmtree(SCRATCH / ".built", ignore_errors=True)
    release.mkdir(parents=True)
    os.link(folder / "data.nt", release / "data.nt")
    start = time.perf_counter()
    with eulod(release, PORTS["eulod"], "--base", BASE):
        building = time.perf_counter() - start
    start = time.perf_counter()
    processes["eulod"] = stack.enter_context(eulod(release, PORTS["eulod"], "--base", BASE))
    return {"store to build": building, "store built": time.perf_counter() - start}


def _loads() -> tuple[Load, ...]:
    json_rows, turtle = "application/sparql-results+json", "text/turtle"
    queries = (POINT, DISTINCT, DESCRIBE)
    point, distinct, describe = (quote(query.replace("IRI", f"{BASE}id/project/NUMBER")) for query in queries)
    document = "/doc/project/NUMBER.ttl?n=TURN"  # what stands after the question mark is not looked at
    return (
        Load("oxigraph: point query", "oxigraph", f"/query?query={point}", json_rows),
        Load("eulod: point query, each once", "eulod", f"/sparql?query={point}", json_rows),
        Load("eulod: point query, repeated", "eulod", f"/sparql?query={point}", json_rows, REPEATED),
        Load("eulod: query of a worker, each once", "eulod", f"/sparql?query={distinct}", json_rows),
        Load("oxigraph: DESCRIBE", "oxigraph", f"/query?query={describe}", turtle),
        Load("eulod: document, each once", "eulod", document, turtle),
        Load("eulod: document, repeated", "eulod", document, turtle, REPEATED),
    )


def _asked(load: Load, options: argparse.Namespace, turn: int) -> Figure:
    accept, path = json.dumps(load.accept), json.dumps(load.path)
    script = SCRIPT % (0 if load.repeated else turn, load.repeated, options.projects, path, accept)
    how = {"seconds": options.seconds, "connections": options.connections}
    before = 3 if load.repeated else 0  # who asks again has asked before
    return asked(load.name, script, PORTS[load.server], scratch=SCRATCH, before=before, **how)


def _report(
    figures: list[Figure],
    starts: dict[str, float],
    memory: dict[str, int],
    options: argparse.Namespace,
    pages: Pages | None,
) -> None:
    figures = [*figures, *(pages.figures if pages else ())]
    print(f"{'':36}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'failed':>8}")
    for figure in figures:
        print(
            f"{figure.name:36}{figure.per_second:10,.0f}{figure.p50:9.2f}{figure.p95:9.2f}{figure.p99:9.2f}"
            f"{figure.failed:8}"
        )
    ratios = _ratios({figure.name: figure for figure in figures})
    content = {
        "machine": {"system": platform.system(), "processor": platform.machine(), "processors": os.cpu_count()},
        "versions": {"python": platform.python_version(), "oxigraph": version()},
        "triples": options.projects * (PARTNERS + 4),
        "connections": options.connections,
        "figures": [asdict(figure) for figure in figures],
        "ratios": ratios,
        "seconds to the first answer": {name: round(value, 2) for name, value in starts.items()},
        "MiB": memory | (pages.memory if pages else {}),
        "pages": _told(pages),
    }
    for name in ("seconds to the first answer", "MiB", "pages"):
        print(f"{name}: {json.dumps(content[name])}")
    RESULTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    held = [ratio >= least for name, ratio in ratios.items() for end, least in LEAST.items() if name.endswith(end)]
    failed = any(figure.failed for figure in figures)
    raise SystemExit(0 if all(held) and starts["store built"] < START and not failed else 1)


def _told(pages: Pages | None) -> dict[str, float]:
    if pages is None:
        return {}
    return {
        "pages in three languages": pages.count,
        "seconds to write all ahead": round(pages.ahead, 1),
        "bytes on disk": pages.on_disk,
        "bytes sent": pages.packed,
    }


def _ratios(found: dict[str, Figure]) -> dict[str, float]:
    """Throughput as a share of oxigraph's for the same: a point query, or DESCRIBE for documents and pages."""
    ratios = {}
    for name, figure in found.items():
        if name.startswith("eulod"):
            peer = DESCRIBED if "page" in name else "oxigraph: point query" if "query" in name else "oxigraph: DESCRIBE"
            ratios[name] = round(figure.per_second / found[peer].per_second, 2)
    print("of oxigraph's: " + ", ".join(f"{name} {ratio}" for name, ratio in ratios.items()))
    return ratios


if __name__ == "__main__":
    main()
