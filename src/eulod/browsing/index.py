"""Indexing a release: one SQLite file, made by the engine over whole tables and thrown away at will.

out/.built/<release id>/index.sqlite    beside the releases, which never change; renamed into place when it is whole
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ibis

from eulod.browsing.facets import facets, search_texts
from eulod.browsing.index_file import FORMAT, INDEX, create, fill, finish, fits
from eulod.browsing.kinds import iri
from eulod.browsing.naming import labels, region_labels, vocabulary_labels
from eulod.browsing.origins import fill_origins
from eulod.browsing.quads import Numbered, dump_of, numbered, read_quads
from eulod.browsing.totals import place_counts, programme_counts, programme_sums
from eulod.config import Settings
from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import Engine
from eulod.publication.manifest import MANIFEST, release_id

BUILT = ".built"
_MEMORY = "2GB"
_PLAIN = ((r"\\[nrtbf]", " "), (r'\\(["\\])', r"\1"))


def built_folder(release: Path) -> Path:
    """Where what is built from a release lies: `.built/<release id>` beside the folder of releases."""
    return release.resolve().parent.parent / BUILT / release_id(release)


def build_index(
    release: Path, built: Path, *, settings: Settings | None = None, progress: Callable[[str], None] = lambda _: None
) -> Path:
    """Index the release folder `release` in the folder `built`, and give the file's path.

    With the settings of its dataset, whose mappings and sources must be at hand, each statement has the records that it
    comes from. A file that is there and fits is kept.
    Raises NoData for a folder that is no release, NoFullTextSearch, and the errors of reading mappings and sources.
    """
    path = built / INDEX
    if fits(path, release, lineage=settings is not None):
        return path
    progress("indexing the release")
    built.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=built, prefix="index-", ignore_cleanup_errors=True) as scratch:
        fresh = Path(scratch) / INDEX
        engine = DuckDBEngine(temporary=Path(scratch), memory_limit=_MEMORY)
        try:
            _write(fresh, release, engine, settings, Path(scratch))
        finally:
            engine.close()
        fresh.replace(path)
    return path


def _write(path: Path, release: Path, engine: Engine, settings: Settings | None, scratch: Path) -> None:
    manifest = json.loads((release / MANIFEST).read_bytes())
    vocabulary, regions = vocabulary_labels(engine, release), region_labels(engine)
    others = vocabulary.select("iri").distinct()
    numbers = numbered(engine, read_quads(engine, dump_of(release)), _withheld(engine, manifest), others)
    named = labels(numbers, vocabulary, regions)
    connection = create(path)
    for table, rows in _tables(numbers, named).items():
        fill(connection, table, engine.batches(rows))
    if settings is not None:
        fill_origins(connection, numbers, settings, scratch)
    _fill_meta(connection, release, lineage=settings is not None)
    finish(connection, path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _withheld(engine: Engine, manifest: Mapping[str, Any]) -> ibis.Table:
    listed = manifest["withheld"]
    parts = [[*entry["statement"].split(" ", 2), entry["reason"]] for entry in listed]
    names = ("subject", "predicate", "object", "reason")
    return engine.from_columns({name: [part[place] for part in parts] for place, name in enumerate(names)})


def _tables(numbers: Numbered, named: ibis.Table) -> dict[str, ibis.Table]:
    """The rows of each table of the file, in the order in which they are inserted."""
    triples, texts = numbers.triples, search_texts(numbers, named)
    literal = triples.oid.isnull().ifelse(triples.object, ibis.null("string"))
    texts = numbers.engine.materialise("texts", texts)
    return {
        "resource": numbers.resources.select("id", "iri", "kind").order_by("id"),
        "statement": triples.select(
            "id", "withheld", subject="sid", predicate="pid", object="oid", literal=literal
        ).order_by("id"),
        "stated": numbers.stated.order_by("statement", "graph"),
        "label": named.mutate(text=plain_text(named.text)).order_by("resource", "kind", "language", "text"),
        "quoted": quoted(numbers),
        "facet": facets(numbers).order_by("facet", "value", "resource"),
        "searched": texts.select("resource", "kind", rank="order").order_by("resource"),
        "text": texts.select(rowid="resource", names=plain_text(texts.names), body=plain_text(texts.body)).order_by(
            "rowid"
        ),
        "programme": programme_counts(numbers).order_by("programme"),
        "programme_sum": programme_sums(numbers).order_by("programme", "amount_kind", "currency"),
        "place": place_counts(numbers).order_by("place"),
    }


def plain_text(text: Any) -> Any:
    """Texts without the escapes of N-Quads, lines joined by blanks."""
    for pattern, plain in _PLAIN:
        text = text.re_replace(pattern, plain)
    return text


def quoted(numbers: Numbered) -> ibis.Table:
    """The wording of claims: statement, claim, status (null unknown), quote as N-Quads text."""
    triples = numbers.triples
    claims = numbers.pairs("rdf:subject", "claim", "sid")
    claims = claims.inner_join(numbers.pairs("rdf:predicate", "claim", "pid"), "claim")
    objects = triples.filter(triples.predicate == f"<{iri('rdf:object')}>").select(claim="sid", object="object")
    quotes = triples.filter(triples.predicate == f"<{iri('eulod:quote')}>").select(claim="sid", quote="object")
    claims = claims.inner_join(objects, "claim").inner_join(quotes, "claim")
    claims = claims.left_join(numbers.pairs("eulod:claimStatus", "claim", "status"), "claim").drop("claim_right")
    rows = claims.inner_join(triples.select("id", "sid", "pid", "object"), ["sid", "pid", "object"])
    return rows.select("claim", "status", "quote", statement="id").order_by("statement", "claim", "quote")


def _fill_meta(connection: sqlite3.Connection, release: Path, *, lineage: bool) -> None:
    rows = {"format": FORMAT, "release": release_id(release), "lineage": "yes" if lineage else "no"}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())
