"""A real Spark cluster on loopback: a standalone master and two workers from the pyspark package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "spark.driver.memory": "768m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "768m",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        # Most of the time of a small run is Java compiled for single queries.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.adaptive.enabled": "false",
    }
)
_PATIENCE = 60


def needed() -> Path:
    """The folder of pyspark. Without it or Java, skips the test, or fails it with CI set."""
    try:
        import pyspark
    except ImportError:
        return _missing("pyspark is not installed: pip install 'eulod[spark]'")
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        return _missing("Spark needs Java 17 or newer on the path")
    return Path(pyspark.__file__).parent


def _missing(problem: str) -> Path:
    if os.environ.get("CI"):
        pytest.fail(problem, pytrace=False)
    pytest.skip(problem, allow_module_level=True)


@contextmanager
def cluster(logs: Path) -> Iterator[str]:
    """Start the cluster and give its master's URL; end it afterwards."""
    with ExitStack() as running:
        master = running.enter_context(_process("master.Master", logs / "master", "--port", "0", "--webui-port", "0"))
        url = _logged(master, r"(spark://\S+:\d+)")
        for number in (1, 2):
            options = [
                "--cores",
                "1",
                "--memory",
                "1g",
                "--webui-port",
                "0",
                "--work-dir",
                str(logs / f"work-{number}"),
            ]
            log = running.enter_context(_process("worker.Worker", logs / f"worker-{number}", *options, url))
            _logged(log, r"Successfully registered with master")
        yield url


@contextmanager
def _process(role: str, log: Path, *options: str) -> Iterator[Path]:
    home = needed()
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", "--host", "127.0.0.1", *options]
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1"}
    with log.open("wb") as written:
        process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT, env=environment)
        try:
            yield log
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _logged(log: Path, pattern: str) -> str:
    """What the log of a process says that fits, as soon as it does."""
    for _ in range(_PATIENCE * 10):
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[0]
        time.sleep(0.1)
    raise TimeoutError(log.read_text(errors="replace")[-2000:])
