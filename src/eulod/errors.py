"""What can go wrong, as one tree; each class has a code, and each code a page in docs/errors.

    EulodError
    ├── ConfigurationError   C…  eulod.toml cannot be used
    ├── SourceError          S…  a logical source cannot be read
    ├── MappingError         M…  a mapping cannot be compiled
    ├── LinkingError         L…  a value cannot be linked to an authority table
    ├── RecordError          V…  records of a source cannot be mapped
    ├── RdfError             R…  an RDF document cannot be read or written
    ├── ShapesGraphError     H…  a shapes graph cannot be used
    ├── QueryError           Q…  a SPARQL query cannot be run
    └── ReleaseError         P…  a release cannot be published

One class stands for one remedy, not for one place that raises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from eulod.staged_name import shown_name


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a file and, as far as known, a line and a character in it, or a record and a column.

    Lines, characters and records count from 1; a column is named. A staged file has the name of what it came from.
    """

    file: str
    line: int | None = None
    record: int | None = None
    column: str | None = None
    character: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "file", shown_name(self.file))

    def __str__(self) -> str:
        text = ":".join(str(part) for part in (self.file, self.line, self.character) if part is not None)
        if self.record is not None:
            text += f": record {self.record}"
        if self.column is not None:
            text += f", column '{self.column}'"
        return text


class EulodError(Exception):
    """Anything that eulod reports to its user: what was found, where, and one remedy.

    `str()` gives `place: CODE problem` and, on a second line, `help: remedy`. A note is only told by `eulod check`, and
    does not make it fail.
    """

    code: ClassVar[str] = "E000"
    is_note: ClassVar[bool] = False

    def __init__(self, problem: str, *, help: str, place: Place | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.help = help
        self.place = place

    def __str__(self) -> str:
        start = f"{self.place}: " if self.place else ""
        return f"{start}{self.code} {self.problem}\n  help: {self.help}"


class ConfigurationError(EulodError):
    """The dataset's eulod.toml cannot be used."""

    code = "C000"


class SourceError(EulodError):
    """A logical source cannot be read."""

    code = "S000"


class MappingError(EulodError):
    """A mapping cannot be compiled."""

    code = "M000"


class NoSingleValue(MappingError):
    """A reference finds a list or an object where one value belongs."""

    code = "M040"


class LinkingError(EulodError):
    """A value cannot be linked to an authority table."""

    code = "L000"


class RecordError(EulodError):
    """Records of a source cannot be mapped."""

    code = "V000"


class RdfError(EulodError):
    """An RDF document cannot be read or written."""

    code = "R000"


class UnreadableDocument(RdfError):
    """A file of RDF is missing, or may not be read."""

    code = "R001"


class UnknownFormat(RdfError):
    """The format of an RDF document is neither stated nor known from its name."""

    code = "R002"


class RdfSyntaxError(RdfError):
    """An RDF document is not what its format says."""

    code = "R003"


class DoctypeRefused(RdfError):
    """An XML document declares a document type."""

    code = "R004"


class RemoteContextRefused(RdfError):
    """A JSON-LD document asks for a context from elsewhere."""

    code = "R005"


class UnsupportedTerm(RdfError):
    """An RDF document holds a term that eulod does not carry: a triple term or a base direction."""

    code = "R006"


class TooDeep(RdfError):
    """An RDF document nests deeper than any real one does."""

    code = "R007"


class ShapesGraphError(EulodError):
    """A shapes graph cannot be used."""

    code = "H000"


class ShapesMalformed(ShapesGraphError):
    """The shapes are not well-formed SHACL."""

    code = "H001"


class ShapesFetchRefused(ShapesGraphError):
    """The shapes ask for something from elsewhere: an import or a query to another service."""

    code = "H002"


class ShapesUnsupported(ShapesGraphError):
    """The shapes use a part of SHACL that eulod does not run."""

    code = "H003"


class ShapesNotRunnable(ShapesGraphError):
    """The validator stopped at a shape."""

    code = "H004"


class NoShapes(ShapesGraphError):
    """The shapes graph holds no shape with a target."""

    code = "H005"


class UnknownProfile(ShapesGraphError):
    """A profile is asked for that the shapes do not declare."""

    code = "H006"


class PatternRunsAway(ShapesGraphError):
    """A regular expression of the shapes takes too long."""

    code = "H010"


class PatternCanRunAway(ShapesGraphError):
    """A regular expression of the shapes may take too long on some text."""

    code = "H011"


class UnknownTermInShapes(ShapesGraphError):
    """The shapes name a class or property of eulod's own vocabulary that does not exist."""

    code = "H012"


class ShapeWithoutMessage(ShapesGraphError):
    """A shape that can have results says nothing about them."""

    code = "H013"


class QueryError(EulodError):
    """A SPARQL query cannot be run."""

    code = "Q000"


class QuerySyntaxError(QueryError):
    """A query is not SPARQL 1.1."""

    code = "Q001"


class ServiceRefused(QueryError):
    """A query asks another service."""

    code = "Q002"


class UpdateRefused(QueryError):
    """A query would change data."""

    code = "Q003"


class UnknownGraph(QueryError):
    """A query names a graph with FROM that the data do not have."""

    code = "Q004"


class QueryTooDeep(QueryError):
    """A query nests deeper than the engine can follow safely."""

    code = "Q005"


class ResultFormatMismatch(QueryError):
    """The format asked for cannot hold the kind of result that the query gives."""

    code = "Q006"


class QueryFailed(QueryError):
    """The engine stopped while it ran a query."""

    code = "Q007"


class NoData(QueryError):
    """There is nothing to query."""

    code = "Q008"


class QueryTooSlow(QueryError):
    """A query ran longer than it may."""

    code = "Q009"


class ResultTooLarge(QueryError):
    """The answer of a query is larger than it may be."""

    code = "Q010"


class QueryTooCostly(QueryError):
    """A query ended its process: it needed more memory than it may, or more depth than the engine has."""

    code = "Q011"


class TooManyQueries(QueryError):
    """All workers are busy, and as many queries wait as may."""

    code = "Q012"


class ReleaseError(EulodError):
    """A release cannot be published."""

    code = "P000"


class OutputInUse(ReleaseError):
    """Another export holds the output folder."""

    code = "P001"


class ReleaseNotWritten(ReleaseError):
    """The disk refused a part of the release."""

    code = "P002"


class PersonalDataFound(ReleaseError):
    """An output holds an e-mail address, a telephone number or the name of a contact."""

    code = "P003"


class LicenceMissing(ReleaseError):
    """A source of the release states no licence."""

    code = "P004"


class ReleaseUnreadable(ReleaseError):
    """current.json names no whole release."""

    code = "P005"


class AddressNotServed(EulodError):
    """The address to serve at is taken, or not this machine's."""

    code = "E025"


class NotEnoughMemory(EulodError):
    """There is not enough memory for the data."""

    code = "E001"


class UnknownErrorCode(EulodError):
    """A code was asked for that neither an error nor a shape has."""

    code = "E003"
