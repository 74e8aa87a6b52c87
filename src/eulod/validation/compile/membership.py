"""sh:in. Source: https://www.w3.org/TR/shacl/#InConstraintComponent"""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir
from rdflib import BNode, Graph
from rdflib.term import Node

from eulod.validation.compile.value_test import NotCompilable, ValueTest, exact
from eulod.validation.term_text import term_text


def is_in(shapes: Graph, head: Node, value: ir.StringValue) -> ValueTest:
    """Say which values are in an RDF list of the shapes graph.

    Raises NotCompilable when it holds a blank node.
    """
    return one_of(shapes.items(head), value)


def one_of(terms: Iterable[Node], value: ir.StringValue) -> ValueTest:
    """Say which values are one of some terms."""
    listed = sorted({term_text(term) for term in terms if not isinstance(term, BNode)})
    return exact(value.isin(listed) if listed else ibis.literal(False))


def only(values: tuple[Node, ...]) -> Node:
    """The value of a parameter that may have one only.

    Raises NotCompilable when there are several.
    """
    if len(values) != 1:
        raise NotCompilable("a parameter that may have one value has several")
    return values[0]
