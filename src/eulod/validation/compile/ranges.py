"""sh:minInclusive, sh:minExclusive, sh:maxInclusive and sh:maxExclusive, and which of two values is the lesser.

Numbers compare as doubles where that is exact: when they differ as doubles, or when neither has more than 15 digits.
Dates compare as text where both have four digits for the year and no time zone. The rest is left to pySHACL.
Source: https://www.w3.org/TR/shacl/#core-components-range
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
from rdflib import SH, XSD, Literal, URIRef
from rdflib.term import Node

from eulod.validation.compile.datatype import DATE, TIME
from eulod.validation.compile.value_test import NotCompilable, ValueTest

_NUMBER = re.compile(r"-?[0-9]{1,15}|-?(?=[0-9.]{3,16}$)[0-9]+\.[0-9]+")
_FORMS = {
    XSD.integer: r"-?[0-9]{1,15}",
    XSD.decimal: r"-?(?:[0-9]{1,13}(?:\.[0-9]{1,2})?|[0-9]{1,8}\.[0-9]{1,7})",
    XSD.nonNegativeInteger: r"[0-9]{1,15}",
    XSD.positiveInteger: r"[1-9][0-9]{0,14}",
}
_NUMBERS = "|".join(rf'{form}"\^\^<{re.escape(str(datatype))}>' for datatype, form in _FORMS.items())
_DATES = {XSD.date: DATE, XSD.dateTime: f"{DATE}T{TIME}"}


@dataclass(frozen=True, slots=True)
class Comparable:
    """Values that compare exactly: where they do, and what to compare."""

    known: ir.BooleanValue
    key: ir.Value


def limit(parameter: URIRef, bound: Node, value: ir.StringValue) -> ValueTest:
    """Say which values keep to a bound.

    Raises NotCompilable when values do not compare with it exactly.
    """
    if not isinstance(bound, Literal):
        raise NotCompilable(f"the bound {bound} is no literal")
    if bound.datatype in _DATES and re.fullmatch(_DATES[bound.datatype], str(bound)):
        found, key = dates(value, bound.datatype), ibis.literal(str(bound))
    elif bound.datatype in _FORMS and _NUMBER.fullmatch(str(bound)):
        found, key = numbers(value), ibis.literal(float(str(bound)))
    else:
        raise NotCompilable(f"values do not compare with {bound.n3()} in the engine")
    kept = {
        SH.minInclusive: found.key >= key,
        SH.minExclusive: found.key > key,
        SH.maxInclusive: found.key <= key,
        SH.maxExclusive: found.key < key,
    }[parameter]
    return ValueTest(found.known & kept, ~value.startswith('"') | (found.known & ~kept))


def numbers(value: ir.StringValue) -> Comparable:
    """Integers and decimals of at most 15 digits, well-formed."""
    return Comparable(value.re_search(f'^"(?:{_NUMBERS})$'), value.re_extract('^"([^"]*)"', 1).try_cast("float64"))


def dates(value: ir.StringValue, datatype: URIRef) -> Comparable:
    """Dates, or moments without time zone and fraction, that exist."""
    key = value.re_extract(rf'^"({_DATES[datatype]})"\^\^<{re.escape(str(datatype))}>$', 1)
    return Comparable(key != "", key)
