"""A Spark session for eulod: found, started and checked, with the settings that make its answers exact."""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import warnings
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING

from eulod.engines.spark_address import address
from eulod.engines.spark_errors import reason
from eulod.errors import EulodError, Place

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.caseSensitive": "true",
        "spark.sql.json.enableExactStringParsing": "false",
        "spark.sql.variant.allowDuplicateKeys": "true",
        "spark.sql.csv.parser.columnPruning.enabled": "false",
        "spark.sql.execution.arrow.pyspark.enabled": "false",
        "spark.sql.legacy.charVarcharAsString": "true",
        "spark.sql.files.ignoreMissingFiles": "false",
        "spark.sql.files.ignoreCorruptFiles": "false",
    }
)
"""What the answers depend on; set whatever the cluster's own defaults are."""
_SHARES = "spark.sql.files.minPartitionNum"
"""How many shares a file is cut into; from the number of executors, which may change between two readings, if not set.

Records are numbered by share, so that every reading must cut a file in the same way.
"""
_PATIENCE = "spark.eulod.patience"
"""How many seconds the first work may wait for an executor."""
_LAUNCH = MappingProxyType({"spark.ui.showConsoleProgress": "false", "spark.log.level": "OFF"})
"""Set at the start unless the user says otherwise."""
_MASTER = re.compile(r"(local(\[[\w*,]+\])?|spark://.+:\d+(,.+:\d+)*|yarn|k8s://.+|sc://.+)")
_OLDEST = (4, 3)


class NoSpark(EulodError):
    """PySpark is not installed, is too old, or lacks what Spark Connect needs."""

    code = "E010"


class NoJava(EulodError):
    """There is no Java for Spark to run on."""

    code = "E011"


class WrongMaster(EulodError):
    """The master is missing or is no master URL."""

    code = "E012"


class ClusterUnreachable(EulodError):
    """The cluster cannot be reached, or does not start the application."""

    code = "E013"


class FolderNotShared(EulodError):
    """The executors do not see a folder that the driver sees."""

    code = "E014"


def start_session(master: str | None, settings: Mapping[str, str]) -> tuple[SparkSession, bool]:
    """A session on `master`, and whether it was started here rather than found.

    Raises NoSpark, NoJava, WrongMaster or ClusterUnreachable.
    """
    _check_master(master)
    _check_spark()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PySpark warns of the newest pandas, which eulod does not use with it
        from pyspark.sql import SparkSession

        found = None if _is_remote(master) else SparkSession.getActiveSession()
        session = found or _started(master or "", settings)
    for name, value in SETTINGS.items():
        session.conf.set(name, value)
    session.conf.set(_SHARES, settings.get(_SHARES, "200"))
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    return session, found is None


def _check_master(master: str | None) -> None:
    help = "name it with --master: spark://HOST:7077, yarn, k8s://https://HOST:PORT, sc://HOST:15002 or local[2]"
    if not master:
        raise WrongMaster("Spark has no master", help=help)
    if not _MASTER.fullmatch(master):
        raise WrongMaster(f"'{master}' is no master of Spark", help=help)


def _check_spark() -> None:
    help = "install it: pip install 'eulod[spark]'"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pyspark
    except ImportError:
        raise NoSpark("PySpark is not installed", help=help) from None
    if tuple(int(part) for part in pyspark.__version__.split(".")[:2]) < _OLDEST:
        raise NoSpark(f"PySpark is {pyspark.__version__}; 4.3 or newer is needed", help=help)


def _is_remote(master: str | None) -> bool:
    return bool(master) and str(master).startswith("sc://")


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if not java or not Path(java).is_file():
        where = f"JAVA_HOME is {home}" if home else "java is not on the path"
        raise NoJava(f"there is no Java: {where}", help="install Java 17 or newer, or set JAVA_HOME to it")


def _check_connect() -> None:
    """PySpark's client of Spark Connect ends the process without these packages."""
    missing = [name for name in ("grpc", "grpc_status") if find_spec(name) is None]
    if missing:
        problem = f"Spark Connect needs the packages {' and '.join(missing)}"
        raise NoSpark(problem, help="install them: pip install 'pyspark[connect]'")


def _started(master: str, settings: Mapping[str, str]) -> SparkSession:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("eulod")
    if _is_remote(master):
        _check_connect()
        builder = builder.remote(master)
    else:
        _check_java()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = builder.master(master)
        for name, value in {**_LAUNCH, **SETTINGS}.items():
            builder = builder.config(name, value)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 - Py4J, gRPC and PySpark each raise their own
        help = "see that the master runs and that this machine may reach it"
        raise ClusterUnreachable(
            f"Spark does not start on {master}: {reason(str(error)) or type(error).__name__}", help=help
        ) from None


def check_shared(session: SparkSession, folder: Path) -> None:
    """See that executors read what the driver writes into `folder`, and the other way round.

    Raises FolderNotShared, and ClusterUnreachable where no executor takes this first work.
    """
    asked, answered, token = folder / "asked", folder / "answered", folder.name
    asked.mkdir()
    (asked / "token.txt").write_text(token, encoding="utf-8")

    def copied() -> None:
        session.read.text(address(asked)).write.text(address(answered))

    try:
        _patiently(copied, float(session.conf.get(_PATIENCE, "600") or 600))
        found = "".join(part.read_text(encoding="utf-8") for part in answered.glob("part-*"))
    except EulodError:
        raise
    except Exception as error:
        if not _is_about_files(str(error)):
            raise
        found = ""
    if found.strip() != token:
        help = "write into a folder on storage that the driver and all executors have under the same path"
        problem = "the executors of Spark do not share this folder with the driver"
        raise FolderNotShared(problem, help=help, place=Place(str(folder.parent)))
    shutil.rmtree(asked)
    shutil.rmtree(answered)


def _patiently(work: Callable[[], None], seconds: float) -> None:
    """Do the first work of a session; Spark would wait for an executor without end, and say nothing."""
    raised: list[Exception] = []

    def done() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - handed on below
            raised.append(error)

    thread = Thread(target=done, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        help = f"free executors, or wait longer: --spark-conf {_PATIENCE}=3600"
        raise ClusterUnreachable(f"no executor of the cluster was free within {seconds:.0f} seconds", help=help)
    if raised:
        raise raised[0]


def _is_about_files(message: str) -> bool:
    signs = ("FileNotFound", "NoSuchFile", "Permission denied", "does not exist", "Mkdirs failed", "PATH_NOT_FOUND")
    return any(sign in message for sign in signs)
