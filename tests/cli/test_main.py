"""The group: commands by name, the version, and exit codes that never say "does not conform" by accident."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from eulod.cli import COMMANDS, main
from eulod.cli.report_errors import reports_errors
from eulod.errors import Place, SourceError


def raising(error: BaseException) -> click.Command:
    """A command that raises."""

    @click.command()
    @reports_errors
    def command() -> None:
        raise error

    return command


class Misspelt(SourceError):
    """An error for this test."""

    code = "S999"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Misspelt("no column 'a'", help="name another", place=Place("a.csv", 3)), 2, "a.csv:3: S999 no column 'a'"),
        (RuntimeError("broken"), 2, "unexpected RuntimeError: broken"),
        (RecursionError(), 2, "unexpected RecursionError"),
        (MemoryError(), 2, "E001 there is not enough memory"),
        (FileNotFoundError(2, "No such file", "x.toml"), 2, "x.toml: No such file"),
        (KeyboardInterrupt(), 130, ""),
        (click.exceptions.Abort(), 130, ""),
        (click.UsageError("no such option"), 2, "no such option"),
        (click.exceptions.Exit(1), 1, ""),
    ],
)
def test_each_error_has_its_exit_code(error: BaseException, code: int, said: str) -> None:
    done = CliRunner().invoke(raising(error))
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EULOD_DEBUG", "1")
    assert isinstance(CliRunner().invoke(raising(RuntimeError("broken"))).exception, RuntimeError)


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["validate", "--nonsense"]])
def test_wrong_use_exits_with_2(arguments: list[str]) -> None:
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stdout) == (2, "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0
    assert "Example" in done.stdout
    assert "Exit codes: 0 " in done.stdout


def test_the_group_lists_every_command() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert done.exit_code == 0
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


def test_an_interrupt_anywhere_exits_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Callable[[], None]:
        raise KeyboardInterrupt

    monkeypatch.setattr("eulod.cli.import_module", interrupted)
    assert CliRunner().invoke(main, ["validate"]).exit_code == 130


def test_a_reader_that_has_gone_is_no_error_of_the_command(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("<http://e/s> <http://e/p> <http://e/o> .\n", "utf-8")
    program = [sys.executable, "-m", "eulod", "query", str(data), "SELECT * { ?s ?p ?o }"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(program, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_quiet_leaves_the_summary_out(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("", "utf-8")
    assert CliRunner().invoke(main, ["--quiet", "validate", str(data)]).stderr == ""
