"""What a release says of one entity: its statements, the labels of what they name, and what points to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from eulod.terms.prefixes import PREFIXES

MOST_POINTING = 500
_FEW = 40
_DEFAULT = ox.DefaultGraph()
_LABELS = tuple(
    ox.NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (
        ("rdfs", "label"),
        ("skos", "prefLabel"),
        ("dcterms", "title"),
        ("foaf", "name"),
        ("eulod", "acronym"),
        ("eulod", "statedName"),
    )
)
_DEPRECATED = ox.NamedNode("http://www.w3.org/2002/07/owl#deprecated")
_REPLACED = ox.NamedNode(PREFIXES["dcterms"] + "isReplacedBy")


class Labels:
    """What names the nodes of a store; what was asked for last is kept, at most so many nodes and labels together."""

    def __init__(self, store: ox.Store, most: int = 25_000) -> None:
        self.store = store
        self._most = most
        self._held = 0
        self._kept: dict[ox.NamedNode, tuple[ox.Triple, ...]] = {}

    def of(self, node: ox.NamedNode) -> tuple[ox.Triple, ...]:
        """The labels of a node."""
        found = self._kept.get(node)
        if found is None:
            found = self._kept[node] = _labels(self.store, node)
            self._held += 1 + len(found)
            if self._held > self._most:
                self._kept.clear()
                self._held = 0
        return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an IRI: `known` to the data, or `withdrawn` from them, with its replacement or ""."""

    known: bool
    withdrawn: bool = False
    replacement: str = ""


def standing(store: ox.Store, iri: str) -> Standing:
    """Whether the canonical graph describes an IRI, and whether it is deprecated.

    Withdrawn is also what only named graphs describe: the release withholds every statement of it.
    """
    node = ox.NamedNode(iri)
    if _first(store.quads_for_pattern(node, None, None, _DEFAULT)) is None:
        withheld = _first(store.quads_for_pattern(node, None, None, None)) is not None
        return Standing(known=False, withdrawn=withheld)
    deprecated = _first(store.quads_for_pattern(node, _DEPRECATED, None, _DEFAULT))
    if (
        deprecated is None
        or not isinstance(deprecated.object, ox.Literal)
        or deprecated.object.value not in ("true", "1")
    ):
        return Standing(known=True)
    replaced = _first(store.quads_for_pattern(node, _REPLACED, None, _DEFAULT))
    named = replaced is not None and isinstance(replaced.object, ox.NamedNode)
    return Standing(known=True, withdrawn=True, replacement=replaced.object.value if named else "")  # type: ignore[union-attr]


def entity_triples(labels: Labels, iri: str) -> tuple[dict[str, ox.Triple], bool]:
    """The triples about an entity by their lines of N-Triples, and whether more than MOST_POINTING point to it.

    All are from the store of `labels`. Of the latter those are there that the store finds first. The labels are those
    of everything named in the entity's own statements, and of what points to it.
    """
    store, node = labels.store, ox.NamedNode(iri)
    own = [quad.triple for quad in store.quads_for_pattern(node, None, None, _DEFAULT)]
    found = islice(store.quads_for_pattern(None, None, node, _DEFAULT), MOST_POINTING + 1)
    pointing = [quad.triple for quad in found]
    named = {triple.object for triple in own if isinstance(triple.object, ox.NamedNode)}
    named |= {triple.subject for triple in pointing if isinstance(triple.subject, ox.NamedNode)}
    names = (label for other in named if other != node for label in labels.of(other))
    triples = {f"{triple} .": triple for triple in (*own, *pointing[:MOST_POINTING], *names)}
    return triples, len(pointing) > MOST_POINTING


def _labels(store: ox.Store, node: ox.NamedNode) -> tuple[ox.Triple, ...]:
    """What names a node; of one with many statements each predicate is looked up, of others all is read."""
    few = [quad.triple for quad in islice(store.quads_for_pattern(node, None, None, _DEFAULT), _FEW)]
    if len(few) < _FEW:
        return tuple(triple for triple in few if triple.predicate in _LABELS)
    found = (quad for predicate in _LABELS for quad in store.quads_for_pattern(node, predicate, None, _DEFAULT))
    return tuple(quad.triple for quad in found)


def _first(quads: Iterator[ox.Quad]) -> ox.Quad | None:
    return next(quads, None)
