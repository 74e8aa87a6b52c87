"""eulod map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.progress import progress
from eulod.cli.report_errors import reports_errors

if TYPE_CHECKING:
    from eulod.sources.problem import Problem

_FORMATS = ("nt", "nq", "ttl", "trig", "jsonld")


@click.command("map", epilog=EXIT_CODES)
@click.argument("mapping", type=click.Path(path_type=Path))
@options.output_or_folder
@click.option("--to-format", type=click.Choice(_FORMATS), help="Format of the result; needed for stdout ('-').")
@click.option("--base", default="", metavar="IRI", help="What relative IRIs are resolved against.")
@click.option("--input", type=click.Path(path_type=Path), help="Folder of the input files; default: the mapping's.")
@click.option("--unordered", is_flag=True, help="Leave N-Triples and N-Quads unsorted; needs less memory.")
@options.engine
@options.master
@options.spark_settings
@click.option("--threads", type=click.IntRange(min=1), help="Default: as many as there are and the input keeps busy.")
@options.memory_limit("little; if not enough, what there is")
@click.option("--explain", is_flag=True, help="Print what the engine would run for each triples map; run nothing.")
@click.option("--coverage", is_flag=True, help="Print which lines of the mapping read each column; map nothing.")
@click.option(
    "-f", "--format", "form", type=click.Choice(("text", "json")), default="text", help="How --coverage is printed."
)
@click.pass_context
@reports_errors
def command(
    ctx: click.Context,
    mapping: Path,
    output: Path | None,
    to_format: str | None,
    base: str,
    input: Path | None,
    unordered: bool,
    engine: str,
    master: str | None,
    spark_conf: tuple[str, ...],
    threads: int | None,
    memory_limit: str | None,
    explain: bool,
    coverage: bool,
    form: str,
) -> None:
    """Map records to RDF, as RML or YARRRML says.

    MAPPING is RML in Turtle (.ttl) or YARRRML (.yml), or a folder with a mapping.yml. Nothing is checked beyond RML:
    for links, validation and a release, see eulod export. A record that cannot be mapped is an error.

    With --explain or --coverage the mapping is looked into instead: what the engine would run, or which lines of the
    mapping read each column of its sources.

    \b
    Example: eulod map mappings/projects/mapping.yml -o projects.ttl --base https://example.org/
    """
    from eulod.single_mapping import map_document

    if explain or coverage:
        click.echo(_looked_into(mapping, input, base=base, coverage=coverage, form=form), nl=False)
        return
    cluster = options.cluster(engine, master, spark_conf, threads=threads, memory_limit=memory_limit)
    if cluster is None and output is not None and output.is_dir():
        raise click.BadParameter(f"'{output}' is a folder.", param_hint="'-o' / '--output'")
    with progress(ctx) as told:
        told(f"mapping {mapping}")
        findings = map_document(
            mapping,
            output or options.stdout(),
            input=input,
            base=base,
            format=to_format,
            ordered=not unordered,
            threads=threads,
            memory_limit=memory_limit,
            cluster=cluster,
        )
    _tell(ctx, findings)


def _looked_into(mapping: Path, input: Path | None, *, base: str, coverage: bool, form: str) -> str:
    from eulod.looking_into import covered, explained

    return covered(mapping, input=input, form=form) if coverage else explained(mapping, input=input, base=base)


def _tell(ctx: click.Context, findings: tuple[Problem, ...]) -> None:
    from eulod.sources.problem import listed

    for line in listed(findings):
        options.note(ctx, line)
