"""eulod site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.progress import progress
from eulod.cli.report_errors import reports_errors

if TYPE_CHECKING:
    from eulod.config import Settings

_RELEASES = "out"


@click.command("site", epilog=EXIT_CODES)
@click.argument("release", default=_RELEASES, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Folder of the site; a site that eulod wrote there before is replaced.",
)
@click.option("--url", default="", metavar="URL", help="Where the site will be; default: the dataset's base IRI.")
@click.option("--processes", type=click.IntRange(min=1), help="Default: as many as the machine has processors.")
@options.config
@click.pass_context
@reports_errors
def command(ctx: click.Context, release: Path, output: Path, url: str, processes: int | None, config: Path) -> None:
    """Write the pages and the data of a release as files, for any web space.

    RELEASE is a release folder or a folder of releases; without it, it is the current release in out/. The site works
    without a server, from a disk too. With the dataset's eulod.toml at hand, every fact names its record.

    \b
    Example: eulod site -o public --url https://data.my-town.eu/
    """
    from eulod.site.write_site import write_site

    if url and not url.startswith(("http://", "https://")):
        raise click.UsageError(f"--url takes an address that begins with http:// or https://, not '{url}'.")
    with progress(ctx) as say:
        site = write_site(release, output, url=url, settings=_settings(config), processes=processes, say=say)
    options.note(ctx, f"{site.entities:,} entities, {site.pages:,} pages, {site.documents:,} documents of data")
    click.echo(output)


def _settings(config: Path) -> Settings | None:
    """The dataset's settings, where they are at hand."""
    from eulod.config import read_settings

    there = config.is_file() or (config / "eulod.toml").is_file()
    return read_settings(config) if there else None
