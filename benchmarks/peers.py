"""The tools that eulod is measured against, and what the figures depend on."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import version

from tests.shared import ROOT

PEERS = ROOT / "benchmarks" / ".venv" / "bin" / "python"
MORPH = (str(PEERS), "-m", "morph_kgc")
MORPH_INI = """[CONFIGURATION]
output_file=morph-kgc.{end}
output_format={form}
number_of_processes=2
logging_level=WARNING
na_values=
[BENCH]
mappings={mapping}
"""


def machine() -> dict[str, object]:
    """What the figures depend on besides eulod."""
    peer = subprocess.run([str(PEERS), "-m", "pip", "show", "morph-kgc"], capture_output=True, text=True, check=True)
    morph = next(line.split()[1] for line in peer.stdout.splitlines() if line.startswith("Version:"))
    versions = {"python": platform.python_version(), "duckdb": version("duckdb"), "morph-kgc": morph}
    return {"system": platform.system(), "processor": platform.machine(), "versions": versions}
