"""The stages composed: sources to a published release. Each step is a stage's own function; nothing is decided here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

import ibis

from eulod.config import FILE_NAME, Settings, SourceSettings
from eulod.engines.engine import Engine
from eulod.engines.start import Cluster, start_engine
from eulod.errors import Place
from eulod.mapping.map_source import MappedSource, map_source
from eulod.mapping.statements import sorted_statements
from eulod.publication.canonical_graph import keep_canonical_graph, read_withheld, withheld_statements
from eulod.publication.dataset_counts import DatasetCounts, count_dataset
from eulod.publication.dataset_description import write_description
from eulod.publication.from_settings import dataset_metadata, input_documents, source_summary
from eulod.publication.manifest import Manifest, dump_files, write_manifest
from eulod.publication.personal_data import refuse_personal_data
from eulod.publication.rejected import write_rejected
from eulod.publication.release import Build, Release, building
from eulod.publication.told import finding_counts, finding_of, masked_cells, masked_report, told_problem, told_report
from eulod.publication.vocabularies import copy_vocabularies
from eulod.reports import About, write_report
from eulod.serialisation.formats import GZIP, format_named
from eulod.serialisation.reading_back import ReadingBack, reading_back
from eulod.serialisation.vocabulary import vocabulary_of
from eulod.serialisation.write import write
from eulod.shipped import shipped
from eulod.sources.access.staging import Staging
from eulod.sources.problem import Problem
from eulod.terms.prefixes import PREFIXES
from eulod.validation.data_graph import read_data
from eulod.validation.data_table import released_triples
from eulod.validation.locate import located, with_lines
from eulod.validation.profiles import read_profiles, shapes_files
from eulod.validation.report import Finding, Report, fails
from eulod.validation.rules import Rule, rules_of
from eulod.validation.set_wise import validate_table

REPORTS = MappingProxyType(
    {
        "report.html": "html",
        "report.json": "json",
        "report.junit.xml": "junit",
        "report.sarif": "sarif",
        "report.ttl": "ttl",
        "report.txt": "text",
    }
)
_FULL_REPORT = "report.json"
REJECTED = "rejected.csv"
_FIRST_LIMIT = "1500MB"
"""What DuckDB may hold as long as it is enough: beyond it, what can spills to disk."""
_ONTOLOGY_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Options:
    """How an export runs: `on_error` is stop or skip, `fail_on` a severity or none; `progress` is told each step.

    Messages of shapes are in `language` where they have it. With `cluster`, executors read the sources and write the
    dumps; threads and memory limit are DuckDB's.
    """

    on_error: str = "stop"
    fail_on: str = "violation"
    gzip: bool = False
    threads: int | None = None
    memory_limit: str | None = None
    cluster: Cluster | None = None
    progress: Callable[[str], None] = lambda _: None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an export came to: a release, or a folder that says why there is none.

    `rejected` counts the records left out, or that would have been, `problems` says what is wrong with them.
    `stopped` says that nothing was checked or published because of them.
    """

    release: Release | None
    failed: Path | None
    report: Report
    rejected: int
    problems: tuple[Problem, ...] = ()
    stopped: bool = False


def export(settings: Settings, *, out: Path, sources: tuple[str, ...] = (), options: Options | None = None) -> Outcome:
    """Map, check, write, describe and publish the sources of a dataset, all of them unless named.

    Raises EulodError subclasses when it could not run; a failed check is an Outcome without a release. Whatever fails,
    the last release stays as it was.
    """
    chosen = settings.selected(sources)
    with building(out) as build, _engine(options or Options(), build.scratch) as engine:
        return _Export(settings, chosen, build, engine, options or Options()).run()


def dataset_rules(settings: Settings, language: str = "en") -> tuple[Rule, ...]:
    """The shapes that a dataset's settings choose, as rules, messages in `language`."""
    shapes = read_profiles(settings.profiles, folder=settings.shapes or shipped("shapes"))
    return rules_of(shapes, language=language)


def check_records(settings: Settings, *, sources: tuple[str, ...] = (), options: Options | None = None) -> Report:
    """Map and check the sources of a dataset, all of them unless named, and publish nothing.

    Records that cannot be mapped are findings too, and the others are checked without them. Personal data is masked.
    Raises EulodError subclasses when it could not run.
    """
    chosen, options = settings.selected(sources), options or Options()
    with tempfile.TemporaryDirectory(prefix="eulod-", ignore_cleanup_errors=True) as folder:
        build = Build(Path(folder), Path(folder), Path(folder) / "scratch")
        build.scratch.mkdir()
        with _engine(options, build.scratch) as engine:
            return _Export(settings, chosen, build, engine, options).checked()


@contextmanager
def _engine(options: Options, scratch: Path) -> Iterator[Engine]:
    limit = options.memory_limit
    first = None if limit else _FIRST_LIMIT
    engine = start_engine(
        scratch, cluster=options.cluster, threads=options.threads, memory_limit=limit, first_limit=first
    )
    try:
        yield engine
    finally:
        engine.close()


@dataclass(slots=True)
class _Export:
    settings: Settings
    sources: tuple[SourceSettings, ...]
    build: Build
    engine: Engine
    options: Options

    def run(self) -> Outcome:
        mapped = {source: self.mapped(source) for source in self.sources}
        names = self.contact_names(mapped)
        problems = self.problems(mapped, names)
        report = Report(tuple(finding_of(problem) for problem in problems if not problem.rejects))
        write_rejected(problems, self.build.folder / REJECTED)
        rejected = sum(one.rejected_records for one in mapped.values())
        if rejected and self.options.on_error == "stop":
            left_out = tuple(sorted(problem for problem in problems if problem.rejects))
            report = report.plus(finding_of(problem) for problem in left_out)
            return replace(self.failed(report, rejected, names), problems=left_out, stopped=True)
        return self.published(mapped, report, rejected, names)

    def checked(self) -> Report:
        """What is found in the records and in what they are mapped to."""
        mapped = {source: self.mapped(source) for source in self.sources}
        names = self.contact_names(mapped)
        found = Report(tuple(self.problem_findings(mapped, names)))
        statements = self.statements(mapped)
        canonical = self.canonical(statements, self.engine.keep(withheld_statements(statements)))
        return masked_report(found.plus(self.validated(mapped, canonical).findings), names)

    def published(
        self, mapped: Mapping[SourceSettings, MappedSource], report: Report, rejected: int, names: tuple[str, ...]
    ) -> Outcome:
        statements = self.statements(mapped)
        withheld = self.engine.materialise("withheld", withheld_statements(statements))
        canonical = self.canonical(statements, withheld)
        with reading_back(self.engine, self.build.scratch) as reading:
            dumps = [(self.dumps(table, reading), table) for table in (statements, canonical)]
            report = report.plus(masked_cells(self.validated(mapped, canonical), names).findings)
            if fails(report, self.options.fail_on):
                return self.failed(report, rejected, names)
            self.options.progress("counting")
            counts = count_dataset(self.engine, canonical, base=self.settings.base)
            self.options.progress("reading back")
            read = [reading.checked(files, table) for files, table in dumps]
        self.reports(report)
        copy_vocabularies(self.build.folder, ontology=shipped("ontology"), shapes=shapes_files(self.shapes))
        counted = {file.name: count for found in read for file, count in found.items()}
        self.described(mapped, counts, counted, withheld, report)
        self.options.progress("searching for personal data")
        self.refuse_personal_data(names)
        self.options.progress("publishing")
        return Outcome(self.build.publish(), None, report, rejected)

    @property
    def shapes(self) -> Path:
        return self.settings.shapes or shipped("shapes")

    def mapped(self, source: SourceSettings) -> MappedSource:
        self.options.progress(f"reading {source.name}")
        externals, base = self.settings.externals(source), self.settings.base
        staging = Staging(self.build.scratch, address=source.address)
        return map_source(
            self.engine, source.mapping, input=source.input, externals=externals, base=base, staging=staging
        )

    def problems(self, mapped: Mapping[SourceSettings, MappedSource], names: tuple[str, ...]) -> list[Problem]:
        return [told for told, _ in self.told_problems(mapped, names)]

    def problem_findings(
        self, mapped: Mapping[SourceSettings, MappedSource], names: tuple[str, ...]
    ) -> Iterator[Finding]:
        return (finding_of(told, logical=logical) for told, logical in self.told_problems(mapped, names))

    def told_problems(
        self, mapped: Mapping[SourceSettings, MappedSource], names: tuple[str, ...]
    ) -> Iterator[tuple[Problem, str]]:
        """The problems of the records as they may be told, each with its logical source."""
        for source, one in mapped.items():
            for problem in with_lines(one.problems, one.lineage):
                told = told_problem(problem, source=source.name, settings=self.settings, names=names)
                yield told, problem.source

    def statements(self, mapped: Mapping[SourceSettings, MappedSource]) -> ibis.Table:
        """Every statement of every source, and those about the input files: graph, subject, predicate, object."""
        self.options.progress("mapping")
        about = [quad for source, one in mapped.items() for quad in input_documents(self.settings, source, one.files)]
        names = ("graph", "subject", "predicate", "object")
        columns = {name: [quad[place] for quad in about] for place, name in enumerate(names)}
        maps = (compiled for one in mapped.values() for compiled in one.maps)
        return sorted_statements(maps, self.engine.from_columns(columns), engine=self.engine, name="statements")

    def canonical(self, statements: ibis.Table, withheld: ibis.Table) -> ibis.Table:
        return keep_canonical_graph(self.engine, statements, withheld, name="canonical")

    def dumps(self, statements: ibis.Table, reading: ReadingBack) -> list[Path]:
        """Write the dumps with or without graphs, as the statements are, and have each read back from then on."""
        suffix, graphs = GZIP if self.options.gzip else "", "graph" in statements.columns
        formats = [name for name in self.settings.formats if format_named(name).holds_graphs is graphs]
        files = [self.build.folder / f"data.{name}{suffix}" for name in formats]
        vocabulary = None if graphs else vocabulary_of(statements, self.engine)
        for file in files:
            self.options.progress(f"writing {file.name}")
            write(statements, file, engine=self.engine, prefixes=PREFIXES, vocabulary=vocabulary)
            self.build.settle(file)
            reading.start(file)
        return files

    def validated(self, mapped: Mapping[SourceSettings, MappedSource], canonical: ibis.Table) -> Report:
        """What the shapes find in the canonical graph, each with the record that it comes from."""
        self.options.progress("validating")
        shapes = read_profiles(self.settings.profiles, folder=self.shapes)
        ontology = read_data([shipped("ontology") / name for name in ("eulod.ttl", "codes.ttl")])
        triples = released_triples(canonical, engine=self.engine, ontology=ontology)
        report = validate_table(self.engine, triples, shapes, language=self.options.language).report
        return told_report(located(report, [one.lineage for one in mapped.values()]), self.settings)

    def reports(self, report: Report) -> None:
        about = About(dataset_rules(self.settings, self.options.language), self.options.fail_on, _FULL_REPORT)
        for name, form in REPORTS.items():
            write_report(report, self.build.folder / name, form=form, about=about)

    def failed(self, report: Report, rejected: int, names: tuple[str, ...]) -> Outcome:
        """Keep report and rejected records, masked and searched like a release; nothing else of the build stays."""
        report = masked_report(report, names)
        self.reports(report)
        kept = [self.build.folder / name for name in (REJECTED, *REPORTS)]
        self.refuse_personal_data(names, only=kept)
        return Outcome(None, self.build.fail(kept), report, rejected)

    def refuse_personal_data(self, names: tuple[str, ...], *, only: Iterable[Path] | None = None) -> None:
        allowed = (self.settings.contact, self.settings.contact_name)
        refuse_personal_data(self.build.folder, names=names, allowed=allowed, only=only)

    def described(
        self,
        mapped: Mapping[SourceSettings, MappedSource],
        counts: DatasetCounts,
        counted: Mapping[str, int],
        withheld: ibis.Table,
        report: Report,
    ) -> None:
        """Write the description of the dataset, and the manifest of everything that lies in the build."""
        self.options.progress("describing")
        folder, metadata = self.build.folder, dataset_metadata(self.settings)
        summaries = tuple(
            source_summary(
                self.settings,
                source,
                records=one.records,
                rejected=one.rejected_records,
                files=(file for files in one.files.values() for file in files),
            )
            for source, one in mapped.items()
        )
        files = dump_files(folder, counted)
        write_description(folder, metadata, summaries, files, counts)
        manifest = Manifest(
            metadata=metadata,
            versions={"eulod": version("eulod"), "ontology": _ONTOLOGY_VERSION},
            sources=summaries,
            dumps=files,
            withheld=read_withheld(self.engine, withheld),
            findings=finding_counts(report),
        )
        write_manifest(folder, manifest)

    def contact_names(self, mapped: Mapping[SourceSettings, MappedSource]) -> tuple[str, ...]:
        """What the contact columns of the sources hold; those names may not be published."""
        place = Place(str(self.settings.folder / FILE_NAME))
        return tuple(name for source, one in mapped.items() for name in one.column_values(source.contacts, place=place))
