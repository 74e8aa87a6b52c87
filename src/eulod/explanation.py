"""Where the facts about a resource come from, over all sources of a dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from eulod.config import Settings, SourceSettings
from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import EulodError
from eulod.mapping.compile import Compiler
from eulod.mapping.lineage import Origin, origins
from eulod.mapping.map_source import mapping_file
from eulod.mapping.read_mapping import read_mapping
from eulod.terms.prefixes import PREFIXES

_QUOTE = f"<{PREFIXES['eulod']}quote>"
_BASE_PATHS = ("id/", "doc/")


class NothingKnown(EulodError):
    """No source of the dataset says anything about a resource."""

    code = "E002"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the sources say about one resource: each statement with its origins, and the wording that was quoted.

    `subject` is N-Quads text, `origins` and `quotes` are sorted; paths are relative to the dataset's folder.
    """

    subject: str
    origins: tuple[Origin, ...]
    quotes: tuple[str, ...]


def explain(settings: Settings, iri: str, predicate: str | None = None) -> Explanation:
    """Find where each statement about `iri` comes from; only those with `predicate` if it is given.

    Both may be whole IRIs, `prefix:name`, or paths below the dataset's base such as `id/project/…`.
    Raises NothingKnown, and the errors of reading the dataset's mappings and sources.
    """
    subject = f"<{whole_iri(iri, settings.base)}>"
    engine = DuckDBEngine()
    try:
        found = [origin for source in settings.sources for origin in _of_source(engine, settings, source, subject)]
    finally:
        engine.close()
    asked = None if predicate is None else f"<{whole_iri(predicate, settings.base)}>"
    kept = tuple(sorted(origin for origin in found if asked in (None, origin.predicate)))
    if not kept:
        about = "" if asked is None else f" with {asked}"
        problem = f"no source states anything about {subject}{about}"
        raise NothingKnown(problem, help="ask for an IRI that is in the release")
    return Explanation(subject, kept, tuple(sorted({origin.object for origin in found if origin.predicate == _QUOTE})))


def whole_iri(text: str, base: str) -> str:
    """`text` as an absolute IRI: compact ones expanded, paths put below `base`."""
    text = text.strip("<>")
    if text.startswith(_BASE_PATHS):
        return base + text
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and not local.startswith("//") else text


def _of_source(engine: DuckDBEngine, settings: Settings, source: SourceSettings, subject: str) -> list[Origin]:
    document = read_mapping(mapping_file(source.mapping), externals=settings.externals(source))
    compiler = Compiler(engine, document, source.input, base=settings.base, strict=True, lineage=True, skip=True)
    return [_relative(origin, settings, source) for origin in origins(compiler, [subject])]


def _relative(origin: Origin, settings: Settings, source: SourceSettings) -> Origin:
    file, mapping = (settings.shown_path(Path(path)) for path in (origin.file, origin.mapping_file))
    return replace(origin, source=source.name, file=file, mapping_file=mapping)
