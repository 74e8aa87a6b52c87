"""What an N-Quads term is made of, as engine expressions."""

from __future__ import annotations

import ibis.expr.types as ir

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_TYPE = f"<{RDF}type>"
_DATATYPE = r'\^\^(<[^<>"]*>)$'
_LANGUAGE = r"@([A-Za-z0-9\-]+)$"


def is_iri(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are IRIs."""
    return term.startswith("<")


def is_literal(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are literals."""
    return term.startswith('"')


def is_typed(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are literals with a datatype written out."""
    return is_literal(term) & term.endswith(">")


def is_plain(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are literals without a datatype written out and without a language."""
    return term.endswith('"')


def datatype(term: ir.StringValue) -> ir.StringValue:
    """Give the datatype of typed literals as an IRI term, '' for other terms."""
    return is_typed(term).ifelse(term.re_extract(_DATATYPE, 1), "")


def language(term: ir.StringValue) -> ir.StringValue:
    """Give the language tag of literals that have one."""
    return term.re_extract(_LANGUAGE, 1)


def without_end(term: ir.StringValue, length: ir.IntegerValue) -> ir.StringValue:
    """Leave out the last `length` characters."""
    return term.substr(0, term.length() - length)
