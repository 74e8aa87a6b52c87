"""eulod serve."""

from __future__ import annotations

import os
import re
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.progress import progress
from eulod.cli.report_errors import reports_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from eulod.query.built_store import BuiltStore
    from eulod.serving.settings import Serving

_RELEASES = "out"
_SIZE = re.compile(r"(\d+)\s*(MB|GB|MiB|GiB)", re.IGNORECASE)
_MOST_WORKERS = 4


class Size(click.ParamType[int]):
    """An amount of memory such as 512MB or 1GB, in bytes."""

    name = "size"

    def __init__(self, *, none: bool = False) -> None:
        """Let it be 0, if `none`."""
        self.none = none

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number and its unit."""
        if isinstance(value, int):
            return value
        if self.none and value.strip() == "0":
            return 0
        found = _SIZE.fullmatch(value.strip())
        if not found or int(found[1]) == 0:
            self.fail(f"'{value}' is no size such as 512MB or 1GB.", param, ctx)
        return int(found[1]) << (20 if found[2][0] in "mM" else 30)


class RootPath(click.ParamType[str]):
    """A path without its last slash."""

    name = "path"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take plain paths only."""
        path = "/" + value.strip("/") if value.strip("/") else ""
        if not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)*", path):
            self.fail(f"'{value}' is no plain path such as /data.", param, ctx)
        return path


@click.command("serve", epilog=EXIT_CODES)
@click.argument("data", nargs=-1, metavar="[RELEASE]", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 serves others too.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    show_default="one per processor, up to 4",
    help="Web processes; on Windows one.",
)
@click.option(
    "--timeout", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True, help="Seconds that a query may run."
)
@click.option("--memory", type=Size(), default="1GB", show_default=True, help="Memory that one query may use (Linux).")
@click.option(
    "--max-results",
    type=click.IntRange(min=1),
    default=250_000,
    show_default=True,
    help="Rows or triples that an answer may have.",
)
@click.option("--root-path", type=RootPath(), default="", help="Path that a proxy puts before all, such as /data.")
@click.option("--url", default="", metavar="URL", help="Public address of the host, such as https://data.my-town.eu.")
@click.option("--base", metavar="IRI", help="Base IRI of the entities, where the data are files and not a release.")
@click.option(
    "--trust-forwarded", is_flag=True, help="Believe X-Forwarded-Proto and X-Forwarded-Host, which a proxy must set."
)
@click.option(
    "--keep-pages",
    type=Size(none=True),
    default="2GB",
    show_default=True,
    help="Room on disk for pages of entities that were written once; 0 for none.",
)
@click.option(
    "--prepare", is_flag=True, help="Build all that serving needs, write every page of an entity ahead, and end."
)
@options.config
@click.pass_context
@reports_errors
def command(
    ctx: click.Context,
    data: tuple[Path, ...],
    host: str,
    port: int,
    workers: int | None,
    timeout: float,
    memory: int,
    max_results: int,
    root_path: str,
    url: str,
    base: str | None,
    trust_forwarded: bool,
    keep_pages: int,
    prepare: bool,
    config: Path,
) -> None:
    """Serve a release: its SPARQL endpoint, its linked data and its pages.

    RELEASE is a release folder or a folder of releases; without it, it is the current release in out/. RDF files may be
    served in place of a release, without pages. With the dataset's eulod.toml at
    hand, every fact names its record. Nothing can be changed through the server, and it fetches nothing.

    \b
    Example: eulod serve --port 8000
    """
    from eulod.query.built_store import built_store
    from eulod.query.limits import Limits
    from eulod.serving.listening import bound_socket
    from eulod.serving.server import serve
    from eulod.serving.settings import Serving

    with ExitStack() as stack:
        listening = None if prepare else stack.enter_context(bound_socket(host, port))
        with progress(ctx) as say:
            built = stack.enter_context(built_store(data or (Path(_RELEASES),), base=base, say=say))
            index = _index(built, config, say)
        serving = Serving(
            built,
            index,
            Limits(seconds=timeout, memory=memory, rows=max_results),
            root_path,
            _host(url),
            forwarded=trust_forwarded,
            kept=_kept(built, index, keep_pages),
            most_kept=keep_pages,
        )
        if listening is None:
            _prepare(ctx, serving, workers)
            return
        shown = f"[{host}]" if ":" in host else host
        options.note(ctx, f"http://{shown}:{listening.getsockname()[1]}{root_path}/ (Ctrl-C ends)")
        serve(serving, listening, workers=_workers(workers))


def _workers(asked: int | None) -> int:
    """On Windows the event loop that can start processes cannot share a port."""
    if sys.platform == "win32":
        if (asked or 1) > 1:
            raise click.UsageError("--workers is 1 on Windows.")
        return 1
    return asked or min(os.cpu_count() or 1, _MOST_WORKERS)


def _host(url: str) -> str:
    """Scheme and authority of the public address."""
    if url and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]_-]+/?", url):
        raise click.UsageError(f"--url takes an address such as https://data.my-town.eu, not '{url}'.")
    return url.rstrip("/")


def _kept(built: BuiltStore, index: Path | None, most: int) -> Path | None:
    """Where pages are kept: beside the index, unless that is not wanted or the file cannot be used."""
    from eulod.serving.kept_pages import KEPT, usable

    if built.built is None or index is None or most == 0:
        return None
    path = built.built / KEPT
    return path if usable(path) else None


def _prepare(ctx: click.Context, serving: Serving, processes: int | None) -> None:
    """Write the pages that are not there yet."""
    from eulod.serving.pages_ahead import write_ahead

    if serving.most_kept == 0:
        raise click.UsageError("--prepare needs a place for pages, and --keep-pages is 0.")
    with progress(ctx) as say:
        written = write_ahead(serving, processes, say)
    options.note(ctx, f"{written.pages:,} pages written, {written.there:,} were there: {written.size >> 20:,} MiB")


def _index(built: BuiltStore, config: Path, say: Callable[[str], None]) -> Path | None:
    """Index a release for its pages; with the settings of its dataset, statements know their records."""
    from eulod.browsing.index_file import INDEX, fits
    from eulod.publication.manifest import MANIFEST

    if built.release is None or built.built is None or not (built.release / MANIFEST).exists():
        return None
    there = config.is_file() or (config / "eulod.toml").is_file()
    if fits(index := built.built / INDEX, built.release, lineage=there):
        return index
    from eulod.browsing.index import build_index  # seconds to import
    from eulod.config import read_settings

    return build_index(built.release, built.built, settings=read_settings(config) if there else None, progress=say)
