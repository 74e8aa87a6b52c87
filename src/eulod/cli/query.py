"""eulod query."""

from __future__ import annotations

from pathlib import Path

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.report_errors import reports_errors

_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "jsonld")
_RELEASES = "out"


@click.command("query", epilog=EXIT_CODES)
@click.argument("arguments", nargs=-1, metavar="[DATA…] QUERY")
@click.option(
    "--query-file", type=click.Path(path_type=Path), help="Read the query from this file; all arguments are data."
)
@options.from_format
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Default: table for rows and yes or no, ttl for graphs.",
)
@options.output
@click.pass_context
@reports_errors
def command(
    ctx: click.Context,
    arguments: tuple[str, ...],
    query_file: Path | None,
    from_format: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Ask a release, or any RDF files, in SPARQL 1.1.

    DATA are RDF files or release folders, '-' for stdin; without DATA it is the current release in out/. The usual
    prefixes need no declaration. Without ORDER BY, rows are sorted by their text. Nothing is fetched and nothing
    changed.

    \b
    Example: eulod query projects.ttl "SELECT ?p ?title { ?p a eulod:Project; dcterms:title ?title }" -f csv
    """
    from eulod.query.results import write_result
    from eulod.query.sparql import query
    from eulod.reports.target import opened

    data, text, name = _asked(arguments, query_file)
    answer = query(data, text, stated=from_format, name=name)
    with opened(output or options.stdout()) as stream:
        write_result(answer, stream, form=form)


def _asked(arguments: tuple[str, ...], query_file: Path | None) -> tuple[tuple[str, ...], str, str]:
    """The data, the query and its name for messages."""
    if query_file is None and not arguments:
        raise click.UsageError("Give a QUERY, or --query-file.")
    if query_file is None:
        data, text, name = arguments[:-1], arguments[-1], "query"
    else:
        data, text, name = arguments, _read(query_file), str(query_file)
    return data or (_RELEASES,), text, name


def _read(path: Path) -> str:
    from eulod.errors import Place, QuerySyntaxError

    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 at byte {error.start}"
        raise QuerySyntaxError(problem, help="save the query as UTF-8", place=Place(str(path))) from error
