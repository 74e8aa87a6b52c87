"""The focus nodes of a shape, subclasses included. Source: https://www.w3.org/TR/shacl/#targets"""

from __future__ import annotations

import ibis
from rdflib.term import Node

from eulod.validation.compile.data import Data
from eulod.validation.term_text import term_text


def focus_nodes(data: Data, targets: tuple[tuple[Node, ...], ...]) -> ibis.Table | None:
    """The focus nodes of target nodes, classes, objects-of and subjects-of: kept rows, column node, distinct.

    None when there are none for sure.
    """
    nodes, classes, objects, subjects = (tuple(term_text(term) for term in kind) for kind in targets)
    parts = [data.instances(name) for name in classes if data.has_instances(name)]
    parts += [_ends(data, name, "object") for name in objects if data.uses(name)]
    parts += [_ends(data, name, "subject") for name in subjects if data.uses(name)]
    if nodes:
        parts.append(data.column(nodes))
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0] if classes else data.keep(parts[0].distinct())
    return data.keep(ibis.union(*parts, distinct=True))


def _ends(data: Data, predicate: str, end: str) -> ibis.Table:
    along = data.along([predicate])
    return along.select(node=along[end])
