"""The records that each statement comes from, by the mappings of the dataset: the lineage of all of them at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import ibis

from eulod.browsing.index_file import fill
from eulod.browsing.quads import Numbered
from eulod.config import Settings, SourceSettings
from eulod.explanation import compiler_of
from eulod.mapping.lineage import ArmOrigins, all_origins
from eulod.sources.access.staging import Staging

_STATED = "origins"
_TRIPLE = ("subject", "predicate", "object")


def fill_origins(connection: sqlite3.Connection, numbers: Numbered, settings: Settings, scratch: Path) -> None:
    """Fill the tables `arm` and `origin` from the sources of the dataset as they lie there now.

    What the sources now state and the release does not has no place. What contact columns hold is left out.
    Raises the errors of reading mappings and sources.
    """
    engine, arms = numbers.engine, []
    triples = numbers.triples.select(*_TRIPLE, statement="id")
    for source, arm in _arms(numbers, settings, scratch):
        place, number = arm.mapping_place, len(arms) + 1
        told = (arm.triples_map, settings.shown_path(place.file), place.line or 0, json.dumps(arm.columns))
        arms.append((number, source.name, *told))
        rows = arm.rows.inner_join(triples, list(_TRIPLE))
        rows = rows.select("statement", "file", "record", "line", "cells", arm=ibis.literal(number))
        fill(connection, "origin", (batch for batch in engine.batches(rows)))
    connection.executemany("INSERT INTO arm VALUES (?, ?, ?, ?, ?, ?)", arms)
    files = connection.execute("SELECT DISTINCT file FROM origin").fetchall()
    shown = [(settings.shown_path(file), file) for (file,) in files]
    connection.executemany("UPDATE origin SET file = ? WHERE file = ?", [pair for pair in shown if pair[0] != pair[1]])


def _arms(numbers: Numbered, settings: Settings, scratch: Path) -> Iterator[tuple[SourceSettings, ArmOrigins]]:
    for source in settings.sources:
        compiler = compiler_of(numbers.engine, settings, source, Staging(scratch))
        yield from ((source, arm) for arm in all_origins(compiler, without=source.contacts))
