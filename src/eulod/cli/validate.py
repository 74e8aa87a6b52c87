"""eulod validate."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.report_errors import reports_errors

if TYPE_CHECKING:
    from rdflib import Graph

    from eulod.validation.set_wise import Outcome


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
@click.option("-f", "--format", "form", type=click.Choice(("text", "ttl", "json")), default="text", show_default=True)
@options.output
@options.fail_on
@click.option("--exact", is_flag=True, help="Let pySHACL judge every focus node; the findings are the same.")
@click.option("--explain", is_flag=True, help="Tell which shapes ran where, and why.")
@click.option("--stats", is_flag=True, help="Count focus nodes and findings of each shape.")
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
    exact: bool,
    explain: bool,
    stats: bool,
) -> None:
    """Check a data graph against a shapes graph (SHACL).

    DATA are RDF files (nt, nq, ttl, trig, jsonld, rdf), '-' for stdin; they are checked together. Shapes in the data
    are data: only --shapes decides. Nothing is fetched.

    \b
    Example: eulod validate projects.ttl --shapes house-rules.ttl -f json -o report.json
    """
    from eulod.reports import write_report
    from eulod.reports.steps import explained, statistics
    from eulod.reports.text import counts
    from eulod.validation.report import fails

    against = _shapes(shapes, profile)
    options.working(ctx, "checking")
    outcome = _checked(data, against, from_format, language, exact)
    report = outcome.report
    write_report(report, output or options.stdout(), form=form)
    for line in (*(explained(outcome) if explain else ()), *(statistics(outcome, against) if stats else ())):
        click.echo(line, err=True)
    options.note(ctx, counts(report))
    ctx.exit(1 if fails(report, fail_on) else 0)


def _checked(data: tuple[str, ...], shapes: Graph, from_format: str | None, language: str, exact: bool) -> Outcome:
    from eulod.engines.duckdb import DuckDBEngine
    from eulod.validation.data_table import read_table
    from eulod.validation.set_wise import validate_table

    with TemporaryDirectory(prefix="eulod-validate-") as folder:
        scratch = Path(folder)
        engine = DuckDBEngine(temporary=scratch)
        try:
            table = read_table(data, engine=engine, scratch=scratch, ontology=_ontology(), stated=from_format)
            return validate_table(engine, table, shapes, language=language, exact=exact)
        finally:
            engine.close()


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
