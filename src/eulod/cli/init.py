"""eulod init."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.report_errors import reports_errors


@click.command("init", epilog=EXIT_CODES)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".", metavar="[DIR]")
@click.option("--base", metavar="IRI", help="Base IRI of the dataset; asked for at a terminal.")
@click.pass_context
@reports_errors
def command(ctx: click.Context, folder: Path, base: str | None) -> None:
    """Start a dataset of one's own: eulod.toml, a mapping and a small spreadsheet to replace.

    \b
    Example: eulod init my-projects --base https://data.my-town.eu/
    """
    from eulod.starting import PLACEHOLDER, start_dataset

    if base is None and sys.stdin.isatty():
        base = click.prompt("Base IRI: where your data will live, ending in /", default=PLACEHOLDER, err=True)
    for path in start_dataset(folder, base=base or PLACEHOLDER):
        click.echo(path)
    if base in (None, PLACEHOLDER):
        options.note(ctx, f"warning: the base IRI is the placeholder {PLACEHOLDER}; set your own in eulod.toml")
    options.note(ctx, f"next: put your spreadsheet in place of data/projects.csv, then run `eulod export` in {folder}")
