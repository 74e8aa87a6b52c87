"""sh:datatype, lexical forms included.

The patterns below name forms that are surely well-formed. Rarer forms, such as +01.0E2, are left to pySHACL.
Source: https://www.w3.org/TR/shacl/#DatatypeConstraintComponent
"""

from __future__ import annotations

import re
from types import MappingProxyType

import ibis
import ibis.expr.types as ir
from rdflib import RDF, RDFS, XSD, URIRef
from rdflib.term import Node

from eulod.validation.compile.terms import has_datatype, has_language, is_literal, is_string
from eulod.validation.compile.value_test import NotCompilable, ValueTest, exact

_LEAP = "[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00"
DATE = (
    r"(?:[1-9][0-9]{3}-"
    r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    rf"|(?:{_LEAP})-02-29)"
)
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_WHOLE = r"[0-9]{1,15}"
WELL_FORMED = MappingProxyType(
    {
        XSD.integer: rf"-?{_WHOLE}",
        XSD.long: rf"-?{_WHOLE}",
        XSD.int: r"-?[0-9]{1,9}",
        XSD.short: r"-?[0-9]{1,4}",
        XSD.byte: r"-?[0-9]{1,2}",
        XSD.nonNegativeInteger: _WHOLE,
        XSD.positiveInteger: r"[1-9][0-9]{0,14}",
        XSD.unsignedInt: r"[0-9]{1,9}",
        XSD.unsignedLong: _WHOLE,
        XSD.unsignedShort: r"[0-9]{1,4}",
        XSD.unsignedByte: r"[0-9]{1,2}",
        XSD.decimal: r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?",
        XSD.double: r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE]-?[0-9]{1,2})?",
        XSD.float: r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE]-?[0-9]{1,2})?",
        XSD.boolean: r"true|false",
        XSD.date: DATE,
        XSD.dateTime: rf"{DATE}T{TIME}(?:\.[0-9]{{1,6}})?(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?",
        XSD.anyURI: r".*",
        XSD.language: r".*",
        XSD.gYear: r".*",
        XSD.gYearMonth: r".*",
        XSD.gMonth: r".*",
        XSD.gDay: r".*",
        XSD.gMonthDay: r".*",
    }
)
"""Of each datatype, forms that pySHACL takes for well-formed; it looks into no form of those with '.*'."""


def datatype(rule: Node, value: ir.StringValue) -> ValueTest:
    """Say which values are well-formed literals of a datatype.

    Raises NotCompilable for rdfs:Datatype, which pySHACL reads in its own way, and for what is no datatype.
    """
    if not isinstance(rule, URIRef) or rule == RDFS.Datatype:
        raise NotCompilable(f"{rule} is no datatype")
    if rule == RDFS.Literal:
        return exact(is_literal(value))
    if rule == XSD.string:
        return exact(is_string(value))
    if rule == RDF.langString:
        return ValueTest(has_language(value), ~has_language(value) & ~has_datatype(value, str(rule)))
    return _typed(rule, value)


def _typed(rule: URIRef, value: ir.StringValue) -> ValueTest:
    from rdflib.term import XSDToPython

    typed = has_datatype(value, str(rule))
    form = WELL_FORMED.get(rule, None if rule in XSDToPython else ".*")
    if form is None:
        return ValueTest(ibis.literal(False), ~typed)
    if form == ".*":
        return exact(typed)
    return ValueTest(typed & value.re_search(rf'^"(?:{form})"\^\^<{re.escape(str(rule))}>$'), ~typed)
