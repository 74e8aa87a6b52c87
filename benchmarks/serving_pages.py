"""Asks for all pages of the entities of the release in out/, in another order each time.

For the first time   nothing is kept, each page is asked for once and written
kept                 `eulod serve --prepare` wrote all of them; a server just started is asked, and no request has the
                     bytes of another (User-Agent differs), so that no memory of a process helps and all come from disk
repeated             the same bytes of a request again and again, as wrk sends them of itself
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.asking import Figure, asked, best
from benchmarks.measure import memory_of
from benchmarks.servers import SCRATCH, Process, eulod, oxigraph
from eulod.browsing.dataset import open_dataset
from eulod.browsing.index import built_folder
from eulod.config import read_settings
from eulod.pages.links import LANGUAGES, ServerLinks
from eulod.serving.kept_pages import KEPT, remove
from eulod.site.entities import paged_iris
from tests.shared import ROOT

OUT = ROOT / "out"
PEER, PORT = 7881, 7880
DESCRIBE = "oxigraph: DESCRIBE of the release"
_BROWSER = "gzip, deflate, br, zstd"

_SCRIPT = """
local paths, n, headers, varied = {}, 0, {["Accept"] = %s, ["Accept-Encoding"] = %s}, %s
for line in io.lines(%s) do paths[#paths + 1] = line end
request = function()
  n = n + 1
  if varied then headers["User-Agent"] = "reader " .. n end
  return wrk.format("GET", paths[(n - 1) %% #paths + 1], headers)
end
"""


@dataclass(frozen=True, slots=True)
class Pages:
    """What came: the figures, seconds to write all pages ahead, bytes on disk and sent of one, MiB of the servers."""

    figures: tuple[Figure, ...]
    count: int
    ahead: float
    on_disk: float
    packed: float
    memory: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Asking:
    """How each load is asked."""

    seconds: int
    connections: int
    kept: Path

    def figure(
        self, name: str, port: int, paths: Sequence[str], accept: str, encoding: str, *, seconds: int = 0, **how: int
    ) -> Figure:
        listed = SCRATCH / "paths.txt"
        listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
        varied = "false" if how else "true"
        script = _SCRIPT % (json.dumps(accept), json.dumps(encoding), varied, json.dumps(str(listed)))
        seconds = seconds or self.seconds
        return asked(name, script, port, connections=self.connections, seconds=seconds, scratch=SCRATCH, **how)


def ask_pages(*, seconds: int, rounds: int, connections: int) -> Pages:
    """Ask for the pages in all ways, and a bare oxigraph to describe the same entities."""
    release = (OUT / "current").resolve()
    asking = _Asking(seconds, connections, OUT / ".built" / release.name / KEPT)
    store = SCRATCH / f"release-{release.name}.oxigraph"
    shutil.rmtree(store, ignore_errors=True)
    with ExitStack() as stack:
        peer = stack.enter_context(oxigraph(release / "data.nt", store, PEER))
        entities = _entities(release)
        runs = [_round(asking, entities, number) for number in range(rounds)]
        described = memory_of(peer.pid) >> 20
    figures = tuple(best([run.figures[at] for run in runs]) for at in range(len(runs[0].figures)))
    last = runs[-1]
    memory = {"oxigraph, the release": described, **last.memory}
    return Pages(figures, last.count, min(run.ahead for run in runs), last.on_disk, last.packed, memory)


def _entities(release: Path) -> list[tuple[str, str]]:
    """The address of each page and the IRI that it is about: every IRI that has a page, in every language."""
    browsing = open_dataset(release, built_folder(release), settings=read_settings(ROOT))
    links = [ServerLinks(browsing.base, language) for language in LANGUAGES]
    return [(link.entity(iri), iri) for iri in paged_iris(browsing) for link in links]


@contextmanager
def _started() -> Iterator[Process]:
    """A server all of whose web processes are there; the first that is would have all connections of wrk else."""
    with eulod(OUT, PORT) as process:
        time.sleep(1)
        yield process


def _round(asking: _Asking, listed: Sequence[tuple[str, str]], number: int) -> Pages:
    """All loads once, the pages in an order of this round."""
    order = random.Random(number).sample(listed, len(listed))
    paths = [address for address, _ in order]
    queries = [f"/query?query={quote(f'DESCRIBE <{iri}>')}" for _, iri in order]
    describe = asking.figure(DESCRIBE, PEER, queries, "text/turtle", "identity")
    remove(asking.kept)
    with _started():
        first = asking.figure("eulod: page, for the first time", PORT, paths, "text/html", _BROWSER, seconds=1)
    if first.answers > len(paths):
        raise SystemExit(f"{first.answers} answers in a second are more than the {len(paths)} pages that are new")
    remove(asking.kept)
    ahead = _prepared()
    kept = []
    for name, encoding in (("page, kept", _BROWSER), ("page, kept, without gzip", "identity")):
        with _started():
            kept.append(asking.figure(f"eulod: {name}", PORT, paths, "text/html", encoding))
    with _started() as server:
        kept.append(asking.figure("eulod: page, repeated", PORT, paths, "text/html", _BROWSER, before=3))
        memory = {"pages": memory_of(server.pid) >> 20}
    return Pages((describe, first, *kept), len(paths), ahead, *_sizes(asking.kept), memory)


def _prepared() -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "eulod", "--quiet", "serve", str(OUT), "--prepare"]
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def _sizes(kept: Path) -> tuple[float, float]:
    """Bytes of the file and of the packed text for each page."""
    with closing(sqlite3.connect(kept)) as connection:
        ((count, packed),) = connection.execute("SELECT count(*), sum(length(packed)) FROM page")
    return round(kept.stat().st_size / count), round(packed / count)
