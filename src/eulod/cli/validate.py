"""eulod validate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from eulod.cli import EXIT_CODES, options
from eulod.cli.progress import progress
from eulod.cli.report_errors import reports_errors

if TYPE_CHECKING:
    from rdflib import Graph

    from eulod.validation.report import Report
    from eulod.validation.rules import Rule
    from eulod.validation.set_wise import Outcome

    Rules = Callable[[], tuple[Rule, ...]]

_OF_FILES = ("sarif", "github")
_WITHOUT_RULES = ("text", "ttl", "json")
FORMS = ("text", "ttl", "json", "sarif", "junit", "github", "html")


@click.command("validate", epilog=EXIT_CODES)
@click.argument("data", nargs=-1, metavar="[DATA]…")
@options.from_format
@options.config
@click.option("--source", "sources", multiple=True, help="Of the dataset, only this source; repeatable.")
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of shapes for DATA; repeat it for more. Default: the project's own.",
)
@click.option(
    "--profile",
    multiple=True,
    default=("core",),
    show_default=True,
    help="Of the project's shapes, for DATA; repeatable.",
)
@click.option("--language", "--lang", default="en", show_default=True, help="Language of the messages: en, hu or fr.")
@click.option("-f", "--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@options.output
@options.fail_on
@click.option("--exact", is_flag=True, help="Let pySHACL judge every focus node; the findings are the same.")
@click.option("--explain", is_flag=True, help="Tell which shapes ran where, and why.")
@click.option("--stats", is_flag=True, help="Count focus nodes and findings of each shape.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="A file of known findings; only those it does not list count."
)
@click.option(
    "--write-baseline", type=options.Target(), help="Write the findings to this file as the baseline of later runs."
)
@click.option(
    "--annotate",
    type=options.Target(),
    help="Write the dataset's XLSX workbook to this file, with the findings in its cells.",
)
@click.pass_context
@reports_errors
def command(
    ctx: click.Context,
    data: tuple[str, ...],
    from_format: str | None,
    config: Path,
    sources: tuple[str, ...],
    shapes: tuple[Path, ...],
    profile: tuple[str, ...],
    language: str,
    form: str,
    output: Path | None,
    fail_on: str,
    exact: bool,
    explain: bool,
    stats: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    annotate: Path | None,
) -> None:
    """Check a dataset's records, or RDF files, against shapes (SHACL).

    Without DATA the records of the dataset here (eulod.toml) are mapped and checked, and nothing is published; each
    finding names the file, line, record and column that it comes from. DATA are RDF files (nt, nq, ttl, trig, jsonld,
    rdf), '-' for stdin; they are checked together. Shapes in the data are data: only --shapes decides. Nothing is
    fetched.

    \b
    Example: eulod validate
    Example: eulod validate projects.ttl --shapes house-rules.ttl -f json -o report.json
    """
    from eulod.cli.known_findings import with_baseline
    from eulod.reports import About, write_report
    from eulod.reports.text import counts
    from eulod.validation.baseline import new_findings
    from eulod.validation.report import fails
    from eulod.validation.rules import rules_of

    rules: Rules
    if data:
        _refuse(ctx, "only for a dataset, not for DATA", "config", "sources", "annotate")
        outcome, against = _checked_files(ctx, data, from_format, shapes, profile, language, exact)
        report, rules = outcome.report, lambda: rules_of(against, language=language)
        _tell_steps(outcome, against, explain=explain, stats=stats)
    else:
        _refuse(ctx, "only for DATA; a dataset says it in its eulod.toml", "from_format", "shapes", "profile")
        _refuse(ctx, "only for DATA", "exact", "explain", "stats")
        report, rules = _checked_dataset(ctx, config, sources, language)
    report = with_baseline(ctx, report, baseline, write_baseline)
    if annotate is not None:
        _annotate(config, report, annotate, sources, language)
    report = _placed(report, data, config, form)
    about = About(() if form in _WITHOUT_RULES else rules(), fail_on)
    write_report(report, output or options.stdout(), form=form, about=about)
    report = new_findings(report)
    options.note(ctx, counts(report))
    ctx.exit(1 if fails(report, fail_on) else 0)


def _placed(report: Report, data: tuple[str, ...], config: Path, form: str) -> Report:
    """The report with places as they are told from here; services that show files want the only one of DATA named."""
    if not data:
        return report.below((config if config.is_dir() else config.parent).as_posix())
    return report.in_file(data[0]) if form in _OF_FILES and len(data) == 1 and data[0] != "-" else report


def _refuse(ctx: click.Context, problem: str, *names: str) -> None:
    """Refuse options that would have no effect. Raises UsageError."""
    given = [name for name in names if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        listed = " and ".join(f"--{name.removesuffix('s') if name == 'sources' else name}" for name in given)
        raise click.UsageError(f"{listed.replace('_', '-')}: {problem}.", ctx)


def _checked_files(
    ctx: click.Context,
    data: tuple[str, ...],
    from_format: str | None,
    shapes: tuple[Path, ...],
    profile: tuple[str, ...],
    language: str,
    exact: bool,
) -> tuple[Outcome, Graph]:
    against = _shapes(shapes, profile)
    options.working(ctx, "checking")
    return _checked(data, against, from_format, language, exact), against


def _tell_steps(outcome: Outcome, against: Graph, *, explain: bool, stats: bool) -> None:
    from eulod.reports.steps import explained, statistics

    for line in (*(explained(outcome) if explain else ()), *(statistics(outcome, against) if stats else ())):
        click.echo(line, err=True)


def _checked_dataset(ctx: click.Context, config: Path, sources: tuple[str, ...], language: str) -> tuple[Report, Rules]:
    from eulod.config import read_settings
    from eulod.pipeline import Options, check_records, dataset_rules

    settings = read_settings(config)
    with progress(ctx) as told:
        chosen = Options(progress=told, language=language)
        report = check_records(settings, sources=sources, options=chosen)
    return report, lambda: dataset_rules(settings, language)


def _annotate(config: Path, report: Report, target: Path, sources: tuple[str, ...], language: str) -> None:
    from eulod.annotating import annotate_source
    from eulod.config import read_settings
    from eulod.validation.baseline import new_findings

    annotate_source(read_settings(config), new_findings(report), target, sources=sources, language=language)


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
