"""eulod export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.progress import progress
from eulod.cli.report_errors import reports_errors

if TYPE_CHECKING:
    from eulod.pipeline import Outcome


@click.command("export", epilog=EXIT_CODES)
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@options.config
@click.option("--out", type=click.Path(path_type=Path), default="out", show_default=True, help="Folder for releases.")
@click.option(
    "--on-error",
    type=click.Choice(("stop", "skip")),
    default="stop",
    show_default=True,
    help="Records that cannot be mapped: publish nothing, or leave them out and list them in rejected.csv.",
)
@options.fail_on
@options.engine
@options.master
@options.spark_settings
@options.threads
@options.memory_limit("1500MB; if not enough, what there is")
@click.option("--gzip", is_flag=True, help="Compress the dumps.")
@click.pass_context
@reports_errors
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    config: Path,
    out: Path,
    on_error: str,
    fail_on: str,
    engine: str,
    master: str | None,
    spark_conf: tuple[str, ...],
    threads: int | None,
    memory_limit: str | None,
    gzip: bool,
) -> None:
    """Map, check and publish a dataset as a release in out/.

    Reads eulod.toml; all sources unless named. The release's folder is printed on stdout. When it is not published, the
    report and rejected.csv lie in out/failed and the last release stays as it was.

    \b
    Example: eulod export --on-error skip --fail-on warning
    """
    from eulod.config import read_settings
    from eulod.pipeline import Options, export

    cluster = options.cluster(engine, master, spark_conf, threads=threads, memory_limit=memory_limit)
    settings = read_settings(config)
    if settings.has_placeholder_base:
        options.note(
            ctx, f"warning: the base IRI {settings.base} is a placeholder; set base in {config / 'eulod.toml'}"
        )
    with progress(ctx) as told:
        chosen = Options(on_error, fail_on, gzip, threads, memory_limit, cluster, told)
        outcome = export(settings, out=out, sources=sources, options=chosen)
    _tell(ctx, outcome)


def _tell(ctx: click.Context, outcome: Outcome) -> None:
    from eulod.reports.text import counts

    if outcome.stopped:
        _tell_rejected(outcome)
        ctx.exit(2)
    options.note(ctx, counts(outcome.report))
    if outcome.release is None:
        options.note(ctx, f"not published; the report is in {outcome.failed}")
        ctx.exit(1)
    if outcome.rejected:
        are = "record is" if outcome.rejected == 1 else "records are"
        options.note(ctx, f"{outcome.rejected} {are} left out; see rejected.csv")
    click.echo(outcome.release.folder)


def _tell_rejected(outcome: Outcome) -> None:
    """Say which records cannot be mapped; told even with --quiet, because it is an error."""
    from eulod.sources.problem import listed

    for line in listed(outcome.problems):
        click.echo(line, err=True)
    records = "1 record" if outcome.rejected == 1 else f"{outcome.rejected} records"
    click.echo(f"{records} cannot be mapped; nothing is published. All are in {outcome.failed}", err=True)
    click.echo("  help: correct them or the mapping's line, or export with --on-error skip", err=True)
