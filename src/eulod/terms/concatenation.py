"""Texts one after the other as one expression, in which constants that meet are merged: an engine then copies less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir


def concatenated(*texts: ir.StringValue) -> ir.StringValue:
    """All texts in turn; null where one of them is.

    >>> import ibis
    >>> title = ibis.table({"title": "string"}).title
    >>> len(concatenated(ibis.literal("<"), ibis.literal("a"), title + ">").op().arg)
    3
    """
    pieces: list[Any] = []
    for piece in (piece for text in texts for piece in _pieces(text.op())):
        if pieces and _is_constant(piece) and _is_constant(pieces[-1]):
            piece = ops.Literal(pieces.pop().value + piece.value, dtype="string")
        pieces.append(piece)
    return pieces[0].to_expr() if len(pieces) == 1 else ops.StringConcat(tuple(pieces)).to_expr()


def _pieces(operation: Any) -> Iterator[Any]:
    if isinstance(operation, ops.StringConcat):
        for part in operation.arg:
            yield from _pieces(part)
    else:
        yield operation


def _is_constant(operation: Any) -> bool:
    return isinstance(operation, ops.Literal) and isinstance(operation.value, str)
