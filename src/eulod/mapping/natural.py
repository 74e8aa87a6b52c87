"""The natural datatypes of JSON: what a number or a boolean is without a stated datatype, its text kept as it is.

Source: https://kg-construct.github.io/rml-core/spec/docs/#datatype-conversions and
https://kg-construct.github.io/rml-io-registry/json-path/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.engines.engine import CONTAINER_MARK, SCALAR_MARK
from eulod.errors import NoSingleValue, Place
from eulod.mapping.marked import plain, unmarked
from eulod.mapping.rows import MADE, Rows
from eulod.mapping.values import Severity, Value, applied
from eulod.terms.literal import literal_term
from eulod.terms.prefixes import PREFIXES

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_XSD = PREFIXES["xsd"]
_INTEGER = f"^{SCALAR_MARK}-?[0-9]+$"
_REASON = "a list or an object, where one value belongs"


def single(value: Value, rows: Rows, place: Place) -> Value:
    """`value` for a term: a list or an object is refused, as a problem of its record where `rows` keep lineage."""
    if value.marked is None:
        return value
    return rows.once(id(value), value, lambda: _single(value, rows, place))


def _single(value: Value, rows: Rows, place: Place) -> Value:
    assert value.marked is not None
    marked = Value(value.marked, value.origins, value.many)
    if rows.lineage:
        checked = applied(marked, lambda text: _is_nested(text).ifelse(ibis.null("string"), text))
        rows.check(value, checked, code=NoSingleValue.code, severity=Severity.REJECT, reason=_REASON, place=place)
        return unmarked(rows.step(rows.made, MADE, checked))
    found = ", ".join(sorted(value.origins))
    start = f"{place.file}\x1f{place.line or ''}\x1f'{found}' finds "

    def refused(text: ir.StringValue) -> ir.StringValue:
        problem = ibis.literal(start) + text.substr(1, 80) + ibis.literal(f", {_REASON}")
        answer: ir.StringValue = _is_nested(text).ifelse(rows.engine.refused(problem), text)
        return answer

    return unmarked(rows.step(rows.made, MADE, applied(marked, refused)))


def natural_literal(value: Value, *, engine: Engine) -> Value:
    """The literals of values that are marked: xsd:integer, xsd:double or xsd:boolean where they were no texts."""
    assert value.marked is not None
    return applied(Value(value.marked, value.origins, value.many), lambda text: _literal(text, engine))


def _literal(text: ir.StringValue, engine: Engine) -> ir.StringValue:
    boolean = text.isin([f"{SCALAR_MARK}true", f"{SCALAR_MARK}false"])
    number = text.re_search(_INTEGER).ifelse("integer", "double")
    datatype = boolean.ifelse("boolean", number)
    # a text that begins with the mark has it twice; to the engine it is no number then
    typed = ibis.literal('"') + text.substr(1) + ibis.literal(f'"^^<{_XSD}') + datatype + ibis.literal(">")
    is_scalar = text.startswith(SCALAR_MARK) & ~text.startswith(SCALAR_MARK * 2)
    return is_scalar.ifelse(typed, literal_term(plain(text), engine=engine))


def _is_nested(text: ir.StringValue) -> ir.BooleanValue:
    return text.startswith(CONTAINER_MARK)
