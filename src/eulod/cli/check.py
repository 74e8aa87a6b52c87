"""eulod check."""

from __future__ import annotations

from pathlib import Path

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.report_errors import reports_errors


@click.command("check", epilog=EXIT_CODES)
@options.config
@click.pass_context
@reports_errors
def command(ctx: click.Context, config: Path) -> None:
    """Check a dataset's settings, mappings and shapes without reading its data.

    Finds unknown columns, functions, parameters, lookup tables, prefixes and terms of the ontology, each with its line.
    Only the header lines of CSV files are looked at.

    \b
    Example: eulod check --config my-projects
    """
    from eulod.checking import check
    from eulod.config import read_settings

    problems = list(check(read_settings(config)))
    for problem in problems:
        click.echo(str(problem))
    options.note(ctx, f"{len(problems)} problems" if len(problems) != 1 else "1 problem")
    ctx.exit(1 if problems else 0)
