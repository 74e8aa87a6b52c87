"""The stages composed: sources to a published release. Each step is a stage's own function; nothing is decided here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import ibis

from eulod.config import FILE_NAME, Settings, SourceSettings
from eulod.engines.duckdb import DuckDBEngine
from eulod.errors import Place
from eulod.linking.authority import authority_iri
from eulod.mapping.map_source import MappedSource, map_source
from eulod.mapping.statements import with_columns
from eulod.publication.canonical_graph import canonical_graph, read_withheld, withheld_statements
from eulod.publication.dataset_counts import count_dataset
from eulod.publication.dataset_description import write_description
from eulod.publication.manifest import FindingCount, Manifest, dump_file, measure, write_manifest
from eulod.publication.metadata import DatasetMetadata, Publisher, SourceFile, SourceSummary, Standard
from eulod.publication.personal_data import masked_text, refuse_personal_data
from eulod.publication.rejected import write_rejected
from eulod.publication.release import Build, Release, building
from eulod.publication.source_documents import SourceDocument, source_document_statements
from eulod.reports import write_report
from eulod.serialisation.reading_back import read_back
from eulod.serialisation.write import write
from eulod.shipped import shipped
from eulod.sources.problem import Problem
from eulod.terms.prefixes import PREFIXES
from eulod.validation.data_graph import read_data
from eulod.validation.locate import located
from eulod.validation.profiles import read_profiles
from eulod.validation.report import Finding, Report, Severity, fails
from eulod.validation.validate import validate

DUMPS = ("data.jsonld", "data.nq", "data.nt", "data.trig", "data.ttl")
REPORTS = {"report.json": "json", "report.ttl": "ttl", "report.txt": "text"}
REJECTED = "rejected.csv"
ONTOLOGY = ("eulod.ttl", "codes.ttl", "constraints.ttl", "alignments.ttl", "context.jsonld")
_ONTOLOGY_IRI = "https://w3id.org/eulod/ns#"
_SHAPES_IRI = "https://w3id.org/eulod/shapes#"


@dataclass(frozen=True, slots=True)
class Options:
    """How an export runs: `on_error` is stop or skip, `fail_on` a severity or none; `progress` is told each step."""

    on_error: str = "stop"
    fail_on: str = "violation"
    gzip: bool = False
    threads: int | None = None
    memory_limit: str | None = None
    progress: Callable[[str], None] = lambda _: None


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


@contextmanager
def _engine(options: Options, scratch: Path) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(temporary=scratch, threads=options.threads, memory_limit=options.memory_limit)
    try:
        yield engine
    finally:
        engine.close()


@dataclass(slots=True)
class _Export:
    settings: Settings
    sources: tuple[SourceSettings, ...]
    build: Build
    engine: DuckDBEngine
    options: Options

    def run(self) -> Outcome:
        mapped = {source: self.mapped(source) for source in self.sources}
        names = self.contact_names(mapped)
        problems = [self.shown(problem, source, names) for source, one in mapped.items() for problem in one.problems]
        report = Report(tuple(_finding(problem) for problem in problems if not problem.rejects))
        write_rejected(problems, self.build.folder / REJECTED)
        rejected = sum(one.rejected_records for one in mapped.values())
        if rejected and self.options.on_error == "stop":
            left_out = tuple(sorted(problem for problem in problems if problem.rejects))
            report = report.plus(_finding(problem) for problem in left_out)
            return replace(self.failed(report, rejected, names), problems=left_out, stopped=True)
        return self.published(mapped, report, rejected, names)

    def published(
        self, mapped: dict[SourceSettings, MappedSource], report: Report, rejected: int, names: tuple[str, ...]
    ) -> Outcome:
        statements = self.statements(mapped)
        withheld = self.engine.materialise("withheld", withheld_statements(statements))
        canonical = self.engine.materialise("canonical", canonical_graph(statements, withheld))
        counted = self.dumps(statements, canonical)
        report = report.plus(self.validated(mapped).findings)
        if fails(report, self.options.fail_on):
            return self.failed(report, rejected, names)
        self.reports(report)
        self.vocabularies()
        self.described(mapped, canonical, counted, withheld, report)
        self.options.progress("searching for personal data")
        self.refuse_personal_data(names)
        return Outcome(self.build.publish(), None, report, rejected)

    def mapped(self, source: SourceSettings) -> MappedSource:
        self.options.progress(f"reading {source.name}")
        externals, base = self.settings.externals(source), self.settings.base
        return map_source(self.engine, source.mapping, input=source.input, externals=externals, base=base)

    def statements(self, mapped: dict[SourceSettings, MappedSource]) -> ibis.Table:
        self.options.progress("mapping")
        names = ("graph", "subject", "pair")
        self.engine.materialise("pairs", self.engine.from_columns({name: [] for name in names}))
        for one in mapped.values():
            for compiled in one.maps:
                self.engine.append("pairs", compiled.statements())
        documents = [quad for source, one in mapped.items() for quad in self.documents(source, one)]
        rows = [(graph, subject, f"{predicate} {object}") for graph, subject, predicate, object in documents]
        columns = {name: [row[number] for row in rows] for number, name in enumerate(names)}
        self.engine.append("pairs", self.engine.from_columns(columns))
        return self.engine.materialise("statements", with_columns(self.engine.table("pairs").distinct()))

    def documents(self, source: SourceSettings, mapped: MappedSource) -> Iterator[tuple[str, str, str, str]]:
        if not source.documents:
            return
        for name, files in mapped.files.items():
            for file in files:
                key = name if len(files) == 1 else f"{name}-{file.stem}"
                yield from source_document_statements(self.document(source, key, file), base=self.settings.base)

    def document(self, source: SourceSettings, key: str, file: Path) -> SourceDocument:
        return SourceDocument(
            source=source.name,
            key=key,
            title=f"{source.title}: {key}",
            kind=source.kind,
            language=authority_iri("language", source.language).rpartition("/")[2],
            retrieved=source.retrieved,
            sha256=measure(file).sha256,
            licence=source.licence,
            publisher=source.publisher,
            homepage=source.homepage,
        )

    def dumps(self, statements: ibis.Table, canonical: ibis.Table) -> dict[str, int]:
        """Write every dump, read each back, and give its number of statements."""
        suffix = ".gz" if self.options.gzip else ""
        counted: dict[str, int] = {}
        for graphs, table in ((True, statements), (False, canonical)):
            names = [name for name in DUMPS if name.endswith((".nq", ".trig")) == graphs]
            files = [self.build.folder / f"{name}{suffix}" for name in names]
            for file in files:
                self.options.progress(f"writing {file.name}")
                write(table, file, engine=self.engine, prefixes=PREFIXES)
            self.options.progress("reading back")
            read = read_back(files, table, engine=self.engine, scratch=self.build.scratch)
            counted |= {file.name: count for file, count in read.items()}
        return counted

    def validated(self, mapped: dict[SourceSettings, MappedSource]) -> Report:
        self.options.progress("validating")
        shapes = read_profiles(self.settings.profiles, folder=self.settings.shapes or shipped("shapes"))
        ontology = read_data([shipped("ontology") / name for name in ("eulod.ttl", "codes.ttl")])
        data = read_data([next(self.build.folder.glob("data.nt*"))])
        report = validate(data, shapes, ontology=ontology)
        placed = located(report, [one.lineage for one in mapped.values()])
        return Report(tuple(self.with_shown_place(finding) for finding in placed.findings))

    def with_shown_place(self, finding: Finding) -> Finding:
        place = finding.place
        return (
            finding
            if place is None
            else replace(finding, place=replace(place, file=self.settings.shown_path(Path(place.file))))
        )

    def shown(self, problem: Problem, source: SourceSettings, names: tuple[str, ...]) -> Problem:
        """The problem as it is told: paths below the dataset's folder, no personal data."""
        file, mapping = (self.settings.shown_path(Path(path)) for path in (problem.file, problem.mapping_file))
        value, reason = (masked_text(text, names=names) for text in (problem.value, problem.reason))
        return replace(problem, source=source.name, file=file, mapping_file=mapping, value=value, reason=reason)

    def reports(self, report: Report) -> None:
        for name, form in REPORTS.items():
            write_report(report, self.build.folder / name, form=form)

    def failed(self, report: Report, rejected: int, names: tuple[str, ...]) -> Outcome:
        """Keep report and rejected records, masked and searched like a release; nothing else of the build stays."""
        report = Report(tuple(_masked(finding, names) for finding in report.findings))
        self.reports(report)
        kept = [self.build.folder / name for name in (REJECTED, *REPORTS)]
        self.refuse_personal_data(names, only=kept)
        return Outcome(None, self.build.fail(kept), report, rejected)

    def refuse_personal_data(self, names: tuple[str, ...], *, only: Iterable[Path] | None = None) -> None:
        allowed = (self.settings.contact, self.settings.contact_name)
        refuse_personal_data(self.build.folder, names=names, allowed=allowed, only=only)

    def vocabularies(self) -> None:
        """Copy the ontology, codes and shapes that the release was made with."""
        for name in ONTOLOGY:
            (self.build.folder / "ontology").mkdir(exist_ok=True)
            shutil.copyfile(shipped("ontology") / name, self.build.folder / "ontology" / name)
        shapes = self.build.folder / "shapes"
        shapes.mkdir()
        for file in sorted((self.settings.shapes or shipped("shapes")).glob("*.ttl")):
            shutil.copyfile(file, shapes / file.name)

    def described(
        self,
        mapped: dict[SourceSettings, MappedSource],
        canonical: ibis.Table,
        counted: dict[str, int],
        withheld: ibis.Table,
        report: Report,
    ) -> None:
        self.options.progress("describing")
        metadata = _metadata(self.settings)
        summaries = tuple(self.summary(source, one) for source, one in mapped.items())
        files = tuple(dump_file(self.build.folder, name, count) for name, count in sorted(counted.items()))
        counts = count_dataset(self.engine, canonical, base=self.settings.base)
        write_description(self.build.folder, metadata, summaries, files, counts)
        manifest = Manifest(
            metadata=metadata,
            versions={"eulod": version("eulod"), "ontology": _ONTOLOGY_VERSION},
            sources=summaries,
            statements=counted,
            withheld=read_withheld(self.engine, withheld),
            findings=_counts(report),
        )
        write_manifest(self.build.folder, manifest)

    def summary(self, source: SourceSettings, mapped: MappedSource) -> SourceSummary:
        files = sorted({file for listed in mapped.files.values() for file in listed})
        return SourceSummary(
            name=source.name,
            title=source.title,
            licence=source.licence,
            retrieved=source.retrieved,
            records=mapped.records,
            described=mapped.records - mapped.rejected_records,
            rejected=mapped.rejected_records,
            files=tuple(self.source_file(file) for file in files),
            attribution=source.attribution,
            homepage=source.homepage,
            as_of=source.as_of,
            covers=source.covers,
            lacks=source.lacks,
        )

    def source_file(self, file: Path) -> SourceFile:
        measured = measure(file)
        return SourceFile(self.settings.shown_path(file), measured.size, measured.sha256)

    def contact_names(self, mapped: dict[SourceSettings, MappedSource]) -> tuple[str, ...]:
        """What the contact columns of the sources hold; those names may not be published."""
        place = Place(str(self.settings.folder / FILE_NAME))
        return tuple(name for source, one in mapped.items() for name in one.column_values(source.contacts, place=place))


_ONTOLOGY_VERSION = "0.1.0"


def _finding(problem: Problem) -> Finding:
    place = Place(problem.file, problem.line or None, problem.record or None, problem.column or None)
    message = f"'{problem.value}' is {problem.reason}" if problem.value else problem.reason
    severity = Severity.VIOLATION if problem.rejects else Severity.WARNING
    return Finding(severity=severity, message=message, code=problem.code, place=place)


def _masked(finding: Finding, names: tuple[str, ...]) -> Finding:
    texts = {"message": finding.message, "focus_node": finding.focus_node, "value": finding.value}
    return replace(finding, **{key: masked_text(text, names=names) for key, text in texts.items()})


def _counts(report: Report) -> tuple[FindingCount, ...]:
    counted = report.by_shape
    return tuple(FindingCount(one.code or one.shape.strip("<>"), str(one.severity), one.count) for one in counted)


def _metadata(settings: Settings) -> DatasetMetadata:
    publisher = settings.publisher
    kind = {"kind": publisher.kind} if publisher.kind else {}
    given = {"themes": settings.themes, "spatial": settings.spatial}
    return DatasetMetadata(
        base=settings.base,
        title=settings.title,
        description=settings.description,
        publisher=Publisher(publisher.name, publisher.iri, homepage=publisher.homepage, **kind),
        contact=settings.contact,
        contact_name=settings.contact_name,
        licence=settings.licence,
        homepage=settings.homepage or settings.base,
        version=settings.version,
        issued=settings.issued,
        keywords=settings.keywords,
        languages=tuple(authority_iri("language", tag) for tag in settings.languages),
        conforms_to=(Standard(_ONTOLOGY_IRI, "eulod ontology"), Standard(_SHAPES_IRI, "eulod shapes")),
        **{key: value for key, value in given.items() if value},
    )
