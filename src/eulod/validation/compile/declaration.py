"""A shape as the shapes graph declares it: what pySHACL would run, read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rdflib import Graph, URIRef
from rdflib.term import Node

from eulod.validation.compile.value_test import NotCompilable, Parameters

DEEPEST = 12  # shapes within shapes; deeper ones are left to pySHACL


@dataclass(frozen=True, slots=True)
class Declaration:
    """A node shape, or a property shape with the node of its path; parameters are those of constraints."""

    node: Node
    path: Node | None
    deactivated: bool
    parameters: Parameters

    def one(self, parameter: Node) -> Node:
        """The value of a parameter.

        Raises NotCompilable when it has several.
        """
        values = self.parameters[parameter]
        if len(values) != 1:
            raise NotCompilable("a parameter that may have one value has several")
        return values[0]


class Declarations:
    """The shapes of a shapes graph, as pySHACL finds them.

    Making one raises what pySHACL raises for shapes that it cannot load.
    """

    def __init__(self, shapes: Graph) -> None:
        from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
        from pyshacl.shapes_graph import ShapesGraph

        self.graph = shapes
        self._loaded: Any = ShapesGraph(shapes)
        self._kinds = {str(parameter): parameter for parameter in ALL_CONSTRAINT_PARAMETERS}
        self._found = {shape.node: shape for shape in self._loaded.shapes}
        self.has_components = bool(self._loaded.custom_constraints)

    def targeted(self) -> Iterator[tuple[Declaration, tuple[tuple[Node, ...], ...]]]:
        """Each active shape with a target, and its nodes, classes, objects-of and subjects-of; in order of name."""
        for node in sorted(self._found, key=str):
            nodes, classes, implicit, objects, subjects = (tuple(found) for found in self._found[node].target())
            targets = (nodes, (*classes, *implicit), objects, subjects)
            if any(targets) and not self._found[node].deactivated:
                yield self[node], targets

    def __getitem__(self, node: Node) -> Declaration:
        """Raises NotCompilable when there is no such shape."""
        if node not in self._found:
            raise NotCompilable(f"{node} is no shape")
        shape = self._found[node]
        parameters: dict[Node, list[Node]] = {}
        for predicate, value in sorted(self.graph.predicate_objects(node)):
            if str(predicate) in self._kinds:
                parameters.setdefault(predicate, []).append(value)
        path = shape.path() if shape.is_property_shape else None
        found = {predicate: tuple(values) for predicate, values in parameters.items()}
        return Declaration(node, path, shape.deactivated, found)

    def query_text(self, node: Node, constraint: Node) -> str:
        """The text of a sh:sparql constraint of a shape as pySHACL would ask it; '' when it is switched off.

        Raises NotCompilable when pySHACL would refuse it, or set more than `$this`.
        """
        from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
        from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ValidationFailure

        try:
            helpers = SPARQLBasedConstraint(self._found[node]).sparql_constraints
            helper = next(helper for helper in helpers if helper.node == constraint)
            bindings, text = helper.pre_bind_variables(URIRef("urn:this"))
        except (ConstraintLoadError, ReportableRuntimeError, ValidationFailure, NotImplementedError) as error:
            raise NotCompilable(str(error).splitlines()[0]) from error
        if set(bindings) != {"this"}:
            raise NotCompilable("it does not use $this alone")
        return "" if helper.deactivated else str(helper.apply_prefixes(text))
