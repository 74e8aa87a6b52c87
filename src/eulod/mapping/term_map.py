"""Expressions and term maps: how the terms of statements are made from a record.

Source: https://kg-construct.github.io/rml-core/spec/docs/ and https://kg-construct.github.io/rml-fnml/spec/docs/
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from eulod.errors import Place


@dataclass(frozen=True, slots=True)
class Constant:
    """The same text for every record."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The value of a column, field or path of the record."""

    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """Texts and references in turn; null when one of its references is null."""

    parts: tuple[Constant | Reference, ...]


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A function, by IRI, with one expression for each named parameter.

    `result` is the IRI of that of its results which is meant, with its place; None for the only one there is.
    """

    function: str
    parameters: tuple[tuple[str, Expression], ...]
    place: Place
    result: tuple[str, Place] | None = None


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A text of its own for each record, equal records told apart by counting; another `number` makes other texts."""

    number: int


Expression = Constant | Reference | Template | FunctionCall | RecordKey


DEFAULT_GRAPH = "http://w3id.org/rml/defaultGraph"
"""The constant that stands for the default graph."""


class TermType(Enum):
    """What kind of term an expression makes.

    What a template puts into an IRI is encoded where an IRI may not hold it; into a URI also where it is no ASCII; into
    an unsafe IRI never.
    """

    IRI = "IRI"
    URI = "URI"
    UNSAFE_IRI = "unsafe IRI"
    LITERAL = "literal"
    BLANK_NODE = "blank node"


@dataclass(frozen=True, slots=True)
class TermMap:
    """An expression and the kind of term it makes; `language` and `datatype` are for literals only."""

    expression: Expression
    term_type: TermType
    place: Place
    language: Expression | None = None
    datatype: Expression | None = None
