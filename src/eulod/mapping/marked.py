"""Values of JSON with the marks of what they were there: a scalar, a list or an object."""

from __future__ import annotations

from dataclasses import replace

import ibis
import ibis.expr.types as ir

from eulod.engines.engine import CONTAINER_MARK, SCALAR_MARK
from eulod.mapping.values import Value, applied


def unmarked(value: Value) -> Value:
    """Marked values as plain texts, with the marked ones beside."""
    return replace(applied(value, plain), marked=value.build)


def plain(text: ir.StringValue) -> ir.StringValue:
    """A marked text without its mark."""
    nested = text.startswith(CONTAINER_MARK)
    start = nested.ifelse(len(CONTAINER_MARK), len(SCALAR_MARK))
    without: ir.StringValue = text.startswith(SCALAR_MARK).ifelse(text.substr(start), text)
    return without


def index(column: str, origins: frozenset[str]) -> Value:
    """The position of an item, which is an integer wherever it comes from."""

    def marked(table: ibis.Table) -> ir.StringValue:
        return ibis.literal(SCALAR_MARK) + table[column]

    return Value(lambda table: table[column], origins, safe=True, marked=marked)
