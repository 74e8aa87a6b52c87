"""A graph that looks each thing up once.

pySHACL looks the parameters of a shape up again for every value that the shape is checked on. It is given the shapes
graph to ask, so a graph that remembers its answers is enough; nothing of either library is replaced.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from rdflib import Graph
from rdflib.term import Node


class RememberedGraph(Graph):
    """A graph that is read often and rarely changed: a change makes it forget its answers."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._answers: dict[tuple[Any, ...], list[Any]] = {}
        super().__init__(*args, **options)

    def add(self, triple: Any) -> RememberedGraph:
        """Add a triple."""
        self._answers.clear()
        super().add(triple)
        return self

    def addN(self, quads: Any) -> RememberedGraph:
        """Add several triples."""
        self._answers.clear()
        super().addN(quads)
        return self

    def remove(self, triple: Any) -> RememberedGraph:
        """Remove the triples that match a pattern."""
        self._answers.clear()
        super().remove(triple)
        return self

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Node, None, None]:
        """The objects of the triples with a subject and a predicate."""
        key = (tuple(subject) if isinstance(subject, list) else subject, predicate, unique)
        if key not in self._answers:
            self._answers[key] = list(super().objects(subject, predicate, unique))
        yield from self._answers[key]

    def predicate_objects(self, subject: Any = None, unique: bool = False) -> Generator[tuple[Node, Node], None, None]:
        """The predicates and objects of the triples with a subject."""
        key = (subject, unique)
        if key not in self._answers:
            self._answers[key] = list(super().predicate_objects(subject, unique))
        yield from self._answers[key]
