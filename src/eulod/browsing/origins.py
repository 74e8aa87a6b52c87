"""The records that each statement comes from, by the mappings of the dataset: the lineage of all of them at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import ibis

from eulod.browsing.index_file import fill
from eulod.browsing.quads import Numbered
from eulod.config import Settings
from eulod.engines.engine import Engine
from eulod.explanation import compiler_of
from eulod.mapping.lineage import ArmOrigins, all_origins
from eulod.sources.access.staging import Staging

_ORIGINS = "origins"
_TRIPLE = ("subject", "predicate", "object")
_COLUMNS = (*_TRIPLE, "arm", "file", "record", "line", "cells")


def fill_origins(connection: sqlite3.Connection, numbers: Numbered, settings: Settings, scratch: Path) -> None:
    """Fill the tables `arm` and `origin` from the sources of the dataset as they lie there now.

    What the sources now state and the release does not has no place. What contact columns hold is left out.
    Raises the errors of reading mappings and sources.
    """
    kept, arms = None, dict[int, tuple[str, ArmOrigins]]()
    for source in settings.sources:
        compiler = compiler_of(numbers.engine, settings, source, Staging(scratch, address=source.address))
        for made in all_origins(compiler, without=source.contacts, first=len(arms) + 1):
            arms |= {number: (source.name, arm) for number, arm in made.arms.items()}
            kept = _add(numbers.engine, made.rows.select(*_COLUMNS), begun=kept is not None)
    connection.executemany("INSERT INTO arm VALUES (?, ?, ?, ?, ?, ?)", _told(arms, settings))
    if kept is not None:
        fill(connection, "origin", numbers.engine.batches(_numbered(numbers, kept)))
        _show_paths(connection, settings)


def _add(engine: Engine, rows: ibis.Table, *, begun: bool) -> ibis.Table:
    if begun:
        engine.append(_ORIGINS, rows)
        return engine.table(_ORIGINS)
    return engine.materialise(_ORIGINS, rows)


def _numbered(numbers: Numbered, rows: ibis.Table) -> ibis.Table:
    triples = numbers.triples.select(*_TRIPLE, statement="id")
    found = rows.inner_join(triples, list(_TRIPLE)).select("statement", "arm", "file", "record", "line", "cells")
    return found.distinct().order_by("statement", "arm", "file", "record", "line", "cells")


def _told(arms: Mapping[int, tuple[str, ArmOrigins]], settings: Settings) -> Iterator[tuple[int | str, ...]]:
    for number, (source, arm) in arms.items():
        place = arm.mapping_place
        file, columns = settings.shown_path(place.file), json.dumps(arm.columns)
        yield number, source, arm.triples_map, file, place.line or 0, columns


def _show_paths(connection: sqlite3.Connection, settings: Settings) -> None:
    """Write paths as the dataset names them."""
    files = connection.execute("SELECT DISTINCT file FROM origin").fetchall()
    shown = [(settings.shown_path(file), file) for (file,) in files]
    connection.executemany("UPDATE origin SET file = ? WHERE file = ?", [pair for pair in shown if pair[0] != pair[1]])
