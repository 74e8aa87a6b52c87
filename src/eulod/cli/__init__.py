"""The command line: each command is the `command` of a module of its own, imported only when it is asked for."""

from __future__ import annotations

import atexit
import gc
import logging
from importlib import import_module
from typing import Any

import click

COMMANDS = ("init", "export", "map", "validate", "query", "explain", "check", "serve", "site")
EXIT_CODES = "Exit codes: 0 done or conforms, 1 does not conform, 2 could not run, 130 interrupted."


class LazyCommands(click.Group):
    """A group whose commands are modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of a first use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import one command; None when there is none of that name."""
        if name not in COMMANDS:
            return None
        found = import_module(f"eulod.cli.{name}").command
        assert isinstance(found, click.Command)
        return found

    def main(self, *arguments: Any, standalone_mode: bool = True, **options: Any) -> Any:
        """Run the command line; an interrupt or a wrong option never ends with the code of "does not conform"."""
        try:
            ended = super().main(*arguments, standalone_mode=False, **options)  # type: ignore[call-overload]
        except click.exceptions.Abort as error:
            raise SystemExit(130) from error
        except click.ClickException as error:
            error.show()
            raise SystemExit(2) from error
        if standalone_mode:
            raise SystemExit(ended if isinstance(ended, int) else 0)
        return ended


@click.group(
    cls=LazyCommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(package_name="eulod", prog_name="eulod")
@click.option("--quiet", is_flag=True, help="Write no progress and no summary to stderr, only errors.")
@click.pass_context
def main(ctx: click.Context, quiet: bool) -> None:
    """Publish project records as linked open data: mapped, checked, described and queryable.

    \b
    Example: eulod export && eulod query "SELECT ?title { ?project a eulod:Project; dcterms:title ?title }"
    """
    # What libraries make lives on until the end: looking for cycles in it takes a sixth of a short command's time.
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)
    ctx.meta["eulod.quiet"] = quiet
    logging.getLogger("rdflib").addHandler(logging.NullHandler())  # else a traceback for every ill-typed literal
