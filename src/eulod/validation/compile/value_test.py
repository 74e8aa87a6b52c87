"""A condition on one value node, known from both sides."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir
from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class ValueTest:
    """Where a value surely passes and where it surely fails; elsewhere pySHACL has to tell."""

    passes: ir.BooleanValue
    fails: ir.BooleanValue


def exact(passes: ir.BooleanValue) -> ValueTest:
    """A test that the expression decides alone."""
    return ValueTest(passes, ~passes)


Parameters = dict[Node, tuple[Node, ...]]


class NotCompilable(Exception):
    """A constraint that has no expression; the message is the reason, for people."""
