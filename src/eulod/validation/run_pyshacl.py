"""pySHACL run over a graph: on the targets of the shapes, or on some of them only."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import Graph
from rdflib.term import Node

from eulod.errors import ShapesNotRunnable
from eulod.validation.prepared_queries import PreparedQueries
from eulod.validation.remembered_graph import RememberedGraph
from eulod.validation.running_away import stops_running_away

_DEEPEST = 60  # shapes within shapes; pySHACL's 15 is too few for SHACL's own shapes, and Python's stack ends near 100

_INCOMPARABLE = (ValueError, TypeError, AttributeError, ArithmeticError, LookupError)
"""What comes out of pySHACL and rdflib for values that they cannot compare or add up."""


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result: its triples, without those of the results that it details."""

    properties: dict[Node, list[Node]]

    def value(self, predicate: Node) -> Node | None:
        """Its value of a property."""
        return next(iter(self.properties.get(predicate, [])), None)


def run_pyshacl(
    data: Graph,
    shapes: Graph,
    focus_nodes: Mapping[Node, Iterable[Node]] | None = None,
    *,
    told: Callable[[Node, int], None] = lambda *_: None,
) -> list[Result]:
    """The results of pySHACL; `data` and `shapes` stay as they are.

    With `focus_nodes`, each shape is checked on those nodes instead of its targets; shapes that refer to each other are
    followed as ever. `told` hears of each active shape with targets on how many nodes it is checked.
    Raises ShapesNotRunnable when pySHACL stops at a shape, PatternRunsAway when a pattern takes too long.
    """
    from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
    from rdflib.plugins.sparql.sparql import SPARQLError

    shape_errors = (ReportableRuntimeError, ConstraintLoadError, ShapeLoadError)
    stopping = (*shape_errors, SPARQLError, NotImplementedError, RecursionError)
    try:
        with stops_running_away(shapes):
            return [_result(*report) for report in _reports(PreparedQueries(data), _copy(shapes), focus_nodes, told)]
    except (*stopping, *_INCOMPARABLE) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise ShapesNotRunnable(
            f"the validator stopped: {first}", help="correct the shape; `eulod check` lints shapes"
        ) from error


def _reports(
    data: Graph,
    shapes: Graph,
    focus_nodes: Mapping[Node, Iterable[Node]] | None,
    told: Callable[[Node, int], None],
) -> Iterator[Any]:
    """What pySHACL's own Validator gathers, shape by shape."""
    from pyshacl import Validator
    from pyshacl.graph_abstraction import DataGraph

    options = {
        "inference": "none",
        "inplace": True,
        "max_validation_depth": _DEEPEST,
        "logger": logging.getLogger("eulod.validation"),
    }
    graph = DataGraph.from_rdflib(data)
    validator: Any = Validator(graph, shacl_graph=shapes, options=options)
    executor = validator.make_executor()
    for shape in validator.shacl_graph.shapes:
        if shape.deactivated or not any(tuple(targets) for targets in shape.target()):
            continue
        nodes = list(shape.focus_nodes(graph) if focus_nodes is None else focus_nodes.get(shape.node, ()))
        told(shape.node, len(nodes))
        if nodes:
            _, reports = shape.validate(executor, graph, focus=nodes)
            yield from reports


def _result(_: str, node: Node, triples: Iterable[Any]) -> Result:
    properties: dict[Node, list[Node]] = {}
    for subject, predicate, object in triples:
        if subject == node:
            properties.setdefault(predicate, []).append(object[1] if isinstance(object, tuple) else object)
    return Result(properties)


def _copy(graph: Graph) -> Graph:
    copied = RememberedGraph(identifier=graph.identifier, bind_namespaces="none")
    for triple in graph:
        copied.add(triple)
    return copied
