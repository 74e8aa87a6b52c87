"""The focus nodes that a query of sh:sparql can say anything of: those that its required patterns match.

Asked once, this is a superset of what the query finds. It bounds queries that cannot be asked once themselves, and
those nodes of the others whose values two engines may compare, add or count in two ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rdflib import BNode, URIRef, Variable
from rdflib.paths import AlternativePath, MulPath, SequencePath
from rdflib.term import Node

from eulod.validation.compile.value_test import NotCompilable
from eulod.validation.sparql_reading import THIS, Pattern, bound_by, may_be_empty, outline
from eulod.validation.term_text import term_text


def matched_patterns(text: str) -> tuple[Pattern, ...]:
    """The patterns of a query, prefixes declared, that finds nothing where its required patterns match nothing.

    Raises NotCompilable when it is no such query.
    """
    patterns, groups = outline(text)
    if not bound_by(patterns, THIS):
        raise NotCompilable("no outer pattern binds $this")
    if any(THIS not in keys for keys in groups):
        raise NotCompilable("it groups by other than $this")
    if any(may_be_empty(pattern.predicate) for pattern in patterns if pattern.required):
        raise NotCompilable("a path of it may be of no step")
    return patterns


def matching_queries(patterns: Sequence[Pattern], values: Sequence[str] | None) -> Iterator[str]:
    """Queries for all `$this` that the patterns match with one of some literals; with any value if `values` is None.

    Each gives a superset: of patterns that are not required only the one with the literal is asked.
    """
    required = [pattern for pattern in patterns if pattern.required]
    if values is None:
        yield _select(required, "")
        return
    listed = " ".join(values)
    for pattern in patterns:
        if not isinstance(pattern.object, (Variable, BNode)) or not _ends_forward(pattern.predicate):
            yield from matching_queries(patterns, None)
            return
        joined = pattern.required or any(pattern.subject in (one.subject, one.object) for one in required)
        asked = required if pattern.required or not joined else [*required, pattern]
        yield _select(asked, f"VALUES {_text(pattern.object)} {{ {listed} }}" if joined else "")


def _ends_forward(path: Any) -> bool:
    """Whether a path ends with a step along a predicate, so that literals are its objects alone."""
    if isinstance(path, URIRef):
        return True
    if isinstance(path, (SequencePath, AlternativePath)):
        last = path.args[-1:] if isinstance(path, SequencePath) else path.args
        return all(_ends_forward(part) for part in last)
    return isinstance(path, MulPath) and not path.zero and _ends_forward(path.path)


def _select(patterns: Iterable[Pattern], condition: str) -> str:
    lines = (f"{_text(one.subject)} {one.predicate.n3()} {_text(one.object)} ." for one in patterns)
    return f"SELECT DISTINCT ?this WHERE {{ {condition} {' '.join(lines)} }}"


def _text(term: Node) -> str:
    if isinstance(term, (Variable, BNode)):
        return f"?{term}"
    return term_text(term)
