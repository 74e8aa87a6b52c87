"""Where the facts about a resource come from, over all sources of a dataset."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from eulod.config import Settings, SourceSettings
from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import Engine
from eulod.errors import EulodError
from eulod.mapping.compile import Compiler
from eulod.mapping.lineage import Origin, origins, subjects_with
from eulod.mapping.map_source import mapping_file
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.retrieve_sources import retrieve_sources
from eulod.sources.access.staging import Staging
from eulod.terms.prefixes import PREFIXES

_SUBJECT, _PREDICATE, _OBJECT = (f"<{PREFIXES['rdf']}{name}>" for name in ("subject", "predicate", "object"))
_QUOTE = f"<{PREFIXES['eulod']}quote>"
_BASE_PATHS = ("id/", "doc/")


class NothingKnown(EulodError):
    """No source of the dataset says anything about a resource."""

    code = "E002"


@dataclass(frozen=True, slots=True, order=True)
class Claimed:
    """The wording by which a source makes one statement, as a Claim quotes it; terms are N-Quads text."""

    predicate: str
    object: str
    quote: str
    claim: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the sources say about one resource: each statement with its origins, and the wording that was quoted.

    `subject` is N-Quads text, `quotes` are those of the resource as a whole, `claims` those of single statements; all
    are sorted, and paths are relative to the dataset's folder.
    """

    subject: str
    origins: tuple[Origin, ...]
    quotes: tuple[str, ...]
    claims: tuple[Claimed, ...] = ()

    def quotes_of(self, predicate: str, object_: str) -> tuple[str, ...]:
        """The quotes of the claims that make one statement."""
        return tuple(one.quote for one in self.claims if (one.predicate, one.object) == (predicate, object_))


def explain(settings: Settings, iri: str, predicate: str | None = None) -> Explanation:
    """Find where each statement about `iri` comes from; only those with `predicate` if it is given.

    Both may be whole IRIs, `prefix:name`, or paths below the dataset's base such as `id/project/…`.
    Raises NothingKnown, and the errors of reading the dataset's mappings and sources.
    """
    subject = f"<{whole_iri(iri, settings.base)}>"
    found, claims = _said(settings, subject)
    asked = None if predicate is None else f"<{whole_iri(predicate, settings.base)}>"
    kept = tuple(sorted(origin for origin in found if asked in (None, origin.predicate)))
    if not kept:
        about = "" if asked is None else f" with {asked}"
        problem = f"no source states anything about {subject}{about}"
        raise NothingKnown(problem, help="ask for an IRI that is in the release")
    quotes = tuple(sorted({origin.object for origin in found if origin.predicate == _QUOTE}))
    return Explanation(subject, kept, quotes, tuple(claim for claim in claims if asked in (None, claim.predicate)))


def _said(settings: Settings, subject: str) -> tuple[list[Origin], tuple[Claimed, ...]]:
    """The statements about `subject` with their origins, and the Claims about it, sorted."""
    with tempfile.TemporaryDirectory(prefix="eulod-", ignore_cleanup_errors=True) as scratch:
        engine, staging = DuckDBEngine(temporary=Path(scratch)), Staging(Path(scratch))
        try:
            compilers = {source: compiler_of(engine, settings, source, staging) for source in settings.sources}
            sources = [_Source(settings, source, compiler) for source, compiler in compilers.items()]
            found = [origin for source in sources for origin in source.origins([subject])]
            return found, tuple(sorted({claim for source in sources for claim in source.claims(subject)}))
        finally:
            engine.close()


def whole_iri(text: str, base: str) -> str:
    """`text` as an absolute IRI: compact ones expanded, paths put below `base`."""
    text = text.strip("<>")
    if text.startswith(_BASE_PATHS):
        return base + text
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and not local.startswith("//") else text


@dataclass(frozen=True, slots=True)
class _Source:
    settings: Settings
    source: SourceSettings
    compiler: Compiler

    def origins(self, subjects: list[str]) -> list[Origin]:
        return [self.shown(origin) for origin in origins(self.compiler, subjects)]

    def claims(self, subject: str) -> Iterator[Claimed]:
        """The Claims with a quote that reify statements about `subject`."""
        claims = subjects_with(self.compiler, _SUBJECT, [subject])
        said: dict[str, dict[str, str]] = {}
        for origin in origins(self.compiler, claims) if claims else ():
            said.setdefault(origin.subject, {})[origin.predicate] = origin.object
        for claim, about in said.items():
            if {_PREDICATE, _OBJECT, _QUOTE} <= about.keys():
                yield Claimed(about[_PREDICATE], about[_OBJECT], about[_QUOTE], claim)

    def shown(self, origin: Origin) -> Origin:
        file, mapping = (self.settings.shown_path(path) for path in (origin.file, origin.mapping_file))
        return replace(origin, source=self.source.name, file=file, mapping_file=mapping)


def compiler_of(engine: Engine, settings: Settings, source: SourceSettings, staging: Staging) -> Compiler:
    """What compiles the mapping of a source of the dataset, keeps lineage and passes over records it cannot read.

    Raises the errors of reading mappings and sources.
    """
    document = read_mapping(mapping_file(source.mapping), externals=settings.externals(source))
    document = retrieve_sources(document, source.input, replace(staging, address=source.address))
    return Compiler(engine, document, source.input, base=settings.base, strict=True, lineage=True, skip=True)
