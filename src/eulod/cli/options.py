"""Arguments and options that several commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from eulod.engines.start import Cluster

Option: TypeAlias = "Callable[[Callable[..., None]], Callable[..., None]]"

RDF_FORMATS = ("nt", "nq", "ttl", "trig", "jsonld", "rdf")
FAIL_ON = ("violation", "warning", "info", "none")


class Target(click.ParamType[Path | None]):
    """A file to write, or `-` for stdout, which becomes None."""

    name = "file"

    def __init__(self, *, folders: bool = False) -> None:
        """Let `folders` that are there be named too."""
        self.folders = folders

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path | None:
        """Check that the folder is there before any work is done."""
        path = Path(value)
        if str(value) == "-":
            return None
        if (path.is_dir() and not self.folders) or not path.absolute().parent.is_dir():
            self.fail(f"'{value}' is a folder, or its folder is missing.", param, ctx)
        return path


output = click.option("-o", "--output", type=Target(), help="Write to this file instead of stdout ('-').")
output_or_folder = click.option(
    "-o",
    "--output",
    type=Target(folders=True),
    help="Write to this file instead of stdout ('-'); Spark: a folder of parts.",
)
from_format = click.option(
    "--from-format", type=click.Choice(RDF_FORMATS), help="Format of the data; needed for stdin ('-')."
)
fail_on = click.option(
    "--fail-on", type=click.Choice(FAIL_ON), default="violation", show_default=True, help="Least severity that fails."
)

config = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=".",
    show_default="eulod.toml here",
    help="The dataset's eulod.toml, or its folder.",
)
engine = click.option(
    "--engine",
    type=click.Choice(("duckdb", "spark")),
    default="duckdb",
    show_default=True,
    help="What runs the mapping: DuckDB on this machine, or a Spark cluster.",
)
master = click.option(
    "--master", metavar="URL", help="Of Spark: spark://HOST:7077, yarn, k8s://URL, sc://HOST, local[2]."
)
spark_settings = click.option(
    "--spark-conf", multiple=True, metavar="KEY=VALUE", help="A property of Spark; may be given several times."
)
threads = click.option("--threads", type=click.IntRange(min=1), help="Default: as many as the machine has.")


def memory_limit(default: str) -> Option:
    """The option for what the engine may hold; `default` says what that is without it."""
    help = "Of the engine, such as 4GB; beyond it, it spills to disk."
    return click.option("--memory-limit", metavar="SIZE", show_default=default, help=help)


def cluster(
    engine: str,
    master: str | None,
    settings: tuple[str, ...],
    *,
    threads: int | None,
    memory_limit: str | None,
) -> Cluster | None:
    """The cluster that the options name, None for DuckDB. Raises UsageError for options of the other engine."""
    if engine == "duckdb":
        if master or settings:
            raise click.UsageError("--master and --spark-conf go with --engine spark.")
        return None
    if threads or memory_limit:
        raise click.UsageError("--threads and --memory-limit are DuckDB's; give Spark its own with --spark-conf.")
    if wrong := [text for text in settings if "=" not in text]:
        raise click.UsageError(f"--spark-conf takes KEY=VALUE, not '{wrong[0]}'.")
    from eulod.engines.start import Cluster

    return Cluster(master, dict(text.split("=", 1) for text in settings))


def stdout() -> IO[bytes]:
    """Standard output for bytes: UTF-8 and LF on every system."""
    return sys.stdout.buffer


def note(ctx: click.Context, text: str) -> None:
    """Say something on stderr, unless `--quiet` was given."""
    if not ctx.meta.get("eulod.quiet"):
        click.echo(text, err=True)


def working(ctx: click.Context, text: str) -> None:
    """Say what takes a while, to a person at a terminal only."""
    if sys.stderr.isatty():
        note(ctx, text)
