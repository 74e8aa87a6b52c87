"""The commands that the README and the guides show are run, and print what is shown."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from eulod.cli import main
from tests.docs.console_blocks import Command, ShownFile, examples, fits, with_outputs
from tests.shared import ROOT

DATASET = ("eulod.toml", "mappings", "ontology", "records", "shapes")
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if any(examples(page))]


class Session:
    """A page's reader at a terminal, who begins in a copy of the repository's data."""

    def __init__(self, home: Path) -> None:
        self.home = self.folder = home
        self.exit_code = 0

    def run(self, command: Command) -> str:
        """What a command prints; only `eulod` and what a page needs to show files is known."""
        name, *arguments = shlex.split(command.text)
        if name == "eulod":
            return self._eulod(arguments, command.stdin)
        if name == "cat" and arguments[:1] == [">"]:
            return self.show(ShownFile(arguments[1], command.stdin))
        if name == "cat":
            return "".join((self.folder / file).read_text(encoding="utf-8") for file in arguments)
        if name == "ls":
            return "".join(f"{path.name}\n" for path in sorted((self.folder / "".join(arguments)).iterdir()))
        if command.text == "echo $?":
            code, self.exit_code = self.exit_code, 0
            return f"{code}\n"
        if name == "cd":
            self.folder = (self.folder / arguments[0]).resolve() if arguments else self.home
            return ""
        pytest.fail(
            f"line {command.line}: pages run eulod, cat, ls, cd and echo $? only; put '{name}' in a ```sh block"
        )

    def show(self, file: ShownFile) -> str:
        """Write a file that the page shows."""
        path = self.folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.content, encoding="utf-8", newline="\n")
        return ""

    def _eulod(self, arguments: list[str], stdin: str) -> str:
        assert isinstance(main, click.Command)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            runner = CliRunner(env={"COLUMNS": "120", "NO_COLOR": "1"})
            result = runner.invoke(main, arguments, input=stdin, prog_name="eulod")
        self.exit_code = result.exit_code
        return result.output


def run_page(page: Path, session: Session) -> list[tuple[Command, str]]:
    """Each command of a page with what it prints; where one fails, the page must go on to show `echo $?`."""
    outputs = []
    shown = list(examples(page))
    for step, following in zip(shown, [*shown[1:], None], strict=True):
        if isinstance(step, ShownFile):
            session.show(step)
            continue
        outputs.append((step, session.run(step)))
        announced = isinstance(following, Command) and following.text == "echo $?"
        assert announced or session.exit_code == 0, f"{page}:{step.line}: exit {session.exit_code}\n{outputs[-1][1]}"
    return outputs


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path, update_golden: bool) -> None:
    outputs = run_page(page, Session(copy_of_dataset(tmp_path / "eulod")))
    if update_golden:
        text = with_outputs(page.read_text(encoding="utf-8"), outputs)
        page.write_text(text, encoding="utf-8", newline="\n")
    for command, output in outputs if not update_golden else ():
        assert fits(output, command.output), f"{page}:{command.line}: $ {command.text}\n{output}"


def copy_of_dataset(folder: Path) -> Path:
    """A copy of what `eulod export` reads in a checkout."""
    folder.mkdir()
    for name in DATASET:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    return folder
