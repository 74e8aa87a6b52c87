"""What every file of the repository keeps to, whoever writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import eulod.errors
from tests.shared import ROOT

MADE = {
    *(".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"),
    *("dist", "node_modules", "scratch"),
}
BINARY = {".gz", ".png", ".xlsx", ".zip"}
WRONG_ON_PURPOSE = "bytes"  # tests/**/bytes/: inputs whose encoding or line ends are the case

# Written in halves, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    r"py"
    r"pi\.(org|python)|python"
    r"hosted\.org|registry\.np"
    r"mjs|--(?:extra-)?"
    r"index-url|://\S+\.(whl|tar\.gz|tgz)\b"
)
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(home|Users|root)/\w|\b[A-Z]:\\\\?Users\b")
NAMELESS = {"utils", "util", "helpers", "common", "misc", "constants"}


def tracked(folder: Path = ROOT) -> Iterator[Path]:
    """The files that belong to the repository: all but what make and the tools made."""
    for path in sorted(folder.iterdir()):
        if path.name in MADE or (path.parent == ROOT / "out" and path.name != "README.md"):
            continue
        yield from tracked(path) if path.is_dir() else [path]


FILES = list(tracked())
INPUTS = ROOT / "tests" / "cases" / "mapping"  # in whatever encoding and with whatever line ends a case is about
TEXTS = [
    path
    for path in FILES
    if path.suffix not in BINARY
    and WRONG_ON_PURPOSE not in path.parts
    and not (path.suffix == ".csv" and path.is_relative_to(INPUTS))
]


def offending(pattern: re.Pattern[str]) -> list[str]:
    """The places, as file:line, of lines that match."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_the_tests_try_this_checkout() -> None:
    assert Path(eulod.errors.__file__).is_relative_to(ROOT), "this .venv belongs to another checkout: run `make clean`"


def test_no_package_registry_is_named() -> None:
    assert offending(REGISTRIES) == []


def test_no_path_of_a_machine_is_named() -> None:
    assert offending(MACHINE_PATHS) == []
    assert offending(re.compile(re.escape(f"{ROOT.parent}/"))) == []


def test_texts_are_utf_8_with_lf() -> None:
    for path in TEXTS:
        content = path.read_bytes()
        assert b"\r" not in content, path
        assert content.decode("utf-8").endswith("\n") or not content, path


def test_no_file_is_over_one_megabyte() -> None:
    assert [path for path in FILES if path.stat().st_size > 1_000_000] == []


def test_every_module_has_a_name_of_its_own() -> None:
    assert [path for path in FILES if path.suffix == ".py" and NAMELESS & {*path.parts, path.stem}] == []


def test_no_source_file_is_over_400_lines() -> None:
    sources = [path for path in FILES if path.suffix == ".py" and "src" in path.parts]
    assert [path for path in sources if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []


SPARK = "requirements/spark.txt"
LOCKS = ["requirements/dev.txt", "requirements/runtime.txt", "benchmarks/requirements-peers.txt", SPARK]
PINNED = re.compile(r"[a-z0-9.-]+==\S+ .*\\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n?)+")


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    assert len(blocks) > (1 if name == SPARK else 10)
    assert [block for block in blocks if not PINNED.fullmatch(block)] == []


def test_the_lock_serves_pyproject() -> None:
    locked, project = ((ROOT / name).read_text(encoding="utf-8") for name in (LOCKS[0], "pyproject.toml"))
    pinned = set(re.findall(r"^([a-z0-9-]+)==", locked, re.MULTILINE))
    wanted = re.findall(r'^ {4}"([A-Za-z][\w.-]*)(?:\[\w+\])?>=', project, re.MULTILINE)
    assert {re.sub(r"[._]", "-", name).lower() for name in wanted} <= pinned
