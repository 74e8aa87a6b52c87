"""eulod validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.report_errors import reports_errors

if TYPE_CHECKING:
    from rdflib import Graph

FORMS = ("text", "ttl", "json", "sarif", "junit", "github", "html")


@click.command("validate", epilog=EXIT_CODES)
@click.argument("data", nargs=-1, required=True, metavar="DATA…")
@options.from_format
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of shapes; repeat it for more. Default: the project's own.",
)
@click.option(
    "--profile", multiple=True, default=("core",), show_default=True, help="Of the project's shapes; repeatable."
)
@click.option("--language", default="en", show_default=True, help="Language of the messages.")
@click.option("-f", "--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@options.output
@options.fail_on
@click.pass_context
@reports_errors
def command(
    ctx: click.Context,
    data: tuple[str, ...],
    from_format: str | None,
    shapes: tuple[Path, ...],
    profile: tuple[str, ...],
    language: str,
    form: str,
    output: Path | None,
    fail_on: str,
) -> None:
    """Check a data graph against a shapes graph (SHACL).

    DATA are RDF files (nt, nq, ttl, trig, jsonld, rdf), '-' for stdin; they are checked together. Shapes in the data
    are data: only --shapes decides. Nothing is fetched.

    \b
    Example: eulod validate projects.ttl --shapes house-rules.ttl -f json -o report.json
    """
    from eulod.reports import About, write_report
    from eulod.reports.text import counts
    from eulod.validation.data_graph import read_data
    from eulod.validation.report import fails
    from eulod.validation.rules import rules_of
    from eulod.validation.validate import validate

    checked, against = read_data(data, stated=from_format), _shapes(shapes, profile)
    options.working(ctx, f"checking {len(checked)} statements")
    report = validate(checked, against, ontology=_ontology(), language=language)
    about = About(rules_of(against, language=language), fail_on)
    write_report(report, output or options.stdout(), form=form, about=about)
    options.note(ctx, counts(report))
    ctx.exit(1 if fails(report, fail_on) else 0)


def _shapes(paths: tuple[Path, ...], profiles: tuple[str, ...]) -> Graph:
    """The shapes of the files, checked, or those of the project's profiles, which its tests check."""
    from eulod.shipped import shipped
    from eulod.validation.profiles import read_profiles
    from eulod.validation.shapes_graph import check_shapes, read_shapes

    if not paths:
        return read_profiles(profiles, folder=shipped("shapes"))
    shapes = read_shapes(paths)
    check_shapes(shapes)
    return shapes


def _ontology() -> Graph:
    from eulod.shipped import shipped
    from eulod.validation.data_graph import read_data

    return read_data([shipped("ontology") / "eulod.ttl", shipped("ontology") / "codes.ttl"])
