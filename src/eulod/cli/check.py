"""eulod check."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.report_errors import reports_errors


@click.command("check", epilog=EXIT_CODES)
@options.config
@click.pass_context
@reports_errors
def command(ctx: click.Context, config: Path) -> None:
    """Check a dataset's settings, mappings and shapes before its data are mapped.

    Finds unknown columns, functions, parameters, lookup tables, prefixes and terms of the ontology, and templates that
    make no IRI, each with its line. Of the input only the header lines of CSV files are looked at.

    Each mapping is tried on a sample: the folder `sample` beside it, else the input if it has at most 1 MB. That finds
    paths that find nothing, and values that do not fit their datatype or function. What nothing reads is told in notes,
    which do not make the check fail.

    \b
    Example: eulod check --config my-projects
    """
    from eulod.checking import check
    from eulod.config import read_settings

    settings = read_settings(config)
    with _uncollected():
        found = list(check(settings))
    for problem in found:
        click.echo(f"note: {problem}" if problem.is_note else str(problem))
    notes = sum(problem.is_note for problem in found)
    problems = len(found) - notes
    options.note(ctx, _counted(problems, "problem") + (f", {_counted(notes, 'note')}" if notes else ""))
    ctx.exit(1 if problems else 0)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave garbage alone meanwhile: a check makes many objects, and looking for it takes a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
