"""What a term written as N-Quads text is and holds, as expressions."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_AFTER = r'"(@[A-Za-z0-9-]+|\^\^<[^<>"]*>)$'
_SLASH = "\x01"  # stands for an escaped backslash while the others are undone; escaped itself in N-Quads


def is_iri(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are IRIs."""
    return term.startswith("<")


def is_blank(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are blank nodes."""
    return term.startswith("_")


def is_literal(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are literals."""
    return term.startswith('"')


def is_string(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are literals of xsd:string."""
    return term.endswith('"')


def has_language(term: ir.StringValue) -> ir.BooleanValue:
    """Say which terms are literals with a language tag."""
    return is_literal(term) & ~term.endswith('"') & ~term.endswith(">")


def has_datatype(term: ir.StringValue, datatype: str) -> ir.BooleanValue:
    """Say which terms are literals with a datatype other than xsd:string, written out."""
    return term.endswith(f'"^^<{datatype}>')


def language(term: ir.StringValue) -> ir.StringValue:
    """Give the language tag in lower case, '' for terms without one."""
    return has_language(term).ifelse(term.re_extract("@([A-Za-z0-9-]+)$", 1).lower(), "")


def lexical(term: ir.StringValue, datatype: str) -> ir.StringValue:
    """Give the lexical form, escapes as they stand, of terms that `has_datatype` says yes to."""
    return term.substr(1, term.length() - (len(datatype) + 6))


def text(term: ir.StringValue) -> ir.StringValue:
    """Give the string of IRIs and literals, escapes undone but those with a code point."""
    return is_iri(term).ifelse(term.substr(1, term.length() - 2), _unescaped(term.substr(1, _last_quote(term) - 1)))


def is_readable(term: ir.StringValue) -> ir.BooleanValue:
    """Say for which terms `text` is exact."""
    return ~is_blank(term) & ~(term.contains("\\u") | term.contains("\\U"))


def _last_quote(term: ir.StringValue) -> ir.IntegerValue:
    """The place, from 0, of the mark that ends a literal's lexical form; no language or datatype holds one."""
    after = is_string(term).ifelse("", term.re_extract(_AFTER, 1))  # to look from the end is quick in long texts
    return term.length() - after.length() - 1


def _unescaped(body: ir.StringValue) -> ir.StringValue:
    undone = body.replace("\\\\", _SLASH)
    for letter, character in (("t", "\t"), ("b", "\b"), ("n", "\n"), ("r", "\r"), ("f", "\f"), ('"', '"')):
        undone = undone.replace(f"\\{letter}", character)
    return body.contains("\\").ifelse(undone.replace(_SLASH, "\\"), body)


def any_of(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    """Say where one of some conditions holds, or none is given: nowhere; an unknown one does not hold."""
    found: ir.BooleanValue = ibis.literal(False)
    for condition in conditions:
        found = found | ibis.coalesce(condition, ibis.literal(False))
    return found
