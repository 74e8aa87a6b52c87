"""A graph that remembers its answers gives the same ones as any other."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef

from eulod.validation.remembered_graph import RememberedGraph

S, P, Q = (URIRef(f"http://e/{name}") for name in "spq")


def answers(graph: Graph) -> tuple[list[str], list[str], list[str], list[tuple[str, str]]]:
    """What the graph says when it is asked."""
    one, both, every = graph.objects(S, P), graph.objects([S, Q], P), graph.objects(predicate=P, unique=True)
    pairs = sorted((str(predicate), str(object)) for predicate, object in graph.predicate_objects(S))
    return sorted(map(str, one)), sorted(map(str, both)), sorted(map(str, every)), pairs


def test_a_change_is_seen() -> None:
    plain, remembered = Graph(), RememberedGraph()
    for graph in (plain, remembered):
        graph.add((S, P, Literal("1")))
    assert answers(remembered) == answers(plain) == answers(remembered)
    for graph in (plain, remembered):
        graph.add((Q, P, Literal("1")))
        graph.add((S, Q, S))
    assert answers(remembered) == answers(plain)
    for graph in (plain, remembered):
        graph.addN([(S, P, Literal("2"), graph)])
    assert answers(remembered) == answers(plain)
    for graph in (plain, remembered):
        graph.remove((S, P, None))
        graph.set((Q, P, Literal("3")))
    assert answers(remembered) == answers(plain) == ([], ["3"], ["3"], [(str(Q), str(S))])
