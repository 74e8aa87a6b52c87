"""sh:nodeKind. Source: https://www.w3.org/TR/shacl/#NodeKindConstraintComponent"""

from __future__ import annotations

from types import MappingProxyType

import ibis.expr.types as ir
from rdflib import SH
from rdflib.term import Node

from eulod.validation.compile.terms import is_blank, is_iri, is_literal
from eulod.validation.compile.value_test import NotCompilable, ValueTest, exact

_KINDS = MappingProxyType(
    {
        SH.IRI: (is_iri,),
        SH.BlankNode: (is_blank,),
        SH.Literal: (is_literal,),
        SH.BlankNodeOrIRI: (is_blank, is_iri),
        SH.BlankNodeOrLiteral: (is_blank, is_literal),
        SH.IRIOrLiteral: (is_iri, is_literal),
    }
)


def node_kind(kind: Node, value: ir.StringValue) -> ValueTest:
    """Say which values are of a kind.

    Raises NotCompilable for one that SHACL does not know.
    """
    if kind not in _KINDS:
        raise NotCompilable(f"{kind} is no node kind")
    first, *rest = (is_kind(value) for is_kind in _KINDS[kind])  # type: ignore[index]
    return exact(first | rest[0] if rest else first)
