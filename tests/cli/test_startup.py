"""Starting is quick, because heavy imports wait until a command needs them."""

from __future__ import annotations

import subprocess
import sys
import time


def seconds(*arguments: str) -> float:
    """Wall seconds that Python takes with these arguments."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def test_help_takes_at_most_three_times_what_importing_click_takes() -> None:
    pairs = [(seconds("-m", "eulod", "--help"), seconds("-c", "import click")) for _ in range(5)]
    assert min(ours for ours, _ in pairs) <= 3 * min(click for _, click in pairs)


HEAVY = {"duckdb", "ibis", "lxml", "numpy", "pandas", "pyarrow", "pyoxigraph", "pyshacl", "rdflib"}


def test_help_imports_nothing_heavy() -> None:
    program = "import sys; from eulod.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")
    assert HEAVY & set(done.stdout.splitlines()[-1].split()) == set()
