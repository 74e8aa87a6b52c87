"""eulod.toml: what a dataset is called, where its records are and how they are published.

Every table and key is declared here once; an unknown one is an error that names the nearest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eulod.errors import ConfigurationError, Place
from eulod.toml_table import Table, WrongSetting, tables

FORMATS = ("jsonld", "nq", "nt", "trig", "ttl")
"""The dumps that a release can hold."""
FILE_NAME = "eulod.toml"
LICENCES = "https://creativecommons.org/"
_DATASET = (
    *(
        "base",
        "contact",
        "contact_name",
        "description",
        "download",
        "homepage",
        "issued",
        "keywords",
        "languages",
        "licence",
    ),
    *("formats", "profiles", "publisher", "shapes", "spatial", "themes", "title", "version"),
)
_SOURCE = (
    *("as_of", "attribution", "contacts", "covers", "documents", "homepage", "input", "kind", "lacks", "language"),
    *("licence", "mapping", "name", "publisher", "retrieved", "title"),
)
_PUBLISHER = ("homepage", "iri", "kind", "name")
_PLACEHOLDER = "example.org"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AT_LINE = re.compile(r"at line (?P<line>\d+)")


class MissingConfiguration(ConfigurationError):
    """There is no eulod.toml where one is needed."""

    code = "C001"


class ConfigurationSyntax(ConfigurationError):
    """eulod.toml is no TOML."""

    code = "C002"


class UnknownDatasetSource(ConfigurationError):
    """A command names a source that eulod.toml does not have."""

    code = "C005"


@dataclass(frozen=True, slots=True)
class PublisherSettings:
    """Who publishes the dataset; `kind` is an IRI of ADMS publishertype, if known."""

    name: str
    iri: str
    kind: str | None = None
    homepage: str | None = None


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One `[[source]]`: a mapping and the folder of its input, both absolute, and what is known of the source.

    `documents` says whether eulod describes the input files as SourceDocuments; False where the records name their
    own documents. `contacts` are the columns that name persons to get in touch with. Dates are ISO texts, `language` is
    a code of the EU table, `kind` a notation of documentKind, `licence`, `publisher` and `homepage` are IRIs.
    """

    name: str
    mapping: Path
    input: Path
    title: str
    licence: str
    retrieved: str
    language: str = "en"
    kind: str = "export-row"
    documents: bool = True
    contacts: tuple[str, ...] = ()
    attribution: str = ""
    publisher: str = ""
    homepage: str = ""
    as_of: str = ""
    covers: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """A dataset's settings; `folder` is where its eulod.toml lies, texts are per language tag."""

    folder: Path
    base: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    publisher: PublisherSettings
    contact: str
    licence: str
    version: str
    sources: tuple[SourceSettings, ...]
    homepage: str = ""
    contact_name: str = ""
    issued: str | None = None
    download: str | None = None
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    themes: tuple[str, ...] = ()
    spatial: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ("core",)
    shapes: Path | None = None
    formats: tuple[str, ...] = FORMATS

    @property
    def has_placeholder_base(self) -> bool:
        """Whether the base IRI is still the one that `eulod init` wrote."""
        return _PLACEHOLDER in self.base

    def externals(self, source: SourceSettings) -> dict[str, str]:
        """The values of `$(_base)`, `$(_source)` and `$(_retrieved)` in the mapping of a source."""
        return {"base": self.base, "source": source.name, "retrieved": source.retrieved}

    def shown_path(self, file: Path | str) -> str:
        """A path relative to the dataset's folder, so that what is published does not depend on where it was made.

        Addresses, such as https://…, stay as they are.
        """
        if _ADDRESS.match(str(file)):
            return str(file)
        path, root = Path(file).resolve(), self.folder.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name

    def selected(self, names: tuple[str, ...]) -> tuple[SourceSettings, ...]:
        """The sources called `names`, all when there are none. Raises UnknownDatasetSource."""
        known = {source.name: source for source in self.sources}
        for name in names:
            if name not in known:
                problem = f"no source '{name}'; there are: {', '.join(known)}"
                place = Place(str(self.folder / FILE_NAME))
                raise UnknownDatasetSource(problem, place=place, help="correct the name, or add it as a [[source]]")
        return tuple(source for source in self.sources if not names or source.name in names)


def read_settings(path: Path) -> Settings:
    """Read eulod.toml at `path`, or in the folder `path`.

    Raises ConfigurationError subclasses with file, line where known, what was found and what was possible.
    """
    file = path / FILE_NAME if path.is_dir() else path
    text = _decoded(file)
    whole, *below = tables(str(file), text, _parsed(file, text))
    whole.only(("dataset", "source"))
    dataset = next((table for table in below if table.name == "[dataset]"), None)
    if dataset is None:
        raise whole.wrong("dataset", "begin with the table [dataset] and its keys")
    sources = tuple(_source(table, file.parent) for table in below if table.name.startswith("[[source]]"))
    _check_sources(whole, sources)
    return _settings(dataset.only(_DATASET), file.parent, sources)


def _decoded(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        help = "run `eulod init` to write one, or name it with --config"
        raise MissingConfiguration("there is no such file", place=Place(str(file)), help=help) from None
    except (OSError, UnicodeDecodeError) as error:
        help = "save it as a UTF-8 text that may be read"
        raise ConfigurationSyntax(f"it cannot be read: {error}", place=Place(str(file)), help=help) from None


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        place = Place(str(file), int(found["line"]) if found else None)
        raise ConfigurationSyntax(str(error), place=place, help="correct the TOML syntax there") from None


def _settings(dataset: Table, folder: Path, sources: tuple[SourceSettings, ...]) -> Settings:
    base = dataset.iri("base")
    if not base.startswith("http") or not base.endswith("/"):
        raise dataset.wrong("base", "write an http or https IRI that ends in /")
    return Settings(
        folder=folder,
        base=base,
        title=dataset.per_language("title"),
        description=dataset.per_language("description"),
        publisher=_publisher(dataset.below("publisher")),
        contact=dataset.text("contact"),
        licence=_licence(dataset),
        version=dataset.text("version", "0.1.0"),
        sources=sources,
        homepage=dataset.iri("homepage", base),
        contact_name=dataset.text("contact_name", ""),
        download=dataset.iri("download", "") or None,
        issued=dataset.day("issued") if "issued" in dataset.entry else None,
        keywords=dataset.lists_per_language("keywords"),
        languages=dataset.texts("languages", ("en",)),
        themes=dataset.texts("themes"),
        spatial=dataset.texts("spatial"),
        profiles=dataset.texts("profiles", ("core",)),
        shapes=folder / dataset.text("shapes") if "shapes" in dataset.entry else None,
        formats=_formats(dataset),
    )


def _formats(dataset: Table) -> tuple[str, ...]:
    named = dataset.texts("formats", FORMATS)
    if unknown := [name for name in named if name not in FORMATS]:
        raise dataset.wrong("formats", f"there is no '{unknown[0]}'; there are: {', '.join(FORMATS)}")
    if "nq" not in named or not {"nt", "ttl"} & {*named}:
        raise dataset.wrong("formats", "name nq, which alone holds the graphs, and nt or ttl, which queries read")
    return tuple(name for name in FORMATS if name in named)


def _source(table: Table, folder: Path) -> SourceSettings:
    table.only(_SOURCE)
    if not _NAME.fullmatch(table.text("name")):
        raise table.wrong("name", "write small letters, digits and hyphens, for the name becomes part of IRIs")
    return SourceSettings(
        name=table.text("name"),
        mapping=folder / table.text("mapping"),
        input=folder / table.text("input"),
        title=table.text("title"),
        licence=_licence(table),
        retrieved=table.day("retrieved"),
        language=table.text("language", "en"),
        kind=table.text("kind", "export-row"),
        documents=table.flag("documents", default=True),
        contacts=table.texts("contacts"),
        attribution=table.text("attribution", ""),
        publisher=table.iri("publisher", ""),
        homepage=table.iri("homepage", ""),
        as_of=table.day("as_of", ""),
        covers=table.text("covers", ""),
        lacks=table.text("lacks", ""),
    )


def _publisher(table: Table) -> PublisherSettings:
    table.only(_PUBLISHER)
    kind, homepage = (table.iri(key) if key in table.entry else None for key in ("kind", "homepage"))
    return PublisherSettings(table.text("name"), table.iri("iri"), kind, homepage)


def _licence(table: Table) -> str:
    iri = table.iri("licence")
    if not iri.startswith("http"):
        raise table.wrong("licence", f"write its IRI, such as {LICENCES}licenses/by/4.0/")
    return iri


def _check_sources(whole: Table, sources: tuple[SourceSettings, ...]) -> None:
    if not sources:
        raise whole.wrong("source", "add a [[source]] with name, mapping and input")
    names = [source.name for source in sources]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        problem = f"two sources are called '{twice}'"
        raise WrongSetting(problem, place=whole.place("source"), help="give each source its own name")
