"""eulod.toml: what a dataset is called, where its records are and how they are published.

Every table and key is declared here once; an unknown one is an error that names the nearest.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from eulod.errors import ConfigurationError, Place

FILE_NAME = "eulod.toml"
LICENCES = "https://creativecommons.org/"
_DATASET = (
    "base", "contact", "contact_name", "description", "homepage", "issued", "keywords", "languages", "licence",
    "profiles", "publisher", "shapes", "spatial", "themes", "title", "version",
)  # fmt: skip
_SOURCE = (
    "as_of", "attribution", "contacts", "covers", "documents", "homepage", "input", "kind", "lacks", "language", "licence",
    "mapping", "name", "publisher", "retrieved", "title",
)  # fmt: skip
_PUBLISHER = ("homepage", "iri", "kind", "name")
_PLACEHOLDER = "example.org"


class MissingConfiguration(ConfigurationError):
    """There is no eulod.toml where one is needed."""

    code = "C001"


class ConfigurationSyntax(ConfigurationError):
    """eulod.toml is no TOML."""

    code = "C002"


class UnknownSetting(ConfigurationError):
    """eulod.toml has a table or key that means nothing."""

    code = "C003"


class WrongSetting(ConfigurationError):
    """A setting is missing, or its value is not of the kind that belongs there."""

    code = "C004"


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
    own documents. `contacts` are the columns that name persons to get in touch with. Dates are ISO texts, `language` and `kind` as in ontology/codes.ttl, `licence` an IRI.
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
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    themes: tuple[str, ...] = ()
    spatial: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ("core",)
    shapes: Path | None = None

    @property
    def has_placeholder_base(self) -> bool:
        """Whether the base IRI is still the one that `eulod init` wrote."""
        return _PLACEHOLDER in self.base

    def externals(self, source: SourceSettings) -> dict[str, str]:
        """The values of `$(_base)`, `$(_source)` and `$(_retrieved)` in the mapping of a source."""
        return {"base": self.base, "source": source.name, "retrieved": source.retrieved}

    def shown_path(self, file: Path) -> str:
        """A path relative to the dataset's folder, so that what is published does not depend on where it was made."""
        path, root = file.resolve(), self.folder.resolve()
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
    return _Reader(file, _parsed(file)).settings()


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        help = "run `eulod init` to write one, or name it with --config"
        raise MissingConfiguration("there is no such file", place=Place(str(file)), help=help) from None
    except (OSError, UnicodeDecodeError) as error:
        help = "save it as a UTF-8 text that may be read"
        raise ConfigurationSyntax(f"it cannot be read: {error}", place=Place(str(file)), help=help) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationSyntax(str(error), place=Place(str(file)), help="correct the TOML syntax there") from None


class _Reader:
    def __init__(self, file: Path, content: dict[str, Any]) -> None:
        self.file = file
        self.lines = file.read_text(encoding="utf-8-sig").splitlines()
        self.content = content

    def settings(self) -> Settings:
        self.known("the file", self.content, ("dataset", "source"))
        dataset = self.content.get("dataset", {})
        self.known("[dataset]", dataset, _DATASET)
        sources = tuple(self.source(entry) for entry in self.content.get("source", []))
        self.check_names(sources)
        base = self.text("[dataset]", dataset, "base")
        if not base.startswith(("http://", "https://")) or not base.endswith("/"):
            raise self.wrong("base", f"base is '{base}'", "write an http or https IRI that ends in /")
        return Settings(
            folder=self.file.parent,
            base=base,
            title=self.per_language(dataset, "title"),
            description=self.per_language(dataset, "description"),
            publisher=self.publisher(dataset.get("publisher", {})),
            contact=self.text("[dataset]", dataset, "contact"),
            licence=self.licence("[dataset]", dataset),
            version=self.text("[dataset]", dataset, "version", "0.1.0"),
            sources=sources,
            homepage=self.text("[dataset]", dataset, "homepage", base),
            contact_name=self.text("[dataset]", dataset, "contact_name", ""),
            issued=self.day(dataset, "issued") if "issued" in dataset else None,
            keywords={tag: tuple(words) for tag, words in dataset.get("keywords", {}).items()},
            languages=self.texts(dataset, "languages", ("en",)),
            themes=self.texts(dataset, "themes", ()),
            spatial=self.texts(dataset, "spatial", ()),
            profiles=self.texts(dataset, "profiles", ("core",)),
            shapes=self.file.parent / self.text("[dataset]", dataset, "shapes") if "shapes" in dataset else None,
        )

    def source(self, entry: dict[str, Any]) -> SourceSettings:
        name = self.text("[[source]]", entry, "name")
        where = f"[[source]] {name}"
        self.known(where, entry, _SOURCE)
        optional = {
            key: self.text(where, entry, key)
            for key in ("attribution", "covers", "homepage", "kind", "lacks", "language", "publisher")
            if key in entry
        }
        return SourceSettings(
            name=name,
            mapping=self.file.parent / self.text(where, entry, "mapping"),
            input=self.file.parent / self.text(where, entry, "input"),
            title=self.text(where, entry, "title"),
            licence=self.licence(where, entry),
            retrieved=self.day(entry, "retrieved"),
            as_of=self.day(entry, "as_of") if "as_of" in entry else "",
            documents=bool(entry.get("documents", True)),
            contacts=self.texts(entry, "contacts", ()),
            **optional,
        )

    def publisher(self, entry: dict[str, Any]) -> PublisherSettings:
        self.known("publisher", entry, _PUBLISHER)
        name, iri = (self.text("publisher", entry, key) for key in ("name", "iri"))
        return PublisherSettings(name, iri, entry.get("kind"), entry.get("homepage"))

    def licence(self, where: str, entry: dict[str, Any]) -> str:
        iri = self.text(where, entry, "licence")
        if not iri.startswith(("http://", "https://")):
            raise self.wrong(
                "licence", f"the licence of {where} is '{iri}'", f"write its IRI, such as {LICENCES}licenses/by/4.0/"
            )
        return iri

    def text(self, where: str, entry: dict[str, Any], key: str, default: str | None = None) -> str:
        value = entry.get(key, default)
        if not isinstance(value, str) or (not value and default is None):
            found = "is missing" if key not in entry else f"is {value!r}"
            raise self.wrong(key, f"'{key}' of {where} {found}", f'write {key} = "…"')
        return value

    def texts(self, entry: dict[str, Any], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = entry.get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
            raise self.wrong(key, f"'{key}' is {value!r}", f'write {key} = ["…", "…"]')
        return tuple(value)

    def per_language(self, entry: dict[str, Any], key: str) -> dict[str, str]:
        value = entry.get(key)
        if not isinstance(value, dict) or not value or not all(isinstance(text, str) for text in value.values()):
            raise self.wrong(key, f"'{key}' of [dataset] gives no text per language", f'write {key} = {{ en = "…" }}')
        return dict(value)

    def day(self, entry: dict[str, Any], key: str) -> str:
        value = entry.get(key)
        if isinstance(value, date):
            return value.isoformat()[:10]
        raise self.wrong(key, f"'{key}' is {value!r}", f"write {key} = 2026-11-20, a date without quotes")

    def check_names(self, sources: tuple[SourceSettings, ...]) -> None:
        if not sources:
            raise self.wrong("source", "there is no [[source]]", "add a [[source]] with name, mapping and input")
        names = [source.name for source in sources]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise self.wrong("name", f"two sources are called '{twice}'", "give each source its own name")

    def known(self, where: str, entry: Any, keys: tuple[str, ...]) -> None:
        if not isinstance(entry, dict):
            raise self.wrong(where, f"{where} is no table", "write its keys below it")
        for key in entry:
            if key not in keys:
                near = get_close_matches(key, keys, n=1)
                help = f"did you mean '{near[0]}'?" if near else "remove it"
                problem = f"{where} has the unknown key '{key}'; there are: {', '.join(keys)}"
                raise UnknownSetting(problem, place=self.place(key), help=help)

    def wrong(self, key: str, problem: str, help: str) -> WrongSetting:
        return WrongSetting(problem, place=self.place(key), help=help)

    def place(self, key: str) -> Place:
        """The first line that gives `key`, for it is there that a reader looks first."""
        line = next(
            (n for n, text in enumerate(self.lines, 1) if text.strip().removeprefix("[[").startswith(key)), None
        )
        return Place(str(self.file), line)
