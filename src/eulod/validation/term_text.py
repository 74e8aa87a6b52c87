"""Terms of rdflib as N-Quads text."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import BNode, Literal
from rdflib.term import Node


def term_text(term: Node | None) -> str:
    """A term of rdflib as N-Quads text, nothing for None.

    >>> term_text(Literal("one\\ntwo", lang="en"))
    '"one\\\\ntwo"@en'
    """
    if term is None:
        return ""
    if not isinstance(term, Literal):
        return f"_:{term}" if isinstance(term, BNode) else f"<{term}>"
    if term.language:
        return str(ox.Literal(str(term), language=term.language))
    return str(ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None))
