"""Reads the examples of a Markdown page: files that it shows, and commands with what they print.

A fence whose info has `title="path"` is a file of the page's folder. A ```console fence holds commands after `$ `, each
followed by what it prints. There `…` alone on a line stands for any lines, and `…` within a line for any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

FENCE = re.compile(r"^```(?P<language>\w+)(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that the page shows."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command, what it reads from a here-document, and what the page says it prints; lines count from 1."""

    line: int
    text: str
    stdin: str
    output_line: int
    output: str = ""


def examples(page: Path) -> Iterator[ShownFile | Command]:
    """The files and commands of a page, in its order."""
    text = page.read_text(encoding="utf-8")
    for fence in FENCE.finditer(text):
        titled = TITLE.search(fence["info"])
        if titled:
            yield ShownFile(titled[1], fence["body"])
        elif fence["language"] == "console":
            yield from commands(fence["body"], first_line=text.count("\n", 0, fence.start("body")) + 1)


def commands(body: str, *, first_line: int) -> Iterator[Command]:
    """The commands of one console fence."""
    command: Command | None = None
    lines = list(enumerate(body.splitlines(), start=first_line))
    while lines:
        number, line = lines.pop(0)
        if line.startswith("$ "):
            if command:
                yield command
            command = _read_command(number, line[2:], lines)
        elif command is None:
            raise ValueError(f"line {number}: a console block begins with '$ '")
        else:
            command = replace(command, output=f"{command.output}{line}\n")
    if command:
        yield command


def _read_command(number: int, text: str, rest: list[tuple[int, str]]) -> Command:
    """A command with its continuation lines and its here-document, which are taken off `rest`."""
    while text.endswith("\\"):
        text = text[:-1] + rest.pop(0)[1].removeprefix("> ")
    here = re.search(r"<<\s*'?(\w+)'?", text)
    content: list[str] = []
    while here and (line := rest.pop(0)[1].removeprefix("> ")) != here[1]:
        content.append(f"{line}\n")
    after = rest[0][0] if rest else number + 1
    return Command(number, text[: here.start()].strip() if here else text, "".join(content), after)


def fits(output: str, expected: str) -> bool:
    """Whether what was printed is what the page shows; spaces at the end of a line do not count."""
    lines = [line.rstrip() for line in expected.splitlines()]
    parts = [r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r"\n" for line in lines]
    printed = "".join(f"{line.rstrip()}\n" for line in output.splitlines())
    return re.fullmatch("".join(parts), printed) is not None


def with_outputs(text: str, outputs: Iterable[tuple[Command, str]]) -> str:
    """The page with what its commands printed; what fits, ellipses included, stays."""
    lines = text.splitlines(keepends=True)
    for command, output in sorted(outputs, key=lambda pair: pair[0].line, reverse=True):
        if not fits(output, command.output):
            start = command.output_line - 1
            lines[start : start + command.output.count("\n")] = [f"{line.rstrip()}\n" for line in output.splitlines()]
    return "".join(lines)
