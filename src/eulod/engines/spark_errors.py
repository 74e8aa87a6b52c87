"""Spark's errors, in eulod's words and with their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from eulod.engines.duckdb_errors import refused
from eulod.errors import EulodError, NotEnoughMemory

_BROKEN_SOURCE = ("MALFORMED_RECORD_IN_PARSING", "MALFORMED_CSV_RECORD", "EULOD_BROKEN_JSON")
_OUT_OF_MEMORY = ("OutOfMemoryError", "UNABLE_TO_ACQUIRE_MEMORY", "SparkOutOfMemory")
_LOST = ("ExecutorLostFailure", "MetadataFetchFailed", "FetchFailed", "Slave lost", "worker lost", "executor lost")
_STOPPED = ("SparkContext was shut down", "has been stopped", "cancelled because", "killed by", "Master removed")
_DISK = ("No space left on device", "Disk quota exceeded")
_STORAGE = ("FileNotFoundException", "NoSuchFileException", "FAILED_READ_FILE", "Mkdirs failed", "Permission denied")


class ExecutorsLost(EulodError):
    """Executors were lost, or the application was stopped, before the work was done."""

    code = "E015"


class StorageFailed(EulodError):
    """Executors could not read or write a file on the shared storage."""

    code = "E017"


class BrokenWhileRead(EulodError):
    """A source was found broken by an executor, and DuckDB's reader finds nothing wrong with it."""

    code = "E018"


@contextmanager
def located(look_closer: Callable[[], None]) -> Iterator[None]:
    """Turn Spark's errors into eulod's. `look_closer` reads the sources again to name a broken record's place."""
    try:
        yield
    except EulodError:
        raise
    except Exception as error:  # noqa: BLE001 - Py4J, gRPC and PySpark each raise their own
        message = str(error)
        if _says(message, _BROKEN_SOURCE):
            look_closer()
        raise refused(message) or _told(message) or error from None


def _says(message: str, signs: tuple[str, ...]) -> bool:
    return any(sign in message for sign in signs)


def _told(message: str) -> EulodError | None:
    if _says(message, _BROKEN_SOURCE):
        help = "map it with --engine duckdb, and report what that says"
        return BrokenWhileRead(f"an executor found a broken record: {reason(message)}", help=help)
    if _says(message, _OUT_OF_MEMORY):
        help = "give executors more: --spark-conf spark.executor.memory=4g, or more partitions"
        return NotEnoughMemory("an executor of Spark ran out of memory", help=help)
    if _says(message, _DISK):
        help = "make room on the shared storage and on the executors' local disks"
        return StorageFailed("a disk of the cluster is full", help=help)
    if _says(message, _LOST) or _says(message, _STOPPED):
        help = "look at the executors' logs; give them more memory (spark.executor.memory), then run it again"
        return ExecutorsLost(f"Spark lost executors before the work was done: {reason(message)}", help=help)
    if _says(message, _STORAGE):
        help = "see that all executors have the folder under this path and may write into it"
        return StorageFailed(f"an executor could not use a file: {reason(message)}", help=help)
    return None


def reason(message: str) -> str:
    """The first line of Spark's message that says something.

    >>> reason("An error occurred while calling o1.text.\\n: java.net.BindException: no address")
    'java.net.BindException: no address'
    """
    lines = (line.strip(": ") for line in message.splitlines())
    found = next((line for line in lines if line and not line.startswith("An error occurred while calling")), message)
    return re.sub(r"\s+", " ", found)[:300]
