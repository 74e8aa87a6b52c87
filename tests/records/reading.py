"""The records as eulod reads them, and the seed document of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eulod.yaml_document import read_yaml
from tests.shared import ROOT, shared

RECORDS = ROOT / "records"
PATHS = sorted(RECORDS.glob("*.yaml"))

Step = str | int


def read_record(path: Path) -> dict[str, Any]:
    """The record in `path`, every scalar a text."""
    record: dict[str, Any] = read_yaml(path)
    return record


def seed(record: dict[str, Any]) -> Path:
    """The document that the record was made from; skips where it is missing."""
    return shared(f"data/seeds/{record['document']['file']}")


def without_spaces(text: str) -> str:
    """`text` without any white space: wrapped lines and no-break spaces make no difference."""
    return re.sub(r"\s+", "", text)


def texts(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Every scalar of a record with its path."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from texts(entry, (*path, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from texts(entry, (*path, number))
    elif value is not None:
        yield path, str(value)


def quotes(record: dict[str, Any]) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Every phrase that is said to stand in the record's own document, with its path."""
    for path, text in texts(record):
        if path[-1] in ("quote", "raw") and not _of_another(record, path):
            yield path, text


def _of_another(record: dict[str, Any], path: tuple[Step, ...]) -> bool:
    return path[0] == "claims" and "source" in record["claims"][path[1]]
