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
    """A function, by IRI, with one expression for each named parameter."""

    function: str
    parameters: tuple[tuple[str, Expression], ...]
    place: Place


Expression = Constant | Reference | Template | FunctionCall


class TermType(Enum):
    """What kind of term an expression makes."""

    IRI = "iri"
    LITERAL = "literal"
    BLANK_NODE = "blank"


@dataclass(frozen=True, slots=True)
class TermMap:
    """An expression and the kind of term it makes; `language` and `datatype` are for literals only."""

    expression: Expression
    term_type: TermType
    place: Place
    language: Expression | None = None
    datatype: Expression | None = None
