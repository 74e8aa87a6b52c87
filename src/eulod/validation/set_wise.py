"""Checking a table of triples: the engine finds the focus nodes that may violate a shape, pySHACL judges them.

The results are pySHACL's own, those that it would give on all of the data. Where nothing may be violated pySHACL is not
run, and no graph is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ibis
import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, URIRef
from rdflib.term import Node

from eulod.engines.engine import Engine
from eulod.errors import ShapesNotRunnable
from eulod.validation.compile.compiler import Compiler, FallBack
from eulod.validation.compile.data import Data
from eulod.validation.compile.declaration import Declarations
from eulod.validation.compile.targets import focus_nodes
from eulod.validation.compile.value_test import NotCompilable
from eulod.validation.data_graph import graph_of, rdflib_term
from eulod.validation.findings import findings_of
from eulod.validation.reach import Reach
from eulod.validation.report import Report
from eulod.validation.run_pyshacl import Result, run_pyshacl
from eulod.validation.sparql_constraints import Queries
from eulod.validation.term_text import term_text


@dataclass(frozen=True, slots=True)
class Checked:
    """How one shape with targets was checked.

    Of its focus nodes, pySHACL judged the candidates; `fall_backs` are the constraints that the engine could not tell,
    and `unbounded` says why pySHACL saw all of the data, '' when it saw a part.
    """

    shape: str
    focus_nodes: int
    candidates: int
    fall_backs: tuple[FallBack, ...] = ()
    unbounded: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report and how each shape came to it, in order of the shapes; `judged` counts the triples pySHACL saw."""

    report: Report
    shapes: tuple[Checked, ...]
    judged: int = 0


SMALL = 25_000
"""Below so many triples pySHACL alone is done about as soon as the engine has found candidates."""


def validate_table(
    engine: Engine,
    triples: ibis.Table,
    shapes: Graph,
    *,
    language: str = "en",
    exact: bool = False,
    small: int | None = None,
) -> Outcome:
    """Check distinct triples, text columns subject, predicate and object, against a shapes graph.

    The report is that of `validate` on a graph of the same triples. With `exact`, and of fewer than `small` triples,
    SMALL unless given, pySHACL judges all focus nodes.
    Raises what `validate` raises.
    """
    data = Data(engine, triples)
    few = engine.count(triples) < (SMALL if small is None else small)
    alone = "--exact" if exact else "the data are small" if few else _why_alone(data)
    if alone:
        return _judged_alone(graph_of(_quads(data, triples)), shapes, language, alone)
    try:
        return _Check(data, shapes, language).run()
    finally:
        data.release()


def _why_alone(data: Data) -> str:
    """Why the engine cannot count the values of these data as pySHACL does, '' when it can."""
    object = data.triples.object
    changed = object.endswith(f"{XSD.token}>") | object.endswith(f"{XSD.normalizedString}>")
    return "rdflib changes values of xsd:token" if data.engine.count(data.triples.filter(changed)) else ""


def _judged_alone(graph: Graph, shapes: Graph, language: str, reason: str) -> Outcome:
    """What pySHACL finds in all of the data, at the shapes' own targets."""
    counted: dict[Node, int] = {}
    results = run_pyshacl(graph, shapes, told=counted.__setitem__)
    checked = (
        Checked(term_text(shape), nodes, nodes, unbounded=reason if nodes else "")
        for shape, nodes in sorted(counted.items(), key=lambda pair: str(pair[0]))
    )
    return Outcome(Report(tuple(findings_of(results, shapes, language))), tuple(checked), len(graph))


class _Check:
    def __init__(self, data: Data, shapes: Graph, language: str) -> None:
        self._data, self._shapes, self._language = data, shapes, language
        self._declarations = _declarations(shapes)
        self._queries = Queries(data, self._declarations)
        self._reach = Reach(data, self._declarations)
        self._candidates: dict[Node, ibis.Table] = {}
        self._unbounded = False

    def run(self) -> Outcome:
        checked = tuple(self._shape(node, focus) for node, focus in self._targeted())
        self._queries.release()
        if not self._candidates:
            return Outcome(Report(()), checked)
        triples = self._data.triples if self._unbounded else self._reach.triples()
        graph = Graph(bind_namespaces="none") if triples is None else graph_of(_quads(self._data, triples))
        nodes = {shape: self._terms(table) for shape, table in self._candidates.items()}
        results: list[Result] = run_pyshacl(graph, self._shapes, nodes)
        return Outcome(Report(tuple(findings_of(results, self._shapes, self._language))), checked, len(graph))

    def _targeted(self) -> Iterator[tuple[Node, ibis.Table | None]]:
        for declaration, targets in self._declarations.targeted():
            yield declaration.node, focus_nodes(self._data, targets)

    def _shape(self, node: Node, focus: ibis.Table | None) -> Checked:
        name = term_text(node)
        if focus is None:
            return Checked(name, 0, 0)
        count = self._data.engine.count(focus)
        compiler = Compiler(self._data, self._declarations, self._queries)
        candidates = self._data.keep(self._candidates_of(compiler, node, focus))
        found = self._data.engine.count(candidates)
        unbounded = self._bounded(node, candidates) if found else ""
        return Checked(name, count, found, tuple(sorted(compiler.fall_backs)), unbounded)

    def _candidates_of(self, compiler: Compiler, node: Node, focus: ibis.Table) -> ibis.Table:
        if self._declarations.has_components:
            compiler.told(self._declarations[node], node, "the shapes declare constraint components")
            return focus
        try:
            return compiler.candidates(node, focus)
        except NotCompilable as reason:
            compiler.told(self._declarations[node], node, str(reason))
            return focus

    def _bounded(self, node: Node, candidates: ibis.Table) -> str:
        """Gather what pySHACL will look at; gives the reason when that is everything."""
        self._candidates[node] = candidates
        try:
            if self._declarations.has_components:
                raise NotCompilable("the shapes declare constraint components")
            self._reach.add(node, candidates)
            self._reach.add_blank(candidates)
        except NotCompilable as reason:
            self._unbounded = True
            return str(reason)
        return ""

    def _terms(self, nodes: ibis.Table) -> list[Node]:
        texts = sorted(text for batch in self._data.engine.batches(nodes) for text in batch.column(0).to_pylist())
        return [_term(text) for text in texts]


def _quads(data: Data, triples: ibis.Table) -> Iterator[ox.Quad]:
    lines = triples.select(line=triples.subject + " " + triples.predicate + " " + triples.object + " .\n")
    for batch in data.engine.batches(lines):
        yield from ox.parse("".join(batch.column(0).to_pylist()), format=ox.RdfFormat.N_QUADS)


def _declarations(shapes: Graph) -> Declarations:
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError

    copied = Graph(identifier=shapes.identifier, bind_namespaces="none")
    for triple in shapes:
        copied.add(triple)
    try:
        return Declarations(copied)
    except (ReportableRuntimeError, ShapeLoadError, ValueError) as error:
        raise ShapesNotRunnable(
            f"the validator stopped: {str(error).splitlines()[0]}", help="correct the shape; `eulod check` lints shapes"
        ) from error


def _term(text: str) -> Node:
    if text.startswith("<"):
        return URIRef(text[1:-1])
    if text.startswith("_:"):
        return BNode(text[2:])
    (quad,) = ox.parse(f"<urn:s> <urn:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
    return rdflib_term(quad.object)
