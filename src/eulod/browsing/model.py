"""What a reader can be shown of a release: resources with their statements, findings of a search, counts.

Everything is plain data in code-point order; languages, numbers and dates are for the pages to put into words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

MAIN, ACRONYM, ALTERNATIVE, FALLBACK = range(4)
"""What a label is: a name or title, an acronym, another name, or what stands in where there is no name."""


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """One name of a resource: its text, its language tag or '', and what kind of label it is (MAIN to FALLBACK)."""

    text: str
    language: str = ""
    kind: int = MAIN


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A literal as the data have it: its text, language tag or '', datatype IRI or '' for plain and tagged text."""

    value: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Resource:
    """Something with an IRI, as it is named in a list or a link.

    `kind` is the word for its class (a key of `kinds.KINDS`), `thing` for other classes, '' where the release does not
    describe it. Labels are sorted by kind, language and text.
    """

    iri: str
    kind: str = ""
    labels: tuple[Label, ...] = ()


Term: TypeAlias = Resource | Literal


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A record that makes a statement, and the line of the mapping that reads it so; numbers are 0 where unknown.

    `cells` are the columns that were read, with what the record says there. Paths are relative to the dataset's folder.
    """

    source: str
    file: str
    record: int
    line: int
    cells: tuple[tuple[str, str], ...]
    triples_map: str
    mapping_file: str
    mapping_line: int


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """The wording by which a source makes a statement, as the Claim `claim` (its IRI) quotes it; status: a concept."""

    text: Literal
    claim: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement about a resource, with where it comes from.

    `graphs` are those that it stands in, one for each source document. `withheld` is '' or says why it is not in the
    canonical graph: `rejected` or `disputed`.
    """

    id: int
    predicate: Resource
    object: Term
    graphs: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    quotes: tuple[Quote, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """The statements with one predicate; `total` counts them, of which `statements` may be the first ones only."""

    predicate: Resource
    statements: tuple[Statement, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """The resources that lead here by one predicate: how many in all, and one page of them by IRI."""

    predicate: Resource
    total: int
    subjects: tuple[Resource, ...]
    page: int = 1


@dataclass(frozen=True, slots=True)
class Entity:
    """Everything that a release says about one resource.

    Properties are sorted by predicate; statements that are withheld stand in `withheld` alone. `records` are the
    SourceRecords about it, `replaced_by` what stands in for it if it is deprecated, or '' for nothing.
    """

    resource: Resource
    types: tuple[Resource, ...] = ()
    properties: tuple[Property, ...] = ()
    incoming: tuple[Incoming, ...] = ()
    withheld: tuple[Statement, ...] = ()
    records: tuple[Resource, ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """The entity's own IRI."""
        return self.resource.iri

    def statements(self, predicate: str) -> tuple[Statement, ...]:
        """The statements with `predicate`, an IRI."""
        found = (one.statements for one in self.properties if one.predicate.iri == predicate)
        return next(found, ())

    def objects(self, predicate: str) -> tuple[Term, ...]:
        """The objects of `predicate`, an IRI."""
        return tuple(statement.object for statement in self.statements(predicate))

    def resources(self, predicate: str) -> tuple[Resource, ...]:
        """The objects of `predicate` that are resources."""
        return tuple(term for term in self.objects(predicate) if isinstance(term, Resource))

    def literals(self, predicate: str) -> tuple[Literal, ...]:
        """The objects of `predicate` that are literals."""
        return tuple(term for term in self.objects(predicate) if isinstance(term, Literal))


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that a search can be narrowed to: how many findings have it, and whether it is chosen."""

    resource: Resource
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search, its values by count, then IRI; `total` counts them, of which the first are listed."""

    name: str
    values: tuple[FacetValue, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search: how many findings there are, those of the page, and the facets of all of them.

    Pages count from 1. `described` has the entities of the page by IRI, for what a list shows of each.
    """

    text: str
    total: int
    page: int
    pages: int
    results: tuple[Resource, ...]
    facets: tuple[Facet, ...]
    described: Mapping[str, Entity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What a source covers and how fresh it is, as the manifest says; dates are ISO texts, texts are in English."""

    name: str
    title: str
    licence: str
    retrieved: str
    as_of: str
    records: int
    described: int
    rejected: int
    covers: str
    lacks: str
    attribution: str
    homepage: str
    files: tuple[tuple[str, int, str], ...]  # path, bytes, SHA-256


@dataclass(frozen=True, slots=True)
class Sum:
    """Money of one kind (a concept) in one currency; `amount` is a decimal text, `projects` how many state it."""

    kind: Resource
    currency: Resource
    amount: str
    projects: int


@dataclass(frozen=True, slots=True)
class ProgrammeCount:
    """A programme with its period ('' unknown), its number of projects and the sums of what they state."""

    programme: Resource
    period: Resource | None
    projects: int
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place of partners: WGS84 degrees (None where no source gives them), country IRI or '', number of projects."""

    place: Resource
    latitude: float | None
    longitude: float | None
    country: str
    projects: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What a release holds: statements, entities by kind, sources, programmes by period and IRI, places by count."""

    statements: int
    kinds: Mapping[str, int]
    sources: tuple[SourceCoverage, ...]
    programmes: tuple[ProgrammeCount, ...]
    places: tuple[PlaceCount, ...]


Entities: TypeAlias = Iterator[Entity]
