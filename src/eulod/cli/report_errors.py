"""Errors as the command line shows them: to stderr, and never with the exit code of "does not conform"."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from eulod.errors import EulodError, NotEnoughMemory

P = ParamSpec("P")
R = TypeVar("R")
COULD_NOT_RUN = 2
INTERRUPTED = 130
CLOSED_PIPE = 141


def reports_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command end with 2 and a message on any error, with 130 on an interrupt, quietly when its reader has gone.

    With EULOD_DEBUG set, an unexpected error shows its traceback.
    """

    @functools.wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            return command(*arguments, **options)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.exceptions.Abort):
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _drop_output()
            raise click.exceptions.Exit(CLOSED_PIPE) from None
        except EulodError as error:
            click.echo(str(error), err=True)
            raise click.exceptions.Exit(COULD_NOT_RUN) from None
        except Exception as error:
            if os.environ.get("EULOD_DEBUG"):
                raise
            click.echo(_unexpected(error), err=True)
            raise click.exceptions.Exit(COULD_NOT_RUN) from None

    return run


def _unexpected(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}\n  help: name a file or folder that exists and that you may use"
    if isinstance(error, MemoryError):
        return str(
            NotEnoughMemory("there is not enough memory", help="give it more memory, or fewer sources at a time")
        )
    text = str(error).splitlines()
    return (
        f"unexpected {type(error).__name__}{': ' + text[0] if text else ''}\n"
        "  help: run it again with EULOD_DEBUG=1 and report what it prints"
    )


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not complain when it closes stdout."""
    with contextlib.suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
