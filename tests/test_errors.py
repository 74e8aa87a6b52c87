"""Every error has a code, every code a page, and every page a code."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from eulod.errors import EulodError
from tests.shared import ROOT

PAGES = ROOT / "docs" / "errors"
SOURCE = ROOT / "src"
HEADINGS = ["## When it occurs", "## How to fix"]


def every_subclass(cls: type[EulodError]) -> Iterator[type[EulodError]]:
    """All classes below `cls`."""
    for below in cls.__subclasses__():
        yield below
        yield from every_subclass(below)


def import_all() -> None:
    """Import every module of eulod, so that every error class is known."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.stem not in {"__init__", "__main__"}:
            importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))


import_all()
EULODS = {cls for cls in every_subclass(EulodError) if cls.__module__.startswith("eulod")}
CLASSES: list[type[EulodError]] = sorted(EULODS, key=lambda cls: cls.code)
BRANCHES = {cls for cls in CLASSES if cls.code.endswith("000")}
LEAVES = [cls for cls in CLASSES if cls not in BRANCHES]
PAGE_FILES = sorted(path for path in PAGES.glob("*.md") if path.name != "README.md")


def title(page: Path) -> str:
    """The first line of a page, without its mark."""
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def syntax() -> Iterator[ast.AST]:
    """Every node of eulod's source."""
    for path in SOURCE.rglob("*.py"):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


NAMED = {node.id for node in syntax() if isinstance(node, ast.Name)}
CALLED = {node.func.id for node in syntax() if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_codes_are_unique() -> None:
    codes = [cls.code for cls in CLASSES]
    assert sorted(set(codes)) == codes


@pytest.mark.parametrize("cls", LEAVES, ids=lambda cls: cls.__name__)
def test_a_code_is_its_branchs_letter_and_a_number(cls: type[EulodError]) -> None:
    letters = [base.code[0] for base in BRANCHES if issubclass(cls, base)] or [EulodError.code[0]]
    assert re.fullmatch(letters[0] + r"\d{3}", cls.code)


@pytest.mark.parametrize("branch", [cls for cls in CLASSES if cls in BRANCHES], ids=lambda cls: cls.__name__)
def test_a_branch_is_for_catching_only(branch: type[EulodError]) -> None:
    assert branch.__name__ not in CALLED, "raise a class with a remedy, and a page, of its own"


@pytest.mark.parametrize("cls", LEAVES, ids=lambda cls: cls.__name__)
def test_every_error_can_occur(cls: type[EulodError]) -> None:
    assert cls.__name__ in NAMED


def test_codes_and_pages_pair() -> None:
    assert [cls.code for cls in LEAVES] == [page.stem for page in PAGE_FILES]


@pytest.mark.parametrize("page", PAGE_FILES, ids=lambda page: page.stem)
def test_a_page_has_its_title_and_two_sections(page: Path) -> None:
    assert title(page).startswith(f"{page.stem} ")
    parts = re.split(r"^(## .+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert parts[1::2] == HEADINGS
    assert all(text.strip() for text in parts[2::2])


def test_the_index_lists_every_page(update_golden: bool) -> None:
    index = PAGES / "README.md"
    head = index.read_text(encoding="utf-8").partition("| code |")[0]
    rows = [f"| [{page.stem}]({page.name}) | {title(page).partition(' ')[2]} |\n" for page in PAGE_FILES]
    expected = f"{head}| code | problem |\n|---|---|\n{''.join(rows)}"
    if update_golden:
        index.write_text(expected, encoding="utf-8", newline="\n")
    assert index.read_text(encoding="utf-8") == expected


PLACED = {cls.__name__ for cls in LEAVES if cls.code[0] in "MS"}


@pytest.mark.parametrize("stage", ["mapping", "sources"])
def test_what_is_wrong_with_a_mapping_or_a_source_has_a_place(stage: str) -> None:
    files = sorted((SOURCE / "eulod" / stage).rglob("*.py"))
    nodes = ((path, node) for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    made = [(path, node) for path, node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    errors = [(path, node) for path, node in made if isinstance(node.func, ast.Name) and node.func.id in PLACED]
    named = [(path, node.lineno, {key.arg for key in node.keywords}) for path, node in errors]
    without = [f"{path.name}:{line}" for path, line, keys in named if not {"place", "help"} <= keys]
    assert errors
    assert without == []
