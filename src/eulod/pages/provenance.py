"""Where statements come from, put together by record, so that what one record says is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eulod.browsing.model import Origin, Statement


@dataclass(frozen=True, slots=True)
class Reading:
    """One statement as a record makes it; `origin` is None where it comes from no record."""

    statement: Statement
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """One record with what is read from it: the graphs of the statements, file ('' unknown), record and line or 0."""

    graphs: tuple[str, ...]
    file: str
    record: int
    line: int
    readings: tuple[Reading, ...]


def provenance(statements: Sequence[Statement]) -> list[Provenance]:
    """The records that statements come from, by file, record and line; those without a record by their graphs."""
    found: dict[tuple[str, int, int, tuple[str, ...]], list[Reading]] = {}
    for statement in dict.fromkeys(statements) if len(statements) > 1 else statements:
        for origin in statement.origins or (None,):
            place = (origin.file, origin.record, origin.line) if origin else ("", 0, 0)
            found.setdefault((*place, statement.graphs), []).append(Reading(statement, origin))
    return [
        Provenance(graphs, file, record, line, tuple(readings))
        for (file, record, line, graphs), readings in sorted(found.items(), key=lambda item: item[0])
    ]
