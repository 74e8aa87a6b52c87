"""One way to write statements in any format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.serialisation.formats import format_named, format_of, writable
from eulod.serialisation.jsonld import write_jsonld
from eulod.serialisation.nquads import write_nquads, write_ntriples
from eulod.serialisation.trig import write_trig
from eulod.serialisation.turtle import write_turtle

if TYPE_CHECKING:
    from eulod.engines.engine import Engine
    from eulod.serialisation.vocabulary import Vocabulary


def write(
    statements: ibis.Table,
    path: Path,
    *,
    engine: Engine,
    prefixes: Mapping[str, str],
    format: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> None:
    """Write `statements` to `path` in the format called `format`, by default the one of the path's extension.

    `statements` has the text columns graph, subject, predicate, object: distinct rows of N-Quads terms, '' for the
    default graph, controls in literals escaped. N-Quads and TriG keep graphs; the others hold each triple once.
    Sorted, UTF-8, LF; the same bytes for any order of the rows. Compressed when the path ends in `.gz`.
    `vocabulary` is that of the statements: who writes several formats finds it once; else those that need it do.
    Raises UnknownFormat when the format is not known, UnwritableFormat when it is only read.
    """
    chosen = writable(format_named(format) if format is not None else format_of(path))
    match chosen.name:
        case "nq":
            write_nquads(statements, path, engine=engine)
        case "nt":
            write_ntriples(statements, path, engine=engine)
        case "ttl":
            write_turtle(statements, path, engine=engine, prefixes=prefixes, vocabulary=vocabulary)
        case "trig":
            write_trig(statements, path, engine=engine, prefixes=prefixes)
        case _:
            write_jsonld(statements, path, engine=engine, prefixes=prefixes, vocabulary=vocabulary)
