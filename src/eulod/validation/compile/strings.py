"""sh:pattern, sh:minLength, sh:maxLength and sh:languageIn.

Source: https://www.w3.org/TR/shacl/#core-components-string
"""

from __future__ import annotations

import ibis.expr.types as ir
from rdflib import Graph, Literal
from rdflib.term import Node

from eulod.validation.compile.regular_expressions import for_engine
from eulod.validation.compile.terms import has_language, is_blank, is_readable, language, text
from eulod.validation.compile.value_test import NotCompilable, ValueTest, exact

_ASCII = r"^[\x00-\x7F]*$"


def pattern(rule: Node, flags: tuple[Node, ...], value: ir.StringValue) -> ValueTest:
    """Say which values match a regular expression, anywhere.

    Raises NotCompilable when the engine might read it otherwise.
    """
    if not isinstance(rule, Literal) or len(flags) > 1:
        raise NotCompilable("sh:pattern or sh:flags is not one literal")
    wanted = str(flags[0]).lower() if flags else ""
    found = for_engine(str(rule), ignore_case="i" in wanted, multiline="m" in wanted)
    matches, known = text(value).re_search(found.text), is_readable(value)
    if found.ascii_only:
        known = known & value.re_search(_ASCII)
    return ValueTest(known & matches, is_blank(value) | (known & ~matches & ~value.contains("\\")))


def min_length(rule: Node, value: ir.StringValue) -> ValueTest:
    """Say which values have at least so many characters."""
    least = _length(rule)
    if least == 0:
        return exact(value.notnull())
    known, length = is_readable(value), text(value).length()
    return ValueTest(known & (length >= least), is_blank(value) | (known & (length < least)))


def max_length(rule: Node, value: ir.StringValue) -> ValueTest:
    """Say which values have at most so many characters."""
    most = _length(rule)
    known, length = is_readable(value), text(value).length()
    return ValueTest(known & (length <= most), is_blank(value) | (known & (length > most)))


def language_in(shapes: Graph, head: Node, value: ir.StringValue) -> ValueTest:
    """Say which values have one of some languages, or a variety of one."""
    ranges = [term for term in shapes.items(head) if isinstance(term, Literal) and isinstance(term.value, str)]
    if len(ranges) != len(list(shapes.items(head))):
        raise NotCompilable("sh:languageIn lists what is no string")
    wanted = sorted({str(term).lower() for term in ranges})
    if "*" in wanted:
        return exact(has_language(value))
    tag = language(value)
    return exact(has_language(value) & (tag.isin(wanted) | tag.re_extract("^([a-z0-9]+)", 1).isin(wanted)))


def _length(rule: Node) -> int:
    if isinstance(rule, Literal) and isinstance(rule.value, int) and not rule.ill_typed and rule.value >= 0:
        return int(rule.value)
    raise NotCompilable(f"{rule} is no length")
