"""What the release says of itself and of its sources: settings and counts, as plain declarations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eulod.errors import LicenceMissing, Place

_AUTHORITY = "http://publications.europa.eu/resource/authority/"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes; `kind` is an IRI of ADMS publishertype, where one is known."""

    name: str
    iri: str
    kind: str | None = None
    homepage: str | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A specification that the dataset conforms to, such as the ontology or the shapes."""

    iri: str
    title: str


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """One input file: its path as the configuration names it (never absolute), bytes, SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """What a source covers: records read = described + rejected; dates are ISO; `lacks` says what is not in it."""

    name: str
    title: str
    licence: str
    retrieved: str
    records: int
    described: int
    rejected: int
    files: tuple[SourceFile, ...] = ()
    attribution: str = ""
    homepage: str = ""
    as_of: str = ""
    covers: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class DatasetMetadata:
    """The dataset as its settings describe it.

    Texts are per language tag; languages, themes and places are IRIs of the EU tables, dates ISO. `download` is the
    address of the folder that holds the dumps, ending in a slash; `contact` is a web address or a `mailto:`; `spatial`
    stands in where the data name no country.
    """

    base: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    publisher: Publisher
    contact: str
    licence: str
    version: str
    homepage: str = ""
    issued: str | None = None
    contact_name: str = ""
    download: str | None = None
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    themes: tuple[str, ...] = (f"{_AUTHORITY}data-theme/REGI",)
    languages: tuple[str, ...] = (f"{_AUTHORITY}language/ENG",)
    spatial: tuple[str, ...] = (f"{_AUTHORITY}continent/EUROPE",)
    frequency: str = f"{_AUTHORITY}frequency/IRREG"
    conforms_to: tuple[Standard, ...] = ()

    @property
    def iri(self) -> str:
        """The dataset's own IRI."""
        return f"{self.base}id/dataset/all"

    @property
    def folder(self) -> str:
        """Where the dumps can be fetched."""
        return self.download or f"{self.base}current/"


@dataclass(frozen=True, slots=True, order=True)
class DumpFile:
    """One dump of the release: path below the release folder, bytes, SHA-256 and number of statements."""

    path: str
    size: int
    sha256: str
    statements: int


def require_licences(sources: tuple[SourceSummary, ...]) -> None:
    """Raise LicenceMissing when a source states no licence: such a source cannot be published."""
    missing = sorted(source.name for source in sources if not source.licence)
    if missing:
        raise LicenceMissing(
            f"no licence is stated for: {', '.join(missing)}",
            help="state `licence` in its [[source]] entry, as an IRI",
            place=Place("eulod.toml"),
        )
