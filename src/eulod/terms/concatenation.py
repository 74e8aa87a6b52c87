"""Texts one after the other as one expression, in which constants that meet are merged, and the parts of such texts.

An engine then copies less, and looks for separators byte by byte rather than counting characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from inspect import Parameter, Signature
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir


def concatenated(*texts: ir.StringValue) -> ir.StringValue:
    """All texts in turn; null where one of them is.

    >>> import ibis
    >>> title = ibis.table({"title": "string"}).title
    >>> len(concatenated(ibis.literal("<"), ibis.literal("a"), title + ">").op().arg)
    3
    """
    pieces = _merged(texts)
    return pieces[0].to_expr() if len(pieces) == 1 else ops.StringConcat(tuple(pieces)).to_expr()


def run_together(*texts: ir.StringValue) -> ir.StringValue:
    """All texts in turn, of which none is null: an engine then writes the whole at once, not once for every piece.

    >>> import ibis
    >>> title = ibis.table({"title": "string"}).title
    >>> len(run_together(ibis.literal("<"), title, run_together(ibis.literal(">"), ibis.literal("."))).op().args)
    3
    """
    pieces = [piece.to_expr() for piece in _merged(texts)]
    whole: ir.StringValue = pieces[0] if len(pieces) == 1 else _concat(len(pieces))(*pieces)
    return whole


def split_part(text: ir.StringValue, separator: str, number: int) -> ir.StringValue:
    """The part of a text with this number, from 1, between separators; '' beyond the last."""
    part: ir.StringValue = _split_part()(text, separator, number)
    return part


@cache
def _split_part() -> Any:
    def split_part(text: str, separator: str, number: int) -> str:
        raise NotImplementedError  # engines have it

    return ibis.udf.scalar.builtin(split_part)


@cache
def _concat(count: int) -> Any:
    """The function `concat` of engines, for so many texts."""

    def concat(*texts: str) -> str:  # never run: engines have it
        raise NotImplementedError

    names = [Parameter(f"text_{place}", Parameter.POSITIONAL_OR_KEYWORD) for place in range(count)]
    concat.__signature__ = Signature(names)  # type: ignore[attr-defined]
    return ibis.udf.scalar.builtin(concat, signature=(("string",) * count, "string"))


def _merged(texts: tuple[ir.StringValue, ...]) -> list[Any]:
    """The operations that texts are made of, constants that meet as one."""
    pieces: list[Any] = []
    for piece in (piece for text in texts for piece in _pieces(text.op())):
        if pieces and _is_constant(piece) and _is_constant(pieces[-1]):
            piece = ops.Literal(pieces.pop().value + piece.value, dtype="string")
        pieces.append(piece)
    return pieces


def _pieces(operation: Any) -> Iterator[Any]:
    if isinstance(operation, ops.StringConcat):
        for part in operation.arg:
            yield from _pieces(part)
    elif isinstance(operation, ops.ScalarUDF) and operation.__func_name__ == "concat":
        for part in operation.args:
            yield from _pieces(part)
    else:
        yield operation


def _is_constant(operation: Any) -> bool:
    return isinstance(operation, ops.Literal) and isinstance(operation.value, str)
